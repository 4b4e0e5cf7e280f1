import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "No bucket is a website",
  why: "a website endpoint serves anyone, over plain HTTP only, and needs the bucket's objects to be public",
  fix: "Remove the website configuration; serve a private bucket through CloudFront with origin access control",
  controls: ["FSBP S3.2"],
  document: {
    title: "Amazon S3 User Guide, Hosting a static website using Amazon S3",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", "aws:s3/bucket:Bucket"],
  *check({ type, inputs }) {
    if (type !== "aws:s3/bucket:Bucket" || inputs.one("website", "websites") !== undefined)
      yield "makes the bucket a website";
  },
});
