import * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn } from "../internal/account";
import { stackBuckets } from "../internal/names";
import type { Naming } from "../internal/naming";
import type { Statement } from "../internal/policy-document";

type Arns = readonly pulumi.Input<string>[];

/** Somebody or something that may use a key. Each grant is narrowed to this account, and to what it names. */
export type KeyGrant =
  /**
   * Objects in buckets, through S3 only. `users`: the roles and users that may, by ARN; default: whom IAM lets in this
   * account. `buckets`: the buckets whose objects, by ARN; default: all of the account's. `access`: default
   * `read-write`; `read` decrypts only.
   */
  | { readonly to: "s3"; readonly users?: Arns; readonly buckets?: Arns; readonly access?: "read" | "read-write" }
  /**
   * What S3 replication writes into a bucket that the key encrypts: the replication role and that bucket, by ARN. The
   * bucket must have no bucket key, for which the role would have to be let decrypt.
   */
  | { readonly to: "replication"; readonly role: pulumi.Input<string>; readonly bucket: pulumi.Input<string> }
  /** Events that the stack's own buckets send to encrypted topics and queues. */
  | { readonly to: "notifications" }
  /** CloudWatch log groups of this account and region. */
  | { readonly to: "logs" }
  /** Environment variables of Lambda functions. */
  | { readonly to: "lambda" }
  /** Tables of DynamoDB, through DynamoDB only, for whom IAM lets in this account. */
  | { readonly to: "dynamodb" }
  /** Messages of encrypted queues, through SQS only, for whom IAM lets in this account. */
  | { readonly to: "sqs" }
  /** Messages that roles of this account publish to encrypted topics, through SNS only, for whom IAM lets. */
  | { readonly to: "sns" }
  /** Log files of one trail, by ARN. */
  | { readonly to: "cloudtrail"; readonly trail: pulumi.Input<string> }
  /** CloudWatch alarms of this account and region that publish to encrypted topics. */
  | { readonly to: "alarms" }
  /** EventBridge rules of this account and region that send to encrypted topics and queues. */
  | { readonly to: "events" }
  /** Budgets of this account that publish to encrypted topics. */
  | { readonly to: "budgets" };

/** Where a key is. */
export interface KeyLocation {
  readonly account: Account;
  readonly naming: Naming;
}

type Condition = Readonly<Record<string, Readonly<Record<string, pulumi.Input<string> | Arns>>>>;

const allow = (
  Sid: string,
  Principal: NonNullable<Statement["Principal"]>,
  Action: string[],
  Condition: Condition,
): Statement => ({
  Sid,
  Effect: "Allow",
  Principal,
  Action,
  Resource: "*",
  Condition,
});

/** Who is in this account, as far as IAM lets them; a condition names them where not everybody is meant. */
const accountRoot = ({ account }: KeyLocation) => ({ AWS: iamArn(account, "root") });

const through = ({ account, naming }: KeyLocation, service: string) => ({
  "kms:CallerAccount": account.id,
  "kms:ViaService": `${service}.${naming.region}.amazonaws.com`,
});

/** With a bucket key, S3's encryption context is the bucket; without one, it is the object. */
const contextOf = (buckets: Arns) => ({
  "kms:EncryptionContext:aws:s3:arn": buckets.flatMap((bucket) => [bucket, pulumi.interpolate`${bucket}/*`]),
});

const publish = ["kms:Decrypt", "kms:GenerateDataKey*"];

const arnOf = ({ account, naming }: KeyLocation, service: string, resource: string) =>
  pulumi.interpolate`arn:${account.partition}:${service}:${naming.region}:${account.id}:${resource}`;

/** A service that publishes into encrypted topics and queues on behalf of resources of this account. */
const publisher = (sid: string, location: KeyLocation, service: string, source: pulumi.Input<string> | Arns) =>
  allow(sid, { Service: `${service}.amazonaws.com` }, publish, {
    StringEquals: { "aws:SourceAccount": location.account.id },
    ArnLike: { "aws:SourceArn": source },
  });

