import { isAlias } from "../../framework/own-key";
import type { PackResource } from "../../framework/resource";
import { bucketRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import type { Values } from "../../framework/values";

const keyType = "aws:kms/key:Key";
const aliasType = "aws:kms/alias:Alias";

/** The default encryption of a side resource, or of an inline block in either of its shapes. */
const byDefaultOf = ({ inputs }: PackResource): Values | undefined => {
  const inline = inputs.one("serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations");
  return (inline ?? inputs)
    .one("rules", "rule")
    ?.one("applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults");
};

/** The property of a side resource, or of a bucket, in which the key is named. */
const holders = ["rules", "serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"];

const sourcesOf = (from: PackResource, index: StackIndex, type: string): readonly PackResource[] =>
  holders.flatMap((property) => index.from(from, property, type).targets);

export const rule = bucketRule(__filename, {
  what: "A bucket's key is named by its ARN, and is of the bucket's region",
  why: "S3 resolves an alias in the account of whoever uploads, so objects may be encrypted with a key of another account; with a key of another region every upload fails",
  fix: "Give kmsMasterKeyId the ARN of a key (aws.kms.Key) of the bucket's region",
  controls: [],
  document: {
    title: "Amazon S3 User Guide, Setting default server-side encryption behavior for Amazon S3 buckets",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
  },
  severity: "high",
  level: "mandatory",
  *check(bucket, { index }) {
    const { encryption } = bucket;
    if (encryption === undefined || !encryption.namesKey || !encryption.algorithm?.startsWith("aws:kms")) return;
    const { from } = encryption;
    const [alias] = sourcesOf(from, index, aliasType);
    const byDefault = byDefaultOf(from);
    const known = byDefault?.isKnown("kmsMasterKeyId") === true;
    const key = known ? (byDefault?.text("kmsMasterKeyId") ?? "") : "";
    if ((!known && alias !== undefined) || isAlias(key))
      yield { message: `names its key by the alias ${known ? key : alias?.name}`, at: from };
    const [made] = sourcesOf(from, index, keyType);
    // A key's ARN tells its region; of a key that is to be made, the resource does.
    const written = /^arn:[^:]*:kms:([^:]+):/.exec(key)?.[1];
    if (written === undefined && known) return;
    const region =
      written ?? made?.place.text("region") ?? (alias === undefined ? byDefault?.text("kmsMasterKeyId") : undefined);
    const own = bucket.resource.place.text("region");
    if (region !== undefined && own !== undefined && region !== own)
      yield { message: `has a key of ${region}, and is in ${own}`, at: from };
  },
});
