import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

export const rule = resourceRule(__filename, {
  what: "SSE-KMS uses a bucket key",
  why: "without one every object is a request to KMS of its own, which is billed, and throttled for the whole account",
  fix: "Set bucketKeyEnabled to true in the rule with aws:kms",
  controls: [],
  severity: "low",
  level: "advisory",
  types: ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"],
  *check({ inputs }) {
    for (const rule of inputs.many("rules")) if (lacksKey(rule)) yield "encrypts with aws:kms and has no bucket key";
  },
  remediate: ({ inputs }) =>
    inputs
      .many("rules")
      .flatMap((rule, index) => (lacksKey(rule) ? [{ path: ["rules", index, "bucketKeyEnabled"], value: true }] : [])),
});

const lacksKey = (rule: Values): boolean =>
  rule.one("applyServerSideEncryptionByDefault")?.text("sseAlgorithm") === "aws:kms" &&
  rule.flag("bucketKeyEnabled") !== true;
