import { policyText } from "./bucket-fixtures";
import { type Fixture, from, resource } from "./policies";

export const account = "123456789012";
export const topicArn = `arn:aws:sns:eu-central-1:${account}:alerts`;
export const queueArn = `arn:aws:sqs:eu-central-1:${account}:jobs`;
export const keyArn = `arn:aws:kms:eu-central-1:${account}:key/1`;

/** Lets a service do something. */
export const allow = (
  service: string,
  Action: string | readonly string[],
  Condition?: Readonly<Record<string, unknown>>,
): object => ({
  Sid: "Admit",
  Effect: "Allow",
  Principal: { Service: service },
  Action,
  Resource: "*",
  ...(Condition ? { Condition } : {}),
});

/** Leaves only resources of one service in this account. */
export const sourceIs = (service: string): Readonly<Record<string, unknown>> => ({
  StringEquals: { "aws:SourceAccount": account },
  ArnLike: { "aws:SourceArn": `arn:aws:${service}:eu-central-1:${account}:*` },
});

export const mayEncrypt = ["kms:Decrypt", "kms:GenerateDataKey*"];

/** What the account itself may do with a key. */
export const rootMay: object = {
  Sid: "Root",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};

export const goodAlarm = (name: string, inputs: Fixture["inputs"] = {}): Fixture =>
  resource("aws:cloudwatch/metricAlarm:MetricAlarm", name, {
    namespace: "Acme",
    metricName: "errors",
    alarmActions: [from("Topic alerts", topicArn)],
    ...inputs,
  });

/** A topic that is encrypted with a key, an alarm and an event rule that send to it, and who may. */
export const alarmStack = (): Fixture[] => [
  resource("aws:kms/key:Key", "main", {
    arn: keyArn,
    policy: policyText(
      rootMay,
      allow("cloudwatch.amazonaws.com", mayEncrypt, sourceIs("cloudwatch")),
      allow("events.amazonaws.com", mayEncrypt),
    ),
  }),
  resource("aws:sns/topic:Topic", "alerts", { arn: topicArn, kmsMasterKeyId: from("Key main", keyArn) }),
  resource("aws:sns/topicPolicy:TopicPolicy", "alerts", {
    arn: from("Topic alerts", topicArn),
    policy: policyText(
      allow("cloudwatch.amazonaws.com", "sns:Publish", sourceIs("cloudwatch")),
      allow("events.amazonaws.com", "sns:Publish"),
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ),
  }),
  goodAlarm("errors"),
  resource("aws:cloudwatch/eventTarget:EventTarget", "notice", {
    rule: "notice",
    arn: from("Topic alerts", topicArn),
  }),
];

/** An encrypted queue that a bucket, a topic and an event rule send to. */
export const queueStack = (): Fixture[] => {
  const services = ["s3", "sns", "events"];
  return [
    resource("aws:kms/key:Key", "main", {
      arn: keyArn,
      policy: policyText(...services.map((one) => allow(`${one}.amazonaws.com`, mayEncrypt))),
    }),
    resource("aws:sqs/queue:Queue", "jobs", { arn: queueArn, url: "https://sqs/jobs", kmsMasterKeyId: keyArn }),
    resource("aws:sqs/queuePolicy:QueuePolicy", "jobs", {
      queueUrl: from("Queue jobs", "https://sqs/jobs"),
      policy: policyText(
        allow("s3.amazonaws.com", "sqs:SendMessage", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-*" } }),
        allow("sns.amazonaws.com", "sqs:SendMessage", sourceIs("sns")),
        allow("events.amazonaws.com", "sqs:SendMessage", sourceIs("events")),
      ),
    }),
    resource("aws:s3/bucketNotification:BucketNotification", "files", {
      bucket: "acme-files",
      queues: [{ queueArn: from("Queue jobs", queueArn), events: ["s3:ObjectCreated:*"] }],
    }),
    resource("aws:sns/topicSubscription:TopicSubscription", "relay", {
      protocol: "sqs",
      endpoint: from("Queue jobs", queueArn),
    }),
    resource("aws:cloudwatch/eventTarget:EventTarget", "nightly", { rule: "nightly", arn: queueArn }),
  ];
};
