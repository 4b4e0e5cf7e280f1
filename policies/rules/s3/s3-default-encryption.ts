import { bucketRule } from "../../framework/rule";

const algorithms = ["AES256", "aws:kms", "aws:kms:dsse"];

export const rule = bucketRule(__filename, {
  what: "Every bucket says how it encrypts what comes without an encryption header",
  why: "what the program does not say, nobody reviews: S3 then encrypts with a key of its own (AES256), as it does by default since 2023, and that satisfies no control that asks for KMS, such as FSBP S3.17; with requireKey this rule answers that one too",
  fix: "Add an aws.s3.BucketServerSideEncryptionConfiguration with aws:kms and your key, or with AES256 for logs",
  // AES256 satisfies these, and no control on KMS (AWS Security Hub User Guide, "S3.4", "S3.17").
  controls: ["CIS 1.4.0 2.1.1"],
  document: {
    title: "Amazon S3 User Guide, Default encryption FAQ",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html",
  },
  severity: "critical",
  level: "mandatory",
  parameters: {
    requireKey: {
      type: "boolean",
      default: false,
      description:
        "Whether every bucket must name a customer managed key, as FSBP S3.17 asks for KMS; those with access logs cannot",
    },
  },
  *check(bucket, { parameters }) {
    const { encryption } = bucket;
    if (encryption === undefined) yield "has no default encryption";
    else if (encryption.algorithm === undefined || !algorithms.includes(encryption.algorithm))
      yield { message: `encrypts with '${encryption.algorithm ?? ""}', which is no algorithm`, at: encryption.from };
    else if (parameters.requireKey && !encryption.namesKey && !(bucket.receivesAccessLogs && bucket.isForLogs))
      yield { message: "names no customer managed key", at: encryption.from };
  },
});
