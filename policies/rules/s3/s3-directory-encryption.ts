import { isAlias, isOwnKey } from "../../framework/own-key";
import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";

const directoryType = "aws:s3/directoryBucket:DirectoryBucket";
const encryptionType = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

/** What is wrong with a directory bucket's encryption, and nothing if it names one key by its id or ARN. */
const problemOf = (encryption: PackResource): string | undefined => {
  const byDefault = encryption.inputs.one("rules")?.one("applyServerSideEncryptionByDefault");
  if (byDefault?.text("sseAlgorithm") !== "aws:kms") return "does not encrypt with a key of its own";
  if (!byDefault.isKnown("kmsMasterKeyId") && (encryption.sources.rules ?? []).length > 0) return undefined;
  const key = byDefault.text("kmsMasterKeyId");
  if (!isOwnKey(key)) return "names no key of its own, and AWS's key is not for directory buckets";
  return isAlias(key ?? "") ? "names its key by an alias, which a directory bucket refuses" : undefined;
};

export const rule = stackRule(__filename, {
  what: "Every directory bucket encrypts with a customer managed key",
  why: "a directory bucket keeps one key for its whole life and takes no other key from an upload: left to S3's own, it has to be copied to change that",
  fix: "Add an aws.s3.BucketServerSideEncryptionConfiguration for it with aws:kms and the ARN of your key",
  controls: [],
  document: {
    title: "Amazon S3 User Guide, Using server-side encryption with AWS KMS keys (SSE-KMS) in directory buckets",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-UsingKMSEncryption.html",
  },
  severity: "medium",
  level: "mandatory",
  types: [directoryType],
  *check(bucket, { index }) {
    const settings = index.pointingTo(bucket, encryptionType, "bucket");
    const name = bucket.inputs.isKnown("bucket") ? bucket.inputs.text("bucket") : undefined;
    const byName = index
      .ofType(encryptionType)
      .filter(({ inputs }) => name !== undefined && inputs.isKnown("bucket") && inputs.text("bucket") === name);
    const all = [...new Set([...settings, ...byName])];
    if (all.length === 0) yield "leaves its encryption to S3's own keys";
    for (const encryption of all) {
      const wrong = problemOf(encryption);
      if (wrong !== undefined) yield { message: wrong, at: encryption };
    }
  },
});
