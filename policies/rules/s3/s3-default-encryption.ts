import { bucketRule } from "../../framework/rule";

const algorithms = ["AES256", "aws:kms", "aws:kms:dsse"];

export const rule = bucketRule(__filename, {
  what: "Every bucket says how it encrypts what comes without an encryption header",
  why: "what the program does not say, nobody reviews: S3 then takes a key that is not the team's",
  fix: "Add an aws.s3.BucketServerSideEncryptionConfiguration with aws:kms and your key, or with AES256 for logs",
  controls: ["FSBP S3.17", "CIS 1.4.0 2.1.1"],
  severity: "critical",
  level: "mandatory",
  parameters: {
    requireKey: {
      type: "boolean",
      default: false,
      description: "Whether every bucket must name a customer managed key; those with access logs cannot",
    },
  },
  *check(bucket, { parameters }) {
    const { encryption } = bucket;
    if (encryption === undefined) yield "has no default encryption";
    else if (encryption.algorithm === undefined || !algorithms.includes(encryption.algorithm))
      yield { message: `encrypts with '${encryption.algorithm ?? ""}', which is no algorithm`, at: encryption.from };
    else if (parameters.requireKey && !encryption.namesKey && !bucket.receivesAccessLogs)
      yield { message: "names no customer managed key", at: encryption.from };
  },
});
