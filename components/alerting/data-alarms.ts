import type { AlertScope, LogAlarm } from "./alarm-definition";
import { all, any, called, is, isNot, missing, pattern } from "./alarm-definition";

const inBucket = (bucket: string): string => is("requestParameters.bucketName", bucket);

const inBuckets = ({ buckets }: AlertScope): string => any(buckets.map(inBucket));

const succeeded = missing("errorCode");

/** That the caller's session is of none of these roles. Users, the root user and other accounts never are. */
const strangerTo = (roles: readonly string[]): string =>
  any([isNot("userIdentity.type", "AssumedRole"), all(roles.map((role) => isNot("userIdentity.arn", `*/${role}/*`)))]);

/**
 * The calls that return an object's content, and those that return names. CloudTrail writes `GetObject` for a version as
 * well, and `ListObjects` for both versions of that call. `HeadObject`, `HeadBucket` and `ListParts` return neither
 * (Amazon S3 User Guide, "Amazon S3 CloudTrail events").
 */
const contentCalls = ["GetObject", "GetObjectTorrent", "SelectObjectContent"];
// `ListObjects` and `ListObjectVersions`, in the room of one.
const listingCalls = ["ListObject*", "ListMultipartUploads"];
/** Their record is of the bucket that they write to; the source is in a header. */
const copyCalls = ["CopyObject", "UploadPartCopy"];

/** Alarms on what callers do with the files. */
export const dataAlarms = {
  "failed-uploads": {
    happened: "Several uploads failed or were refused.",
    matters: "Somebody tries to write where they may not, or files that should be there are not.",
    look: "failed-uploads-by-caller",
    threshold: 5,
    periodSeconds: 300,
    patterns: (scope) => [
      pattern(
        all([
          inBuckets(scope),
          called(["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"]),
          is("errorCode", "*"),
        ]),
      ),
    ],
  },
  deletions: {
    happened: "Many objects were deleted within a short time.",
    matters: "A mistaken sync or an attacker empties the store; versions still bring everything back.",
    look: "deletions",
    threshold: 20,
    periodSeconds: 300,
    patterns: (scope) => [
      pattern(
        all([
          inBuckets(scope),
          called(["DeleteObject", "DeleteObjects"]),
          missing("requestParameters.versionId"),
          succeeded,
        ]),
      ),
    ],
  },
  "version-deletions": {
    happened: "Versions were deleted for good, or objects by the batch.",
    matters: "What is deleted by version does not come back; only the standby vault still has it.",
    look: "deletions",
    threshold: 5,
    periodSeconds: 300,
    // A batch may hold a thousand versions, and its record does not say.
    patterns: (scope) => [
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
    ],
  },
  "unknown-reader": {
    happened: "A caller who is none of the stack's roles got the content of files, or a list of them.",
    matters: "Files left by a way that the roles do not know: another role's rights, or the root user.",
    look: "access-by-object",
    threshold: 1,
    periodSeconds: 300,
    // One pattern for each bucket and kind of call: the names of the known roles take most of a pattern's room.
    patterns: ({ buckets, readers, listers }) =>
      buckets.flatMap((bucket) => [
        pattern(all([inBucket(bucket), called(contentCalls), succeeded, strangerTo(readers)])),
        pattern(all([inBucket(bucket), called(listingCalls), succeeded, strangerTo([...readers, ...listers])])),
        pattern(
          all([
            any(["", "/"].map((slash) => is("requestParameters.x-amz-copy-source", `${slash}${bucket}/*`))),
            called(copyCalls),
            succeeded,
            strangerTo(readers),
          ]),
        ),
      ]),
  },
  "strangers-refused": {
    happened: "Many requests of callers from outside the account were refused.",
    matters:
      "Somebody who belongs to no account, or to another, tries the buckets. There is no notice of each request.",
    look: "access-from-new-addresses",
    threshold: 10,
    periodSeconds: 300,
    // CloudTrail gives a request without a signature the account ANONYMOUS_PRINCIPAL; AWS's services have none.
    patterns: (scope) => [
      pattern(all([inBuckets(scope), isNot("userIdentity.accountId", scope.account), is("errorCode", "*")])),
    ],
  },
} as const satisfies Record<string, LogAlarm>;
