import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../internal/account";
import { policyDocument, type Statement } from "../internal/policy-document";
import { unprotected } from "../internal/protection";
import type { BucketEncryption, Cors, IntelligentTiering, ObjectLock, ReplicationTarget } from "./args";
import type { LifecycleRule } from "./lifecycle/rules";
import { toLifecycleArgs, transitionDefaultMinimumObjectSize } from "./lifecycle/rules";
import { replicate } from "./replication";

export interface BucketSettings {
  readonly bucket: aws.s3.Bucket;
  readonly purpose: string;
  readonly region: string;
  readonly account: Account;
  readonly encryption: BucketEncryption;
  readonly statements: readonly Statement[];
  readonly rules: readonly LifecycleRule[];
  readonly objectLock: ObjectLock | undefined;
  /** Where access logs go, and what must exist for S3 to deliver them there. */
  readonly accessLogs:
    | { readonly bucket: pulumi.Input<string>; readonly ready: readonly pulumi.Resource[] }
    | undefined;
  readonly cors: Cors | undefined;
  readonly intelligentTiering: IntelligentTiering | undefined;
  readonly replication: { readonly target: ReplicationTarget; readonly roleName: string } | undefined;
}

const encryptionRule = (encryption: BucketEncryption) =>
  encryption.kind === "kms"
    ? {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryption.keyArn },
        bucketKeyEnabled: encryption.bucketKey ?? true,
      }
    : { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };

const tierings = ({ archiveDays, deepArchiveDays }: IntelligentTiering) => [
  ...(archiveDays === undefined ? [] : [{ accessTier: "ARCHIVE_ACCESS", days: archiveDays }]),
  ...(deepArchiveDays === undefined ? [] : [{ accessTier: "DEEP_ARCHIVE_ACCESS", days: deepArchiveDays }]),
];

/**
 * A bucket's settings, each a resource of its own that waits for the one before: S3 answers 409 OperationAborted to
 * settings that come at once. The policy comes after the public access block, replication after both versionings, the
 * lifecycle after replication. Protected with the bucket is what guards the objects: who reaches them, that they are
 * encrypted, kept in versions, locked, copied and recorded.
 */
export const makeSettings = (name: string, parent: pulumi.ComponentResource, settings: BucketSettings) => {
  const { encryption, objectLock, accessLogs, cors, intelligentTiering, replication } = settings;
  const bucket = settings.bucket.id;
  let last: pulumi.Resource = settings.bucket;
  const inTurn = <R extends pulumi.Resource>(make: (options: pulumi.CustomResourceOptions) => R): R => {
    const made = make({ parent, dependsOn: [last] });
    last = made;
    return made;
  };
  const ifGiven = <T, R>(given: T | undefined, make: (given: T) => R): R | undefined =>
    given === undefined ? undefined : make(given);

  const publicAccessBlock = inTurn(
    (options) =>
      new aws.s3.BucketPublicAccessBlock(
        name,
        { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        options,
      ),
  );
  const ownership = inTurn(
    (options) =>
      new aws.s3.BucketOwnershipControls(name, { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }, options),
  );
  const versioning = inTurn(
    (options) => new aws.s3.BucketVersioning(name, { bucket, versioningConfiguration: { status: "Enabled" } }, options),
  );
  const defaultEncryption = inTurn(
    (options) =>
      new aws.s3.BucketServerSideEncryptionConfiguration(
        name,
        { bucket, rules: [encryptionRule(encryption)] },
        options,
      ),
  );
  const policy = inTurn(
    (options) =>
      new aws.s3.BucketPolicy(name, { bucket, policy: policyDocument("bucket", name, settings.statements) }, options),
  );
  const lock = ifGiven(objectLock, ({ mode, days }) =>
    inTurn(
      (options) =>
        new aws.s3.BucketObjectLockConfiguration(
          name,
          { bucket, rule: { defaultRetention: { mode: mode.toUpperCase(), days } } },
          options,
        ),
    ),
  );
  const logging = ifGiven(accessLogs, (logs) =>
    inTurn(
      (options) =>
        new aws.s3.BucketLogging(
          name,
          { bucket, targetBucket: logs.bucket, targetPrefix: `${settings.purpose}/` },
          pulumi.mergeOptions(options, { dependsOn: [...logs.ready] }),
        ),
    ),
  );
  const corsRules = ifGiven(cors, ({ origins, methods = ["GET", "PUT"], headers = ["*"], maxAgeSeconds = 3600 }) =>
    inTurn(
      (options) =>
        new aws.s3.BucketCorsConfiguration(
          name,
          {
            bucket,
            corsRules: [
              {
                allowedOrigins: [...origins],
                allowedMethods: [...methods],
                allowedHeaders: [...headers],
                // A browser's client needs them to verify what it sent and fetched.
                exposeHeaders: ["ETag", "x-amz-version-id"],
                maxAgeSeconds,
              },
            ],
          },
          { ...options, ...unprotected },
        ),
    ),
  );
  const tiering = ifGiven(intelligentTiering, (given) =>
    inTurn(
      (options) =>
        new aws.s3.BucketIntelligentTieringConfiguration(
          name,
          {
            bucket,
            name: "archive",
            tierings: tierings(given),
            ...(given.prefix === undefined ? {} : { filter: { prefix: given.prefix } }),
          },
          { ...options, ...unprotected },
        ),
    ),
  );
  const replicas = ifGiven(replication, ({ target, roleName }) => {
    const made = replicate(
      name,
      { target, roleName, region: settings.region, account: settings.account, source: settings.bucket, encryption },
      { parent, dependsOn: [last] },
    );
    last = made.configuration;
    return made;
  });
  const notification = inTurn(
    (options) =>
      new aws.s3.BucketNotification(
        name,
        {
          bucket,
          eventbridge: true,
          ...(replicas
            ? { topics: [{ topicArn: replicas.failures.arn, events: ["s3:Replication:OperationFailedReplication"] }] }
            : {}),
        },
        pulumi.mergeOptions({ ...options, ...unprotected }, { dependsOn: replicas ? [replicas.failuresPolicy] : [] }),
      ),
  );
  const lifecycle = inTurn(
    (options) =>
      new aws.s3.BucketLifecycleConfiguration(
        name,
        { bucket, transitionDefaultMinimumObjectSize, rules: toLifecycleArgs(settings.rules) },
        { ...options, ...unprotected },
      ),
  );
  return {
    publicAccessBlock,
    ownership,
    versioning,
    encryption: defaultEncryption,
    policy,
    lock,
    logging,
    cors: corsRules,
    tiering,
    replication: replicas,
    notification,
    lifecycle,
  };
};
