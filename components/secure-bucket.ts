import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "./internal/account";
import { bucketStatements, type DenyUnencrypted } from "./internal/bucket-statements";
import { checkRange } from "./internal/check";
import { defaults } from "./internal/defaults";
import { limits } from "./internal/limits";
import { bucketName, type Naming } from "./internal/names";
import { policyDocument, type Statement } from "./internal/policy-document";

export interface SecureBucketArgs {
  readonly naming: Naming;
  /** What the bucket holds: the last part of its name. */
  readonly purpose: string;
  /** ARN of the customer managed KMS key that encrypts every object. */
  readonly keyArn: pulumi.Input<string>;
  /** Whether uploads must carry the encryption headers. Default: `required`. */
  readonly denyUnencrypted?: DenyUnencrypted;
  /** Days until an upload that nobody completes is aborted, 1 to 365. Default: 7. */
  readonly abortIncompleteUploadDays?: number;
  /** Days that a replaced or deleted version is kept, 1 to 36,500. Default: 90. */
  readonly noncurrentDays?: number;
  /** Statements to add to the bucket's policy. */
  readonly extraStatements?: (bucketArn: pulumi.Output<string>) => readonly Statement[];
  /** Whether deleting the bucket deletes what is in it. Default: false. */
  readonly forceDestroy?: boolean;
}

/**
 * A private, versioned bucket: public access blocked, ACLs off, SSE-KMS with a bucket key, TLS only, uploads without
 * the right encryption denied, and old versions and unfinished uploads cleaned up. Protected by default: give
 * `{ protect: false }` to be able to delete it.
 */
export class SecureBucket extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly #bucket: aws.s3.Bucket;
  readonly #publicAccessBlock: aws.s3.BucketPublicAccessBlock;
  readonly #ownership: aws.s3.BucketOwnershipControls;
  readonly #versioning: aws.s3.BucketVersioning;
  readonly #encryption: aws.s3.BucketServerSideEncryptionConfiguration;
  readonly #policy: aws.s3.BucketPolicy;
  readonly #lifecycle: aws.s3.BucketLifecycleConfiguration;

  constructor(name: string, args: SecureBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:SecureBucket", name, {}, opts);
    const owner = { component: this, name };
    const { abortIncompleteUploadDays = defaults.bucket.abortIncompleteUploadDays } = args;
    const { noncurrentDays = defaults.bucket.noncurrentDays } = args;
    checkRange(owner, "abortIncompleteUploadDays", abortIncompleteUploadDays, limits.abortIncompleteUploadDays);
    checkRange(owner, "noncurrentDays", noncurrentDays, limits.noncurrentDays);
    const prefix = bucketName(owner, args.naming, args.purpose);

    this.#bucket = new aws.s3.Bucket(
      name,
      { bucket: pulumi.interpolate`${prefix}-${accountOf(this).id}`, forceDestroy: args.forceDestroy ?? false },
      { parent: this, protect: opts?.protect ?? true },
    );
    const bucket = this.#bucket.id;
    // S3 answers 409 OperationAborted to settings that come at once, so each waits for the one before.
    const after = (previous: pulumi.Resource) => ({ parent: this, dependsOn: [previous] });

    this.#publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
      name,
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      after(this.#bucket),
    );
    this.#ownership = new aws.s3.BucketOwnershipControls(
      name,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      after(this.#publicAccessBlock),
    );
    this.#versioning = new aws.s3.BucketVersioning(
      name,
      { bucket, versioningConfiguration: { status: "Enabled" } },
      after(this.#ownership),
    );
    this.#encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.keyArn },
            bucketKeyEnabled: true,
          },
        ],
      },
      after(this.#versioning),
    );
    const statements = bucketStatements(this.#bucket.arn, args.keyArn, args.denyUnencrypted ?? "required");
    const extra = args.extraStatements?.(this.#bucket.arn) ?? [];
    this.#policy = new aws.s3.BucketPolicy(
      name,
      { bucket, policy: policyDocument([...statements, ...extra]) },
      after(this.#encryption),
    );
    this.#lifecycle = new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        bucket,
        transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
        rules: [
          {
            id: "abort-incomplete-uploads",
            status: "Enabled",
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: abortIncompleteUploadDays },
          },
          {
            id: "expire-noncurrent-versions",
            status: "Enabled",
            filter: { prefix: "" },
            noncurrentVersionExpiration: { noncurrentDays },
          },
        ],
      },
      after(this.#policy),
    );

    this.name = this.#bucket.bucket;
    this.arn = this.#bucket.arn;
    this.registerOutputs({ name: this.name, arn: this.arn });
  }

  /** The raw resources, for what the component does not offer. */
  get nodes() {
    return {
      bucket: this.#bucket,
      publicAccessBlock: this.#publicAccessBlock,
      ownership: this.#ownership,
      versioning: this.#versioning,
      encryption: this.#encryption,
      policy: this.#policy,
      lifecycle: this.#lifecycle,
    };
  }
}
