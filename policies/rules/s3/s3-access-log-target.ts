import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "S3 can deliver access logs to the buckets that are to receive them",
  why: "S3 drops access logs without a word where it cannot deliver them, and loops where a bucket logs to itself",
  fix: "Encrypt the log bucket with AES256, give it no default retention, and let it log nowhere",
  controls: ["FSBP S3.9"],
  document: {
    title: "Amazon S3 User Guide, Enabling Amazon S3 server access logging",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
  },
  severity: "medium",
  level: "mandatory",
  *check(bucket) {
    const { logging } = bucket;
    if (logging?.target?.urn === bucket.resource.urn)
      yield { message: "writes access logs to itself", at: logging.from };
    const { lock, encryption } = bucket;
    const locked = lock?.mode !== undefined;
    const withKms = encryption?.algorithm?.startsWith("aws:kms");
    // Asked last: whether it receives logs may not be known, and then only matters if it could not.
    if (!(locked || withKms) || !bucket.receivesAccessLogs) return;
    if (locked)
      yield {
        message: "receives access logs, and has a default retention, into which S3 delivers none",
        at: lock.from,
      };
    if (withKms && encryption !== undefined)
      yield {
        message: "receives access logs, and is encrypted with KMS, into which S3 delivers none",
        at: encryption.from,
      };
  },
});
