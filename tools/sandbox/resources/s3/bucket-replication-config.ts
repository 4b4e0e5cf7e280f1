import {
  DeleteBucketReplicationCommand,
  type DeleteMarkerReplicationStatus,
  type MetricsStatus,
  PutBucketReplicationCommand,
  type ReplicationRule,
  type ReplicationRuleStatus,
  type ReplicationTimeStatus,
  S3Client,
  type SseKmsEncryptedObjectsStatus,
} from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";
import type { Inputs } from "../inputs";

const toRule = (rule: Inputs): ReplicationRule => {
  const destination = rule.object("destination");
  const metrics = destination.object("metrics");
  const threshold = metrics.optionalObject("eventThreshold");
  const time = destination.optionalObject("replicationTime");
  const selected = rule.optionalObject("sourceSelectionCriteria")?.object("sseKmsEncryptedObjects").text("status");
  return {
    ID: rule.text("id"),
    Priority: rule.number("priority"),
    Status: rule.text("status") as ReplicationRuleStatus,
    Filter: { Prefix: rule.object("filter").text("prefix") },
    DeleteMarkerReplication: {
      Status: rule.object("deleteMarkerReplication").text("status") as DeleteMarkerReplicationStatus,
    },
    ...(selected === undefined
      ? {}
      : { SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: selected as SseKmsEncryptedObjectsStatus } } }),
    Destination: {
      Bucket: destination.text("bucket"),
      EncryptionConfiguration: {
        ReplicaKmsKeyID: destination.object("encryptionConfiguration").text("replicaKmsKeyId"),
      },
      Metrics: {
        Status: metrics.text("status") as MetricsStatus,
        ...(threshold ? { EventThreshold: { Minutes: threshold.number("minutes") } } : {}),
      },
      ...(time
        ? {
            ReplicationTime: {
              Status: time.text("status") as ReplicationTimeStatus,
              Time: { Minutes: time.object("time").number("minutes") },
            },
          }
        : {}),
    },
  };
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketreplicationconfig */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  await client(S3Client).send(
    new PutBucketReplicationCommand({
      Bucket: bucket,
      ReplicationConfiguration: { Role: inputs.text("role"), Rules: inputs.objects("rules").map(toRule) },
    }),
  );
  return { id: bucket };
};

export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(new DeleteBucketReplicationCommand({ Bucket: id }));
};
