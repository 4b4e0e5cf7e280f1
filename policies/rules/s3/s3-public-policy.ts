import { resourceRule } from "../../framework/rule";
import { everyoneIn } from "../../iam/everyone";

export const rule = resourceRule(__filename, {
  what: "No bucket policy admits everyone",
  why: "a principal of * without a condition that leaves only named callers is the whole internet",
  fix: "Name the principals, or add a condition with fixed values, such as StringEquals aws:PrincipalOrgID",
  controls: ["FSBP S3.2", "FSBP S3.3", "FSBP S3.6"],
  document: {
    title: "Amazon S3 User Guide, Blocking public access to your Amazon S3 storage",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  },
  severity: "critical",
  level: "mandatory",
  types: [
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucket:Bucket",
    "aws:s3/accessPoint:AccessPoint",
    "aws:s3control/accessPointPolicy:AccessPointPolicy",
  ],
  check: everyoneIn,
});
