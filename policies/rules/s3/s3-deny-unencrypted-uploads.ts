import { coverageOf } from "../../buckets/coverage";
import { isOutside } from "../../buckets/outside";
import { bucketRule } from "../../framework/rule";
import { areAll, denialsOfEveryone } from "../../iam/denials";
import type { Condition } from "../../iam/document";

const algorithmKey = "s3:x-amz-server-side-encryption";

/**
 * Whether conditions hold for every upload that asks for another algorithm. A further condition may only spare uploads
 * that ask for none (`Null: false`), which the bucket's default encrypts.
 */
const holdForOthersThan = (conditions: readonly Condition[], algorithm: string): boolean => {
  const [wrong, ...others] = [...conditions].sort((a, b) => b.operator.localeCompare(a.operator));
  return (
    wrong?.operator === "stringnotequals" &&
    wrong.key === algorithmKey &&
    wrong.qualifier === undefined &&
    wrong.values.length > 0 &&
    wrong.values.every((value) => value === algorithm) &&
    others.every(({ operator, key, values }) => operator === "null" && key === algorithmKey && areAll(values, "false"))
  );
};

export const rule = bucketRule(__filename, {
  what: "Every bucket's policy denies uploads that ask for another encryption than the bucket's",
  why: "a header of the client's overrides the bucket's default: its objects are then outside of your key",
  fix: "Deny s3:PutObject to everyone with StringNotEquals s3:x-amz-server-side-encryption in the aws.s3.BucketPolicy",
  controls: ["FSBP S3.17"],
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
      const right = (conditions: readonly Condition[]) => holdForOthersThan(conditions, one);
      const denials = denialsOfEveryone(policy?.statements ?? [], right);
      return coverageOf(denials, bucket, ["s3:PutObject"]).objects;
    });
    // AWS services that deliver logs send no header, and S3 encrypts them by the default; nobody else may write there.
    if (denies || bucket.isForLogs) return;
    if (policy === undefined) yield "has no policy that denies wrongly encrypted uploads";
    else yield { message: "does not deny wrongly encrypted uploads", at: policy.from };
  },
});
