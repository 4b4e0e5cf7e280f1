import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "Each setting of a bucket is made by one resource",
  why: "a bucket has one policy, one versioning, one encryption: of two resources for one of them the last one written wins, which may be another one at each deployment",
  fix: "Keep one resource for each setting, with all statements or rules in it",
  controls: [],
  document: {
    title: "Amazon S3 API Reference, PutBucketLifecycleConfiguration",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html",
  },
  severity: "high",
  level: "mandatory",
  *check(bucket) {
    for (const { setting, by } of bucket.contested) {
      const [, ...others] = by;
      for (const at of others)
        yield { message: `is one of ${by.length} resources that make the ${setting} of one bucket`, at };
    }
  },
});
