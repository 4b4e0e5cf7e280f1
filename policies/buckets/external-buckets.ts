import { type PackResource, packResource } from "../framework/resource";

/** The resources that make one setting of a bucket each. */
export const settingTypes = {
  acl: "bucketAcl:BucketAcl",
  cors: "bucketCorsConfiguration:BucketCorsConfiguration",
  encryption: "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  lifecycle: "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  lock: "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  logging: "bucketLogging:BucketLogging",
  ownership: "bucketOwnershipControls:BucketOwnershipControls",
  policy: "bucketPolicy:BucketPolicy",
  publicAccessBlock: "bucketPublicAccessBlock:BucketPublicAccessBlock",
  replication: "bucketReplicationConfig:BucketReplicationConfig",
  versioning: "bucketVersioning:BucketVersioning",
  website: "bucketWebsiteConfiguration:BucketWebsiteConfiguration",
} as const;

const types = new Set<string>(Object.values(settingTypes).map((type) => `aws:s3/${type}`));
const bucketType = "aws:s3/bucket:Bucket";
const prefix = "outside of the program:";

/** Whether a bucket is only named by settings of the program. */
export const isOutside = ({ urn }: PackResource): boolean => urn.startsWith(prefix);

/** A name of a general purpose bucket. Directory buckets end in `--x-s3`, and have other settings and actions. */
const isBucketName = (name: string): boolean => /^[a-z0-9][a-z0-9._-]+$/i.test(name) && !name.endsWith("--x-s3");

/**
 * The buckets outside of the program for which it makes settings. They are external: what the program sets is judged, and
 * what it does not set belongs to whoever made the bucket.
 */
export const bucketsOutside = (
  resources: readonly PackResource[],
  isInside: (name: string) => boolean,
): readonly PackResource[] => {
  const outside = new Map<string, PackResource>();
  for (const { type, inputs, place, external } of resources) {
    if (external || !types.has(type) || !inputs.isKnown("bucket")) continue;
    const name = inputs.text("bucket") ?? "";
    if (!isBucketName(name) || isInside(name) || outside.has(name)) continue;
    const bucket = packResource({
      urn: `${prefix}${name}`,
      token: bucketType,
      name,
      external: true,
      inputs: { bucket: name },
    });
    outside.set(name, { ...bucket, place });
  }
  return [...outside.values()];
};
