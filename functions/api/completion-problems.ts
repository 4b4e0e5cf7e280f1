import { AwsError } from "../aws/errors";
import { Problem, type ProblemType } from "./problem";

/**
 * What S3's refusals of CompleteMultipartUpload mean to the caller (Amazon S3 API Reference, "CompleteMultipartUpload",
 * section "Errors", and "Error responses"). They are about what was sent, and so no failure of this system. What is not
 * listed here is as for any other call; `NoSuchUpload` and `PreconditionFailed` are a matter of what became of it.
 */
const meanings: Readonly<Record<string, readonly [type: ProblemType, detail: string]>> = {
  BadDigest: [
    "incomplete-upload",
    "the checksum that S3 computed differs from the announced one; abort, and send the file again",
  ],
  EntityTooSmall: [
    "incomplete-upload",
    "a part other than the last is smaller than 5 MiB, S3's minimum; send each part with the size in the plan",
  ],
  EntityTooLarge: [
    "incomplete-upload",
    "the parts together exceed S3's maximum object size; abort, and send the file again",
  ],
  InvalidPart: [
    "incomplete-upload",
    "a part was replaced while the upload was being completed; wait until all parts are sent, then retry",
  ],
  InvalidPartOrder: ["incomplete-upload", "parts arrived out of order while the upload was being completed; retry"],
  // `x-amz-mp-object-size` is not the size of the parts.
  InvalidRequest: ["incomplete-upload", "the parts differ from what was announced; abort, and send the file again"],
  ConditionalRequestConflict: ["conflict", "another request is writing this key"],
  OperationAborted: ["conflict", "another request is changing this upload"],
};

/** A refusal of S3's to join the parts, as the caller is told of it; any other error as it is. */
export const completionProblem = (error: unknown): unknown => {
  const meaning = error instanceof AwsError && Object.hasOwn(meanings, error.code) ? meanings[error.code] : undefined;
  if (meaning === undefined) return error;
  const [type, detail] = meaning;
  return new Problem(type, detail, { field: "id", ...(type === "conflict" ? { retryAfterSeconds: 1 } : {}) });
};
