import { coverageOf } from "../../buckets/coverage";
import { isOutside } from "../../buckets/outside";
import { holdForOtherAlgorithms, holdForOtherKeys } from "../../buckets/upload-encryption";
import { bucketRule } from "../../framework/rule";
import { denialsOfEveryone } from "../../iam/denials";
import type { Condition } from "../../iam/document";

export const rule = bucketRule(__filename, {
  what: "Every bucket's policy denies uploads that ask for another encryption than the bucket's",
  why: "a header of the client's overrides the bucket's default: its objects are then outside of your key",
  fix: "Deny s3:PutObject to everyone with StringNotEquals s3:x-amz-server-side-encryption, or with the KMS key's id, in the aws.s3.BucketPolicy",
  // FSBP S3.17 asks for KMS as the default, which this rule does not look at.
  controls: [],
  severity: "high",
  level: "mandatory",
  *check(bucket) {
    const { policy } = bucket;
    // What a bucket says nothing about, S3 encrypts with its own keys.
    const algorithm = bucket.encryption?.algorithm ?? "AES256";
    // What a bucket outside of the program encrypts with is not seen from here: any one algorithm will do.
    const possible =
      bucket.encryption === undefined && isOutside(bucket.resource)
        ? ["AES256", "aws:kms", "aws:kms:dsse"]
        : [algorithm];
    const denies = possible.some((one) => {
      const right = (conditions: readonly Condition[]) =>
        holdForOtherAlgorithms(conditions, one) || holdForOtherKeys(conditions, bucket.encryption);
      const denials = denialsOfEveryone(policy?.statements ?? [], right);
      return coverageOf(denials, bucket, ["s3:PutObject"]).objects;
    });
    // AWS services that deliver logs send no header, and S3 encrypts them by the default; nobody else may write there.
    if (denies || bucket.isForLogs) return;
    if (policy === undefined) yield "has no policy that denies wrongly encrypted uploads";
    else yield { message: "does not deny wrongly encrypted uploads", at: policy.from };
  },
});
