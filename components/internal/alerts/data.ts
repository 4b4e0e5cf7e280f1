import type { AlertScope, LogAlarm } from "./definition";
import { all, any, called, is, isNot, missing, pattern } from "./pattern";

const inBuckets = ({ buckets }: AlertScope): string =>
  any(buckets.map((bucket) => is("requestParameters.bucketName", bucket)));

const succeeded = missing("errorCode");

/** Alarms on what callers do with the files. */
export const dataAlarms = {
  "failed-uploads": {
    happened: "Several uploads failed or were refused.",
    matters: "Somebody tries to write where they may not, or files that should be there are not.",
    look: "failed-uploads-by-caller",
    threshold: 5,
    periodSeconds: 300,
    pattern: (scope) =>
      pattern(
        all([
          inBuckets(scope),
          called(["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"]),
          is("errorCode", "*"),
        ]),
      ),
  },
  deletions: {
    happened: "Many objects were deleted within a short time.",
    matters: "A mistaken sync or an attacker empties the store; versions still bring everything back.",
    look: "deletions",
    threshold: 20,
    periodSeconds: 300,
    pattern: (scope) =>
      pattern(
        all([
          inBuckets(scope),
          called(["DeleteObject", "DeleteObjects"]),
          missing("requestParameters.versionId"),
          succeeded,
        ]),
      ),
  },
  "version-deletions": {
    happened: "Versions were deleted for good, or objects by the batch.",
    matters: "What is deleted by version does not come back; only the standby vault still has it.",
    look: "deletions",
    threshold: 5,
    periodSeconds: 300,
    // A batch may hold a thousand versions, and its record does not say.
    pattern: (scope) =>
      pattern(
        all([
          inBuckets(scope),
          any([
            all([is("eventName", "DeleteObject"), is("requestParameters.versionId", "*")]),
            is("eventName", "DeleteObjects"),
          ]),
          succeeded,
        ]),
      ),
  },
  "unknown-reader": {
    happened: "Somebody who is none of the stack's roles read or listed files.",
    matters: "Files left by a way that the roles do not know: another role's rights, or the root user.",
    look: "access-by-object",
    threshold: 1,
    periodSeconds: 300,
    pattern: (scope) =>
      pattern(
        all([
          inBuckets(scope),
          "($.managementEvent IS FALSE)",
          "($.readOnly IS TRUE)",
          succeeded,
          any([
            isNot("userIdentity.type", "AssumedRole"),
            all(scope.readers.map((role) => isNot("userIdentity.arn", `*/${role}/*`))),
          ]),
        ]),
      ),
  },
} as const satisfies Record<string, LogAlarm>;
