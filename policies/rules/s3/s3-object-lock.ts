import type { BucketView } from "../../buckets/bucket-view";
import { bucketRule } from "../../framework/rule";

const reasonToLock = (bucket: BucketView, tag: string): string | undefined => {
  if (bucket.tag(tag) === "true") return `is tagged ${tag}`;
  if (bucket.isReplica) return "is the second copy of a bucket";
  return bucket.receivesTrail ? "receives an audit trail" : undefined;
};

export const rule = bucketRule(__filename, {
  what: "What must not be changed is locked: audit trails, second copies and buckets that say so",
  why: "who can delete a file can delete the record of it and its backup too, unless a lock keeps both",
  fix: "Set objectLockEnabled on the bucket, and a defaultRetention in an aws.s3.BucketObjectLockConfiguration",
  controls: ["FSBP S3.15"],
  document: {
    title: "Amazon S3 User Guide, Locking objects with Object Lock",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
  },
  severity: "high",
  level: "mandatory",
  parameters: {
    tag: {
      type: "string",
      default: "locked",
      description: "The tag that, set to true, says that a bucket is to be locked",
    },
    days: { type: "integer", default: 1, minimum: 1, description: "Days of retention, at least" },
  },
  *check(bucket, { parameters: { tag, days } }) {
    const { lock } = bucket;
    if (lock?.mode !== undefined && lock.days >= days) return;
    // Asked last, for why a bucket is to be locked may not be known yet.
    const reason = reasonToLock(bucket, tag);
    if (reason === undefined) return;
    if (lock?.mode === undefined) yield { message: `${reason}, and is not locked`, at: lock?.from ?? bucket.resource };
    else yield { message: `${reason}, and is locked for ${lock.days} days, less than ${days}`, at: lock.from };
  },
});
