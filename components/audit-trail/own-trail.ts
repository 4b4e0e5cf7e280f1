import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EncryptionKey } from "../encryption-key";
import type { Account } from "../internal/account";
import { check, checkRange, type Owner } from "../internal/argument-errors";
import { defaults } from "../internal/defaults";
import { limits, logRetentions } from "../internal/limits";
import { bucketArn, longestWith, resourceName } from "../internal/names";
import type { Naming } from "../internal/naming";
import { policyDocument, serviceTrust } from "../internal/policy-document";
import { SecureBucket } from "../secure-bucket";
import type { AuditTrailArgs, OwnTrail } from "./args";
import { eventSelectors } from "./event-selectors";
import { deliveryStatements, logBucketStatements } from "./policy-statements";

/** The periods of a year and more for which CloudWatch keeps logs. */
const retentions: readonly number[] = logRetentions.filter((days) => days >= 365);

const deliverySuffix = "-delivery";

export interface OwnTrailContext {
  readonly owner: Owner;
  readonly naming: Naming;
  /** The last part of the names of trail, key and bucket. */
  readonly purpose: string;
  readonly account: Account;
  readonly auditorArn: pulumi.Input<string>;
  readonly transform: AuditTrailArgs["transform"];
}

/** Refuses what CloudWatch or S3 would refuse, or what would keep records for less than a year. */
export const checkOwnTrail = (owner: Owner, args: OwnTrail): void => {
  const { keepDays = defaults.trail.keepDays, logRetentionDays = defaults.trail.logRetentionDays } = args;
  checkRange(owner, "keepDays", keepDays, limits.trailDays);
  const known = `one of ${retentions.join(", ")}`;
  check(owner, retentions.includes(logRetentionDays), "logRetentionDays", logRetentionDays, known);
  const some = args.dataBuckets.length > 0;
  check(owner, some, "dataBuckets", args.dataBuckets, "the ARN of at least one bucket, whose objects' use is recorded");
  const locked = args.objectLock.days <= keepDays;
  check(owner, locked, "keepDays", keepDays, `${args.objectLock.days} or more, for the lock keeps the files that long`);
};

/** The trail with its key, locked bucket, log group and delivery role. */
export const makeOwnTrail = (name: string, args: OwnTrail, place: OwnTrailContext) => {
  const { owner, naming, purpose, account, auditorArn, transform } = place;
  const { keepDays = defaults.trail.keepDays, logRetentionDays = defaults.trail.logRetentionDays } = args;
  const options = { parent: owner.component };
  const trailName = resourceName(owner, naming, purpose, longestWith({ role: deliverySuffix, trail: "" }));
  // Known before the trail exists, so that bucket and key admit this one trail from the start.
  const trailArn = pulumi.interpolate`arn:${account.partition}:cloudtrail:${naming.region}:${account.id}:trail/${trailName}`;

  const key = new EncryptionKey(
    name,
    {
      naming,
      purpose,
      grants: [
        { to: "s3", users: [auditorArn], buckets: [bucketArn(owner, account, naming, purpose)], access: "read" },
        { to: "cloudtrail", trail: trailArn },
        { to: "logs" },
      ],
      transform: transform?.key,
    },
    options,
  );
  const bucket = new SecureBucket(
    name,
    {
      naming,
      purpose,
      encryption: { kind: "kms", keyArn: key.arn, bucketKey: false },
      // CloudTrail chooses: its log files carry the trail's key, its digests may carry S3's own.
      denyUnencrypted: "not-checked",
      objectLock: args.objectLock,
      lifecycle: { preset: "logs", expireDays: keepDays },
      accessLogs: args.accessLogs,
      transform: transform?.bucket,
      extraStatements: (arn) => logBucketStatements(arn, { account, trailArn, auditorArn }),
      ...(args.forceDestroy === undefined ? {} : { forceDestroy: args.forceDestroy }),
    },
    options,
  );
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    { name: `/aws/cloudtrail/${trailName}`, retentionInDays: logRetentionDays, kmsKeyId: key.arn },
    options,
  );
  const deliveryRole = new aws.iam.Role(
    `${name}-delivery`,
    {
      name: `${trailName}${deliverySuffix}`,
      description: "Writes the trail's records into its log group",
      assumeRolePolicy: serviceTrust(`${name}-delivery`, "cloudtrail.amazonaws.com", account.id),
    },
    options,
  );
  const deliveryPolicy = new aws.iam.RolePolicy(
    `${name}-delivery`,
    {
      role: deliveryRole.name,
      policy: policyDocument("inline", `${name}-delivery`, deliveryStatements(logGroup.arn, account, naming.region)),
    },
    options,
  );
  const { policy, lock } = bucket.nodes;
  const trail = new aws.cloudtrail.Trail(
    name,
    {
      name: trailName,
      s3BucketName: bucket.name,
      kmsKeyId: key.arn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      cloudWatchLogsGroupArn: pulumi.interpolate`${logGroup.arn}:*`,
      cloudWatchLogsRoleArn: deliveryRole.arn,
      advancedEventSelectors: eventSelectors(args.dataBuckets),
    },
    // CloudTrail tries both when the trail is made; the lock must be there before the first file.
    { ...options, dependsOn: [policy, deliveryPolicy, ...(lock ? [lock] : [])] },
  );
  return { trail, key, bucket, logGroup, deliveryRole, deliveryPolicy };
};
