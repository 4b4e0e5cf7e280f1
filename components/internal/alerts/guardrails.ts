import type { LogAlarm } from "./definition";
import { all, any, called, is, pattern } from "./pattern";

/** What keeps one bucket private, whole and recorded, as CloudTrail names the calls that change it. */
const bucketCalls = [
  "PutBucketPublicAccessBlock",
  "DeleteBucketPublicAccessBlock",
  "PutBucketEncryption",
  "DeleteBucketEncryption",
  "PutBucketVersioning",
  // The API's name and the permission's: CloudTrail's documents use both.
  "PutObjectLockConfiguration",
  "PutBucketObjectLockConfiguration",
  "PutBucketReplication",
  "DeleteBucketReplication",
  "PutBucketOwnershipControls",
  "PutObjectRetention",
];

const accountCalls = ["PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock", "PutEventSelectors"];

/** The alarm on what no role may remove. Attempts count, whether they were refused or not. */
export const guardrailAlarms = {
  "guardrail-touched": {
    happened:
      "Somebody changed, or tried to change, a guardrail: public access block, encryption, versioning, lock,".concat(
        " replication, what the trail records, or a lock's bypass.",
      ),
    matters: "The files may be public, unencrypted, unprotected or unrecorded from now on.",
    look: "activity-by-caller",
    threshold: 1,
    periodSeconds: 300,
    pattern: ({ stackPrefix }) =>
      pattern(
        any([
          all([
            is("requestParameters.bucketName", `${stackPrefix}*`),
            any([called(bucketCalls), is("requestParameters.x-amz-bypass-governance-retention", "true")]),
          ]),
          called(accountCalls),
        ]),
      ),
  },
} as const satisfies Record<string, LogAlarm>;
