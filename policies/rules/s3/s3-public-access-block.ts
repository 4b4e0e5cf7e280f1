import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "Every bucket has a public access block of its own",
  why: "without one, a single public ACL or policy, made later by anyone who may, opens the bucket to the internet",
  fix: "Add an aws.s3.BucketPublicAccessBlock for the bucket with all four settings true",
  controls: ["FSBP S3.8", "CIS 3.0.0 2.1.4"],
  document: {
    title: "Amazon S3 User Guide, Blocking public access to your Amazon S3 storage",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  },
  severity: "critical",
  level: "mandatory",
  *check(bucket) {
    if (bucket.publicAccessBlock === undefined) yield "has no public access block";
  },
});
