import { policyText } from "../../support/bucket-fixtures";
import {
  account,
  allow,
  type GoodProgram,
  key,
  keyArn,
  ofAccount,
  region,
  service,
  testPrograms,
} from "../../support/good-programs";
import { from, resource, set } from "../../support/policies";

const topicArn = `arn:aws:sns:${region}:${account}:events`;
const queueArn = `arn:aws:sqs:${region}:${account}:jobs`;
const plain = (action: string, on: string) => ({
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: on,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
const topic = (...statements: readonly object[]) => [
  key(
    allow(service("s3"), ["kms:GenerateDataKey*", "kms:Decrypt"], "*", ofAccount),
    allow(service("cloudwatch"), ["kms:GenerateDataKey*", "kms:Decrypt"], "*", ofAccount),
  ),
  resource("aws:sns/topic:Topic", "events", { name: "events", arn: topicArn, kmsMasterKeyId: from("Key key", keyArn) }),
  resource("aws:sns/topicPolicy:TopicPolicy", "events", {
    arn: from("Topic events", topicArn),
    policy: policyText(plain("sns:Publish", topicArn), ...statements),
  }),
];
const topicPolicy = (...statements: readonly object[]) =>
  set("TopicPolicy events", "policy", policyText(plain("sns:Publish", topicArn), ...statements));
const queuePolicy = (...statements: readonly object[]) => policyText(plain("sqs:*", queueArn), ...statements);

const programs: Readonly<Record<string, GoodProgram>> = {
  "a topic for events of S3": {
    document: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
    stack: topic(
      allow(service("s3"), ["SNS:Publish"], topicArn, {
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-files" },
        StringEquals: { "aws:SourceAccount": account },
      }),
    ),
    spoiled: topicPolicy(allow(service("s3"), ["SNS:Publish"], topicArn)),
    by: "iam-service-source",
  },
  "a topic for alarms of CloudWatch": {
    document: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    stack: [
      ...topic(
        allow(service("cloudwatch"), "SNS:Publish", topicArn, {
          ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
          StringEquals: { "aws:SourceAccount": account },
        }),
      ),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", {
        namespace: "AWS/Lambda",
        metricName: "Errors",
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        dimensions: { FunctionName: "worker" },
        alarmActions: [from("Topic events", topicArn)],
      }),
    ],
    spoiled: topicPolicy(allow("*", "SNS:Publish", topicArn)),
    by: "sns-public-policy",
  },
  "a queue that a topic sends to": {
    document: "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
    stack: [
      resource("aws:sqs/queue:Queue", "jobs", {
        name: "jobs",
        arn: queueArn,
        sqsManagedSseEnabled: true,
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: `${queueArn}-dead`, maxReceiveCount: 3 }),
      }),
      resource("aws:sqs/queuePolicy:QueuePolicy", "jobs", {
        queueUrl: from("Queue jobs", `https://sqs.${region}.amazonaws.com/${account}/jobs`),
        policy: queuePolicy(
          allow(service("sns"), "sqs:SendMessage", queueArn, { ArnEquals: { "aws:SourceArn": topicArn } }),
        ),
      }),
      resource("aws:sns/topicSubscription:TopicSubscription", "jobs", {
        topic: topicArn,
        protocol: "sqs",
        endpoint: from("Queue jobs", queueArn),
      }),
    ],
    spoiled: set("QueuePolicy jobs", "policy", queuePolicy(allow("*", "sqs:SendMessage", queueArn))),
    by: "sqs-public-policy",
  },
  "a topic with the policy that SNS makes by default": {
    document: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    stack: [
      resource("aws:sns/topicPolicy:TopicPolicy", "events", {
        arn: `arn:aws:sns:${region}:${account}:events`,
        policy: policyText(
          allow({ AWS: "*" }, ["SNS:Publish", "SNS:Subscribe"], `arn:aws:sns:${region}:${account}:events`, {
            StringEquals: { "AWS:SourceOwner": account },
          }),
        ),
      }),
    ],
    spoiled: set("TopicPolicy events", "policy", policyText(allow({ AWS: "*" }, "SNS:Subscribe", "*"))),
    by: "sns-public-policy",
  },
};

testPrograms(programs);
