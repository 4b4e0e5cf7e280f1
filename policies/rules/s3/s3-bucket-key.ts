import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

const lacksKey = (rule: Values): boolean =>
  rule.one("applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults")?.text("sseAlgorithm") ===
    "aws:kms" && rule.flag("bucketKeyEnabled") !== true;

/** The rules of a side resource, or of an inline block in either of its shapes. */
const rulesOf = (inputs: Values): readonly Values[] => {
  const inline = inputs.one("serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations");
  return (inline ?? inputs).many("rules", "rule");
};

export const rule = resourceRule(__filename, {
  what: "SSE-KMS uses a bucket key",
  why: "without one every object is a request to KMS of its own, which is billed, and throttled for the whole account",
  fix: "Set bucketKeyEnabled to true in the rule with aws:kms",
  controls: [],
  document: {
    title: "Amazon S3 User Guide, Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
  },
  severity: "low",
  level: "advisory",
  types: [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucket:Bucket",
  ],
  *check({ inputs }) {
    for (const rule of rulesOf(inputs)) if (lacksKey(rule)) yield "encrypts with aws:kms and has no bucket key";
  },
  remediate({ type, inputs }) {
    if (type === "aws:s3/bucket:Bucket") {
      const inline = inputs.at("serverSideEncryptionConfiguration").one("rule");
      return inline !== undefined && lacksKey(inline)
        ? [{ path: ["serverSideEncryptionConfiguration", "rule", "bucketKeyEnabled"], value: true }]
        : [];
    }
    return inputs
      .many("rules")
      .flatMap((rule, index) => (lacksKey(rule) ? [{ path: ["rules", index, "bucketKeyEnabled"], value: true }] : []));
  },
});
