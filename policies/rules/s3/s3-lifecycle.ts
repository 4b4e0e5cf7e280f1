import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "Every bucket deletes old versions after a while",
  why: "a versioned bucket keeps, and bills, every version of every file until a rule says otherwise",
  fix: "Add an aws.s3.BucketLifecycleConfiguration with noncurrentVersionExpiration in a rule for the whole bucket",
  controls: ["FSBP S3.10", "FSBP S3.13"],
  document: {
    title: "Amazon S3 User Guide, Managing the lifecycle of objects",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
  },
  severity: "medium",
  level: "advisory",
  *check(bucket) {
    const { lifecycle } = bucket;
    if (lifecycle === undefined) {
      yield "has no lifecycle rules";
      return;
    }
    const enabled = lifecycle.rules.filter((rule) => rule.enabled);
    if (enabled.length === 0) yield { message: "has no lifecycle rule that is enabled", at: lifecycle.from };
    else if (!enabled.some(({ everything, noncurrentDays }) => everything && noncurrentDays !== undefined))
      yield { message: "keeps replaced versions for ever", at: lifecycle.from };
  },
});
