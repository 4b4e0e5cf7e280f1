/** A resource that writes the whole policy of another one, and how it says whose. */
export interface PolicySide {
  /** The property that names the other resource. */
  readonly of: string;
  /** The types of the other resource, and the property in which it may have its policy itself. */
  readonly types: readonly string[];
  readonly inline?: string;
}

/**
 * Of each of these AWS keeps one policy for a resource, and a second write replaces it (each one's API reference:
 * SetTopicAttributes, SetQueueAttributes, PutKeyPolicy, PutResourcePolicy, SetRepositoryPolicy, PutBackupVaultAccessPolicy …).
 * `lambda.Permission` and `cloudwatch.EventPermission` are not here: they add a statement each. Buckets: `s3-one-setting`.
 */
export const policySides: Readonly<Record<string, PolicySide>> = {
  "aws:apigateway/restApiPolicy:RestApiPolicy": {
    of: "restApiId",
    types: ["aws:apigateway/restApi:RestApi"],
    inline: "policy",
  },
  "aws:backup/vaultPolicy:VaultPolicy": { of: "backupVaultName", types: ["aws:backup/vault:Vault"] },
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": { of: "eventBusName", types: ["aws:cloudwatch/eventBus:EventBus"] },
  "aws:codeartifact/domainPermissions:DomainPermissions": { of: "domain", types: ["aws:codeartifact/domain:Domain"] },
  "aws:dynamodb/resourcePolicy:ResourcePolicy": { of: "resourceArn", types: ["aws:dynamodb/table:Table"] },
  "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": {
    of: "vpcEndpointId",
    types: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
    inline: "policy",
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": { of: "repository", types: ["aws:ecr/repository:Repository"] },
  "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": {
    of: "repositoryName",
    types: ["aws:ecrpublic/repository:Repository"],
  },
  "aws:efs/fileSystemPolicy:FileSystemPolicy": { of: "fileSystemId", types: ["aws:efs/fileSystem:FileSystem"] },
  "aws:elasticsearch/domainPolicy:DomainPolicy": {
    of: "domainName",
    types: ["aws:elasticsearch/domain:Domain"],
    inline: "accessPolicies",
  },
  "aws:kinesis/resourcePolicy:ResourcePolicy": { of: "resourceArn", types: ["aws:kinesis/stream:Stream"] },
  "aws:kms/keyPolicy:KeyPolicy": {
    of: "keyId",
    types: ["aws:kms/key:Key", "aws:kms/externalKey:ExternalKey", "aws:kms/replicaKey:ReplicaKey"],
    inline: "policy",
  },
  "aws:lambda/resourcePolicy:ResourcePolicy": { of: "resourceArn", types: ["aws:lambda/function:Function"] },
  "aws:msk/clusterPolicy:ClusterPolicy": { of: "clusterArn", types: ["aws:msk/cluster:Cluster"] },
  "aws:opensearch/domainPolicy:DomainPolicy": {
    of: "domainName",
    types: ["aws:opensearch/domain:Domain"],
    inline: "accessPolicies",
  },
  "aws:s3control/accessPointPolicy:AccessPointPolicy": {
    of: "accessPointArn",
    types: ["aws:s3/accessPoint:AccessPoint"],
    inline: "policy",
  },
  "aws:s3tables/tableBucketPolicy:TableBucketPolicy": {
    of: "tableBucketArn",
    types: ["aws:s3tables/tableBucket:TableBucket"],
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    of: "secretArn",
    types: ["aws:secretsmanager/secret:Secret"],
    inline: "policy",
  },
  "aws:sns/topicPolicy:TopicPolicy": { of: "arn", types: ["aws:sns/topic:Topic"], inline: "policy" },
  "aws:sqs/queuePolicy:QueuePolicy": { of: "queueUrl", types: ["aws:sqs/queue:Queue"], inline: "policy" },
};
