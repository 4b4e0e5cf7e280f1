import { AwsError } from "../aws/errors";
import { Problem, type ProblemType } from "./problem";

/**
 * What S3's refusals of CompleteMultipartUpload mean to the caller (Amazon S3 API Reference, "CompleteMultipartUpload",
 * section "Errors", and "Error responses"). They are about what was sent, and so no failure of this system. What is not
 * listed here is as for any other call; `NoSuchUpload` and `PreconditionFailed` are a matter of what became of it.
 */
const meanings: Readonly<Record<string, readonly [type: ProblemType, detail: string]>> = {
  BadDigest: ["incomplete-upload", "S3 finds another checksum than was announced; abort, and send the file again"],
  EntityTooSmall: [
    "incomplete-upload",
    "a part that is not the last has less than the 5 MiB that S3 takes; send each part in the size of the plan",
  ],
  EntityTooLarge: ["incomplete-upload", "the parts together are more than S3 takes; abort, and send the file again"],
  InvalidPart: [
    "incomplete-upload",
    "a part was replaced while the upload was being completed; wait until all parts are sent, and ask again",
  ],
  InvalidPartOrder: ["incomplete-upload", "parts arrived out of order while the upload was being completed; ask again"],
  // `x-amz-mp-object-size` is not the size of the parts.
  InvalidRequest: ["incomplete-upload", "the parts are not as they were announced; abort, and send the file again"],
  ConditionalRequestConflict: ["conflict", "another request writes this key in this moment"],
  OperationAborted: ["conflict", "another request is at work on this upload in this moment"],
};

/** A refusal of S3's to join the parts, as the caller is told of it; any other error as it is. */
export const completionProblem = (error: unknown): unknown => {
  const meaning = error instanceof AwsError && Object.hasOwn(meanings, error.code) ? meanings[error.code] : undefined;
  if (meaning === undefined) return error;
  const [type, detail] = meaning;
  return new Problem(type, detail, { field: "id", ...(type === "conflict" ? { retryAfterSeconds: 1 } : {}) });
};
