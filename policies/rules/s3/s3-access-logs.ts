import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "Every bucket writes access logs, but for the buckets that receive them",
  why: "without them nobody can say afterwards who fetched a file, from where, and who was refused",
  fix: "Add an aws.s3.BucketLogging whose targetBucket is a log bucket of the same region",
  controls: ["FSBP S3.9", "CIS 3.0.0 3.4"],
  document: {
    title: "Amazon S3 User Guide, Logging requests with server access logging",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
  },
  severity: "medium",
  level: "advisory",
  *check(bucket) {
    // A log bucket that logged its own deliveries would never come to rest.
    if (bucket.logging === undefined && !bucket.isForLogs && !bucket.isForAccessLogs) yield "writes no access logs";
  },
});
