import * as aws from "@pulumi/aws";

/** Whoever may describe the task reads the password of the database. */
new aws.ecs.TaskDefinition("web", {
  family: "example-web",
  requiresCompatibilities: ["FARGATE"],
  networkMode: "awsvpc",
  cpu: "256",
  memory: "512",
  containerDefinitions: JSON.stringify([
    {
      name: "web",
      image: "public.ecr.aws/nginx/nginx:stable",
      environment: [{ name: "DB_PASSWORD", value: "not-a-real-password" }],
    },
  ]),
});

/** A copy of a secret without the key that the secret itself has. */
new aws.secretsmanager.Secret("database", {
  kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/0f8fad5b-d9cb-469f-a165-70867728950e",
  replicas: [{ region: "eu-west-1" }],
});

/** Encrypted with S3's own keys, as it is from then on. */
new aws.s3.DirectoryBucket("cache", {
  bucket: "example-dev-cache--euc1-az2--x-s3",
  location: { name: "euc1-az2" },
});

/** Waits for more than 100 percent. */
new aws.cloudwatch.MetricAlarm("load", {
  namespace: "AWS/ECS",
  metricName: "CPUUtilization",
  dimensions: { ClusterName: "example", ServiceName: "web" },
  statistic: "Average",
  period: 300,
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  threshold: 150,
  // The name of a topic, which tells nobody.
  alarmActions: ["on-duty"],
});

/** Copied to a bucket by its name alone: whoever makes a bucket of that name gets the copies. */
const notes = new aws.s3.Bucket("notes", { bucket: "example-dev-notes" });
new aws.s3.BucketReplicationConfig("notes", {
  bucket: notes.id,
  role: "arn:aws:iam::123456789012:role/copies",
  rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::example-elsewhere-notes" } }],
});
