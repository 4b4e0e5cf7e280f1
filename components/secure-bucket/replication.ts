import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn } from "../internal/account";
import type { Owner } from "../internal/argument-errors";
import { longestWith, resourceName } from "../internal/names";
import type { Naming } from "../internal/naming";
import { denyPlainHttp, policyDocument, type Statement, serviceTrust } from "../internal/policy-document";
import { unprotected } from "../internal/protection";
import type { BucketEncryption, ReplicationTarget } from "./args";

const replicationSuffix = "-replication";

/** The name of the role that replicates a bucket, so that the target's key can name it before it exists. */
export const replicationRoleName = (owner: Owner, naming: Naming, purpose: string): string =>
  `${resourceName(owner, naming, purpose, longestWith({ role: replicationSuffix }))}${replicationSuffix}`;

/** The same, as an ARN. */
export const replicationRoleArn = (owner: Owner, account: Account, naming: Naming, purpose: string) =>
  iamArn(account, `role/${replicationRoleName(owner, naming, purpose)}`);

export interface ReplicationArgs {
  readonly roleName: string;
  readonly region: string;
  readonly account: Account;
  readonly source: aws.s3.Bucket;
  readonly encryption: BucketEncryption;
  readonly target: ReplicationTarget;
}

/** The least that S3 needs to replicate encrypted objects (Amazon S3 User Guide, "Replicating encrypted objects"). */
const statements = ({ region, source, encryption, target }: ReplicationArgs): Statement[] => {
  const objects = pulumi.interpolate`${source.arn}/*`;
  const replicas = pulumi.interpolate`${target.bucketArn}/*`;
  const through = (from: string, contexts: pulumi.Input<string>[]) => ({
    StringLike: { "kms:ViaService": `s3.${from}.amazonaws.com`, "kms:EncryptionContext:aws:s3:arn": contexts },
  });
  return [
    {
      Sid: "ReadConfiguration",
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: source.arn,
    },
    {
      Sid: "ReadVersions",
      Effect: "Allow",
      Action: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        "s3:GetObjectRetention",
        "s3:GetObjectLegalHold",
      ],
      Resource: objects,
    },
    // Not s3:ReplicateDelete: a vault does not follow deletes.
    {
      Sid: "WriteReplicas",
      Effect: "Allow",
      Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
      Resource: replicas,
    },
    ...(encryption.kind === "s3"
      ? []
      : [
          {
            Sid: "DecryptSource",
            Effect: "Allow" as const,
            Action: "kms:Decrypt",
            Resource: encryption.keyArn,
            // With a bucket key on, the context is the bucket, not the object.
            Condition: through(region, [source.arn, objects]),
          },
        ]),
    {
      Sid: "EncryptReplicas",
      Effect: "Allow",
      // The target has no bucket key, so this is all, and the context is each replica.
      Action: "kms:Encrypt",
      Resource: target.keyArn,
      Condition: through(target.region, [replicas]),
    },
  ];
};

/** Lets S3, for this bucket alone, publish to the topic; and nobody without TLS. */
const topicStatements = (topic: aws.sns.Topic, source: aws.s3.Bucket, account: Account): Statement[] => [
  {
    Sid: "PublishFailures",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "sns:Publish",
    Resource: topic.arn,
    Condition: { ArnEquals: { "aws:SourceArn": source.arn }, StringEquals: { "aws:SourceAccount": account.id } },
  },
  denyPlainHttp("sns:Publish", topic.arn),
];

/**
 * Replicates every object of a bucket from now on, with metrics, without following deletes. What
 * fails is published to a topic. Objects that are there already are not copied.
 */
export const replicate = (name: string, args: ReplicationArgs, options: pulumi.CustomResourceOptions) => {
  const { source, target, encryption, roleName, account } = args;
  const { parent } = options;
  const own = parent === undefined ? {} : { parent };
  const role = new aws.iam.Role(
    `${name}-replication`,
    {
      name: roleName,
      description: "Replicates objects to the standby vault",
      assumeRolePolicy: serviceTrust(`${name}-replication`, "s3.amazonaws.com", account.id),
    },
    own,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-replication`,
    { role: role.name, policy: policyDocument("inline", `${name}-replication`, statements(args)) },
    own,
  );
  const failures = new aws.sns.Topic(
    `${name}-replication-failures`,
    {
      name: `${roleName}-failures`,
      ...(encryption.kind === "kms" ? { kmsMasterKeyId: encryption.keyArn } : {}),
    },
    { ...own, ...unprotected },
  );
  const failuresPolicy = new aws.sns.TopicPolicy(
    `${name}-replication-failures`,
    {
      arn: failures.arn,
      policy: policyDocument("topic", `${name}-replication-failures`, topicStatements(failures, source, account)),
    },
    { ...own, ...unprotected },
  );
  const configuration = new aws.s3.BucketReplicationConfig(
    name,
    {
      bucket: source.id,
      role: role.arn,
      rules: [
        {
          id: ruleId,
          status: "Enabled",
          priority: 1,
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Disabled" },
          ...(encryption.kind === "kms"
            ? { sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } }
            : {}),
          destination: {
            bucket: target.bucketArn,
            encryptionConfiguration: { replicaKmsKeyId: target.keyArn },
            metrics: { status: "Enabled", ...(target.timeControl ? { eventThreshold: { minutes: 15 } } : {}) },
            ...(target.timeControl ? { replicationTime: { status: "Enabled", time: { minutes: 15 } } } : {}),
          },
        },
      ],
    },
    pulumi.mergeOptions(options, { dependsOn: [policy, ...target.ready] }),
  );
  return { role, policy, failures, failuresPolicy, configuration };
};

const ruleId = "standby";

/** A CloudWatch metric by name and dimensions, for an alarm. */
export interface Metric {
  /** The CloudWatch namespace. */
  readonly namespace: string;
  /** The metric's name. */
  readonly name: string;
  /** The metric's dimensions. */
  readonly dimensions: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Counts the operations that failed to replicate (Amazon S3 User Guide, "Monitoring replication with metrics"). */
export const replicationFailures = (source: pulumi.Output<string>, targetArn: pulumi.Input<string>): Metric => ({
  namespace: "AWS/S3",
  name: "OperationsFailedReplication",
  dimensions: {
    SourceBucket: source,
    DestinationBucket: pulumi.output(targetArn).apply((arn) => arn.replace(/^.*:::/, "")),
    RuleId: pulumi.output(ruleId),
  },
});