/** A grant as a statement of the key's policy (AWS KMS Developer Guide, "Key policies"). */
export const grantStatement = (grant: KeyGrant, location: KeyLocation): Statement => {
  switch (grant.to) {
    case "s3": {
      const read = ["kms:Decrypt", "kms:DescribeKey"];
      const actions = grant.access === "read" ? read : [...read, "kms:GenerateDataKey"];
      return allow("UseThroughS3", accountRoot(location), actions, {
        StringEquals: through(location, "s3"),
        ...(grant.users ? { ArnEquals: { "aws:PrincipalArn": grant.users } } : {}),
        ...(grant.buckets ? { StringLike: contextOf(grant.buckets) } : {}),
      });
    }
    case "replication":
      // Without a bucket key this is all that S3 needs, and the context is the replica (Amazon S3 User Guide,
      // "Replicating encrypted objects").
      return allow("ReplicateInto", accountRoot(location), ["kms:Encrypt"], {
        StringEquals: through(location, "s3"),
        ArnEquals: { "aws:PrincipalArn": grant.role },
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [pulumi.interpolate`${grant.bucket}/*`] },
      });
    case "notifications":
      return publisher("SendBucketEvents", location, "s3", stackBuckets(location.naming, location.account));
    case "logs":
      return allow(
        "EncryptLogGroups",
        { Service: `logs.${location.naming.region}.amazonaws.com` },
        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arnOf(location, "logs", "log-group:*") } },
      );
    case "lambda":
      return allow(
        "UseThroughLambda",
        accountRoot(location),
        ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"],
        {
          StringEquals: through(location, "lambda"),
        },
      );
    case "dynamodb":
      // What DynamoDB documents as its least, for whoever makes a table; whoever uses one needs kms:Decrypt of it.
      return allow(
        "UseThroughDynamoDb",
        accountRoot(location),
        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey", "kms:CreateGrant"],
        { StringEquals: through(location, "dynamodb") },
      );
    case "sqs":
      // A producer needs both, a consumer kms:Decrypt.
      return allow("UseThroughSqs", accountRoot(location), ["kms:Decrypt", "kms:GenerateDataKey"], {
        StringEquals: through(location, "sqs"),
      });
    case "sns":
      // A publisher needs both (Amazon SNS Developer Guide, "Key management").
      return allow("UseThroughSns", accountRoot(location), ["kms:Decrypt", "kms:GenerateDataKey"], {
        StringEquals: through(location, "sns"),
      });
    case "cloudtrail":
      return allow(
        "EncryptTrail",
        { Service: "cloudtrail.amazonaws.com" },
        ["kms:GenerateDataKey*", "kms:DescribeKey"],
        {
          StringEquals: { "aws:SourceAccount": location.account.id, "aws:SourceArn": grant.trail },
          // Describing the key has no context, nor has a file that the bucket's default encrypts.
          StringLikeIfExists: { "kms:EncryptionContext:aws:cloudtrail:arn": grant.trail },
        },
      );
    case "alarms":
      return publisher("PublishAlarms", location, "cloudwatch", arnOf(location, "cloudwatch", "alarm:*"));
    case "events":
      // EventBridge may leave out which rule and account it publishes for, and would then be refused without a word
      // (Amazon SNS Developer Guide, "Key management").
      return allow("PublishEvents", { Service: "events.amazonaws.com" }, publish, {
        StringEqualsIfExists: { "aws:SourceAccount": location.account.id },
        ArnLikeIfExists: { "aws:SourceArn": arnOf(location, "events", "rule/*") },
      });
    case "budgets":
      return publisher(
        "PublishBudgets",
        location,
        "budgets",
        pulumi.interpolate`arn:${location.account.partition}:budgets::${location.account.id}:*`,
      );
  }
};

// What an administrator needs to run a key, and nothing that reads or writes data with it.
const administration = [
  // Not kms:CreateGrant: a grant would be a use of the key that its policy does not show.
  "kms:CreateAlias",
  "kms:Describe*",
  "kms:Enable*",
  "kms:List*",
  "kms:Put*",
  "kms:Update*",
  "kms:Revoke*",
  "kms:Disable*",
  "kms:Get*",
  "kms:Delete*",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
];

/**
 * Who may administer the key: the named roles and users, or whom IAM lets in this account. The account itself always
 * keeps the right to read and mend the policy, or a key whose administrators are deleted would be lost for good.
 */
export const administrationStatements = (administrators: Arns | undefined, location: KeyLocation): Statement[] => {
  const statement = (Sid: string, Action: readonly string[], Condition?: Condition): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: accountRoot(location),
    Action,
    Resource: "*",
    ...(Condition ? { Condition } : {}),
  });
  if (administrators === undefined) return [statement("AdministerThroughIam", administration)];
  return [
    statement("Administer", administration, { ArnEquals: { "aws:PrincipalArn": administrators } }),
    statement("KeepAccessToPolicy", ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:PutKeyPolicy"]),
  ];
};
