import type { BucketView } from "../../buckets/bucket-view";
import { isOutside } from "../../buckets/external-buckets";
import { coverageOf } from "../../buckets/objects-covered";
import { holdFor, type Target, type Upload, uploadsToDeny } from "../../buckets/upload-encryption";
import { ownAccounts } from "../../framework/own-accounts";
import { bucketRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { denialsOfEveryone } from "../../iam/denials";

/** What a bucket may encrypt with. Of one outside of the program nothing is seen: any one algorithm will do. */
const targetsOf = ({ encryption, resource }: BucketView): readonly Target[] => {
  if (encryption !== undefined) return [encryption];
  // What a bucket says nothing about, S3 encrypts with its own keys.
  const byDefault = { algorithm: "AES256", namesKey: false, key: undefined };
  if (!isOutside(resource)) return [byDefault];
  const withKms = ["aws:kms", "aws:kms:dsse"].flatMap((algorithm) =>
    [true, false].map((namesKey) => ({ algorithm, namesKey, key: undefined })),
  );
  return [byDefault, ...withKms];
};

/** Whether a bucket's policy denies every upload that S3 would encrypt otherwise than a target says. */
const denies = (bucket: BucketView, target: Target, index: StackIndex): boolean => {
  const statements = bucket.policy?.statements ?? [];
  const own = { key: target.key, accounts: ownAccounts(bucket.resource, index) };
  const isDenied = (upload: Upload): boolean => {
    const denials = denialsOfEveryone(statements, (conditions) => holdFor(conditions, upload, own));
    return denials.length > 0 && coverageOf(denials, bucket, ["s3:PutObject"]).objects;
  };
  return uploadsToDeny(target).some((uploads) => uploads.every(isDenied));
};

export const rule = bucketRule(__filename, {
  what: "Every bucket's policy denies uploads that ask for another encryption, or another KMS key, than the bucket's",
  why: "a header of the client's overrides the bucket's default, and aws:kms takes any key that the client names, of another account too: its objects are then outside of your key",
  fix: "Deny s3:PutObject to everyone with StringNotEquals on the KMS key's ARN (s3:x-amz-server-side-encryption-aws-kms-key-id), with AES256 on s3:x-amz-server-side-encryption, in the aws.s3.BucketPolicy; Null s3:x-amz-server-side-encryption false spares uploads without headers",
  // FSBP S3.17 asks for KMS as the default, which this rule does not look at.
  controls: [],
  document: {
    title: "Amazon S3 User Guide, Using server-side encryption with AWS KMS keys (SSE-KMS)",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  },
  severity: "high",
  level: "mandatory",
  *check(bucket, { index }) {
    const { policy } = bucket;
    const denied = targetsOf(bucket).some((target) => denies(bucket, target, index));
    // AWS services that deliver logs send no header, and S3 encrypts them by the default; nobody else may write there.
    if (denied || bucket.isForLogs) return;
    if (policy === undefined) yield "has no policy that denies wrongly encrypted uploads";
    else yield { message: "does not deny wrongly encrypted uploads", at: policy.from };
  },
});
