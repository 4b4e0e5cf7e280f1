import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "Every bucket keeps old versions",
  why: "without versions, one wrong command or one stolen session overwrites or deletes files for good",
  fix: "Add an aws.s3.BucketVersioning for the bucket with the status Enabled",
  controls: ["FSBP S3.14"],
  document: {
    title: "Amazon S3 User Guide, Retaining multiple versions of objects with S3 Versioning",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
  },
  severity: "high",
  level: "mandatory",
  *check(bucket) {
    const { versioning } = bucket;
    if (versioning === undefined) yield "has no versioning";
    else if (versioning.status !== "Enabled")
      yield { message: `has versioning set to ${versioning.status ?? "nothing"}`, at: versioning.from };
  },
});
