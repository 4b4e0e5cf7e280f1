import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "Every bucket has a public access block of its own",
  why: "without one, a single public ACL or policy, made later by anyone who may, opens the bucket to the internet",
  fix: "Add an aws.s3.BucketPublicAccessBlock for the bucket with all four settings true",
  controls: ["FSBP S3.8", "CIS 3.0.0 2.1.4"],
  severity: "critical",
  level: "mandatory",
  *check(bucket) {
    if (bucket.publicAccessBlock === undefined) yield "has no public access block";
  },
});
