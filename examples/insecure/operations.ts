import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { key } from "./keys";

// Records its own log files, each of which makes the next one, and nothing else: no management events, none of the other
// buckets, one region, without digests, key or log group.
new aws.cloudtrail.Trail("activity", {
  s3BucketName: "example-dev-trail",
  advancedEventSelectors: [
    {
      fieldSelectors: [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        { field: "resources.ARN", startsWiths: ["arn:aws:s3:::example-dev-trail/"] },
      ],
    },
  ],
});

// SNS's own key, which no service but SNS may use: alarms are refused. And anyone may publish and read along.
const alerts = new aws.sns.Topic("alerts", { kmsMasterKeyId: "alias/aws/sns" });
new aws.sns.TopicPolicy("alerts", {
  arn: alerts.arn,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Anyone",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["sns:Publish", "sns:Subscribe"],
        Resource: alerts.arn,
        // Looks narrow: it is the caller who says how the call is made.
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ],
  }),
});
new aws.cloudwatch.MetricAlarm("failures", {
  namespace: "Example",
  metricName: "failures",
  statistic: "Sum",
  period: 300,
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  threshold: 0,
  alarmActions: [alerts.arn],
});

// Nobody may send to it, and it has neither encryption nor a place for what cannot be handled.
const jobs = new aws.sqs.Queue("jobs", { sqsManagedSseEnabled: false });
const nightly = new aws.cloudwatch.EventRule("nightly", { scheduleExpression: "cron(0 3 * * ? *)" });
new aws.cloudwatch.EventTarget("nightly", { rule: nightly.name, arn: jobs.arn });

// Counts errors, and the alarm above watches a metric that nobody makes.
const app = new aws.cloudwatch.LogGroup("app", { name: "/example/app" });
new aws.cloudwatch.LogMetricFilter("errors", {
  logGroupName: app.name,
  pattern: "ERROR",
  metricTransformation: { name: "errors", namespace: "Example", value: "1" },
});

// Goes off in silence.
new aws.cloudwatch.MetricAlarm("backlog", {
  namespace: "AWS/SQS",
  metricName: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: jobs.name },
  statistic: "Maximum",
  period: 300,
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  threshold: 3_600,
});

// A REST API's metric with an HTTP API's dimension, and the replication of a bucket that has none.
new aws.cloudwatch.MetricAlarm("refusals", {
  namespace: "AWS/ApiGateway",
  metricName: "4XXError",
  dimensions: { ApiId: "a1b2c3d4e5" },
  statistic: "Sum",
  period: 300,
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  threshold: 50,
  alarmActions: [alerts.arn],
});
new aws.cloudwatch.MetricAlarm("copies", {
  namespace: "AWS/S3",
  metricName: "OperationsFailedReplication",
  dimensions: { SourceBucket: "example-dev-trail", DestinationBucket: "example-dev-copy", RuleId: "copy" },
  statistic: "Sum",
  period: 300,
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  threshold: 0,
  alarmActions: [alerts.arn],
});

// Fires every week, at nothing.
new aws.cloudwatch.EventRule("weekly", { scheduleExpression: "cron(0 4 ? * SUN *)" });

// Sends what everybody may read, and takes work from anybody.
new aws.sns.Topic("news");
const inbox = new aws.sqs.Queue("inbox");
new aws.sqs.QueuePolicy("inbox", {
  queueUrl: inbox.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Anyone", Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: inbox.arn }],
  }),
});

// One wrong call, and everything in it is gone.
new aws.dynamodb.Table("sessions", {
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
  billingMode: "PAY_PER_REQUEST",
});

// Encrypted with a key that lets neither CloudWatch Logs nor CloudTrail use it.
new aws.cloudwatch.LogGroup("audit", { name: "/example/audit", retentionInDays: 30, kmsKeyId: key.arn });
new aws.cloudtrail.Trail("calls", {
  s3BucketName: "example-dev-trail",
  kmsKeyId: key.arn,
  isMultiRegionTrail: true,
  enableLogFileValidation: true,
});
