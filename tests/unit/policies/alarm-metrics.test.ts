import { notKnown } from "../../../policies/framework/values";
import { account, alarmStack, allow, goodAlarm, mayEncrypt, rootMay, topicArn } from "../../support/alarm-fixtures";
import { bucketArn, bucketName, goodBucket, policyText, side } from "../../support/bucket-fixtures";
import { both, type Change, findingsOf, from, resource, ruleCalled, set, testRule } from "../../support/policies";

const at = "MetricAlarm errors";
const lambda = {
  namespace: "AWS/Lambda",
  metricName: "Throttles",
  dimensions: { FunctionName: "read" },
  alarmActions: [topicArn],
};
const watch = (inputs: Readonly<Record<string, unknown>>): Change =>
  both(...Object.entries(inputs).map(([name, value]) => set(at, name, value)));
const dead = (inputs: Readonly<Record<string, unknown>>, message: string) => ({ change: watch(inputs), at, message });
const byApiId = "ApiId, or by ApiId, Stage, or by ApiId, Method, Resource, Stage";

testRule("alarms-service-metric", {
  compliant: [goodAlarm("errors", lambda)],
  violations: {
    "a name of nobody's": dead({ metricName: "Throttled" }, "watches Throttled, which is no metric of AWS/Lambda"),
    "a name in another case": dead({ metricName: "throttles" }, "watches throttles, which is no metric of AWS/Lambda"),
    "a name of every object": dead({ metricName: "toString" }, "watches toString, which is no metric of AWS/Lambda"),
    "a REST API's name with an HTTP API's id": dead(
      { namespace: "AWS/ApiGateway", metricName: "5XXError", dimensions: { ApiId: "abc" } },
      "watches AWS/ApiGateway/5XXError by ApiId; it is emitted by ApiName, or by ApiName, Stage, or by ApiName, Method, Resource, Stage",
    ),
    "an HTTP API's name with a REST API's": dead(
      { namespace: "AWS/ApiGateway", metricName: "5xx", dimensions: { ApiName: "files" } },
      `watches AWS/ApiGateway/5xx by ApiName; it is emitted by ${byApiId}`,
    ),
    "a stage without its API": dead(
      { namespace: "AWS/ApiGateway", metricName: "5xx", dimensions: { Stage: "prod" } },
      `watches AWS/ApiGateway/5xx by Stage; it is emitted by ${byApiId}`,
    ),
    "every queue at once": dead(
      { namespace: "AWS/SQS", metricName: "NumberOfMessagesSent", dimensions: {} },
      "watches AWS/SQS/NumberOfMessagesSent by no dimension; it is emitted by QueueName",
    ),
    "a function by another word": dead(
      { dimensions: { Function: "read" } },
      "watches AWS/Lambda/Throttles by Function; it is emitted by no dimension, or by FunctionName, or by FunctionName, Resource, or by ExecutedVersion, FunctionName, Resource",
    ),
    "replication without its rule": dead(
      {
        namespace: "AWS/S3",
        metricName: "OperationsFailedReplication",
        dimensions: { SourceBucket: "a", DestinationBucket: "b" },
      },
      "watches AWS/S3/OperationsFailedReplication by DestinationBucket, SourceBucket; it is emitted by DestinationBucket, RuleId, SourceBucket",
    ),
    "in an expression": dead(
      {
        namespace: undefined,
        metricName: undefined,
        metricQueries: [{ id: "m", metric: { namespace: "AWS/Lambda", metricName: "Error", period: 60, stat: "Sum" } }],
      },
      "watches Error, which is no metric of AWS/Lambda",
    ),
  },
  harmless: {
    "all functions": watch({ dimensions: {} }),
    "one version": watch({ dimensions: { FunctionName: "read", Resource: "read:1", ExecutedVersion: "1" } }),
    "a service of which nothing is known": watch({ namespace: "AWS/Kinesis", metricName: "Whatever" }),
    "a namespace of every object": watch({ namespace: "constructor", metricName: "name" }),
    "a metric that AWS added": { change: watch({ metricName: "New" }), parameters: { further: ["AWS/Lambda/New"] } },
  },
  unknown: {
    "the name": { change: watch({ metricName: notKnown }), at },
    "the dimensions": { change: watch({ dimensions: notKnown }), at },
  },
});

const replication = "BucketReplicationConfig main";
const failing = "MetricAlarm failing";
const replicated = [
  ...goodBucket("main", { region: "eu-central-1" }),
  ...goodBucket("vault", { region: "eu-west-1" }),
  side("BucketReplicationConfig", "main", {
    role: "r",
    rules: [
      {
        id: "standby",
        status: "Enabled",
        destination: { bucket: bucketArn("vault"), metrics: { status: "Enabled" } },
      },
    ],
  }),
  goodAlarm("failing", {
    region: "eu-central-1",
    namespace: "AWS/S3",
    metricName: "OperationsFailedReplication",
    dimensions: { SourceBucket: bucketName("main"), DestinationBucket: bucketName("vault"), RuleId: "standby" },
    alarmActions: [topicArn],
  }),
];
const unmeasured = (change: Change, id = "standby", bucket = "main") => ({
  change,
  at: failing,
  message: `watches the replication rule ${id}, which ${bucket} does not have or does not measure`,
});

testRule("alarms-replication-measured", {
  compliant: replicated,
  violations: {
    "metrics that are off": unmeasured(set(replication, "rules.0.destination.metrics.status", "Disabled")),
    "no metrics": unmeasured(set(replication, "rules.0.destination.metrics", undefined)),
    "a rule that is off": unmeasured(set(replication, "rules.0.status", "Disabled")),
    "another rule": unmeasured(set(failing, "dimensions.RuleId", "main"), "main"),
    "a bucket that is not copied": unmeasured(
      both(set(failing, "dimensions.SourceBucket", bucketName("vault")), set(failing, "region", "eu-west-1")),
      "standby",
      "vault",
    ),
    "an alarm where the copy is": {
      change: set(failing, "region", "eu-west-1"),
      at: failing,
      message: "watches the replication of main, which is in eu-central-1, and is in eu-west-1",
    },
  },
  harmless: {
    "a bucket of another stack": set(failing, "dimensions.SourceBucket", "elsewhere"),
    "another metric of S3": set(failing, "metricName", "NumberOfObjects"),
  },
  unknown: {
    "which bucket": { change: set(failing, "dimensions.SourceBucket", notKnown), at: failing },
    "whether it is measured": { change: set(replication, "rules.0.destination.metrics.status", notKnown), at: failing },
  },
});

describe("an alarm of one region", () => {
  const filter = (region: string) =>
    resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "errors", {
      region,
      metricTransformation: { name: "errors", namespace: "Acme", value: "1" },
    });
  const emitted = ruleCalled("alarms-metric-emitted");

  test("does not see a filter's metric of another", () => {
    const alarm = goodAlarm("errors", { region: "eu-central-1", alarmActions: [topicArn] });
    expect(findingsOf(emitted, [filter("eu-west-1"), alarm])).toEqual([
      "violation MetricAlarm errors: watches Acme/errors in eu-central-1, which is emitted in eu-west-1",
    ]);
    expect(findingsOf(emitted, [filter("eu-central-1"), alarm])).toEqual([]);
  });

  test("does not see it by dependency either", () => {
    const metricName = from("LogMetricFilter errors", "errors");
    const alarm = goodAlarm("errors", { region: "eu-central-1", metricName, alarmActions: [topicArn] });
    expect(findingsOf(emitted, [filter("eu-west-1"), alarm])).toEqual([
      "violation MetricAlarm errors: watches the metric of errors, which is in eu-west-1, and is in eu-central-1",
    ]);
  });

  test("does not reach a topic of another", () => {
    const change = both(set("Topic alerts", "region", "eu-west-1"), set(at, "region", "eu-central-1"));
    expect(findingsOf(ruleCalled("alarms-delivery-policy"), change(alarmStack()))).toEqual([
      "violation Topic alerts: is in eu-west-1, and cloudwatch.amazonaws.com sends here for errors of another region",
    ]);
  });
});

describe("an alarm whose ARN is known is held against the policy's source", () => {
  const arn = `arn:aws:cloudwatch:eu-central-1:${account}:alarm:errors`;
  const known = set(at, "arn", arn);
  const publishes = (condition: object): Change =>
    both(
      known,
      set(
        "TopicPolicy alerts",
        "policy",
        policyText(
          allow("cloudwatch.amazonaws.com", "sns:Publish", { ...condition }),
          allow("events.amazonaws.com", "sns:Publish"),
        ),
      ),
    );
  const encrypts = (condition: object): Change =>
    both(
      known,
      set(
        "Key main",
        "policy",
        policyText(
          rootMay,
          allow("cloudwatch.amazonaws.com", mayEncrypt, { ...condition }),
          allow("events.amazonaws.com", mayEncrypt),
        ),
      ),
    );
  const others: readonly (readonly [string, object])[] = [
    [
      "another account's alarms",
      { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:210987654321:alarm:*" } },
    ],
    ["another region's", { ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:us-east-1:${account}:alarm:*` } }],
    ["another alarm", { ArnEquals: { "aws:SourceArn": `arn:aws:cloudwatch:eu-central-1:${account}:alarm:other` } }],
    ["another account", { StringEquals: { "aws:SourceAccount": "210987654321" } }],
    [
      "a pattern that StringEquals takes as text",
      { StringEquals: { "aws:SourceArn": `arn:aws:cloudwatch:*:${account}:alarm:*` } },
    ],
  ];

  test.each(others)("%s", (_, condition) => {
    expect(findingsOf(ruleCalled("alarms-delivery-policy"), publishes(condition)(alarmStack()))).toEqual([
      "violation TopicPolicy alerts: refuses cloudwatch.amazonaws.com, which sends here for errors",
    ]);
    expect(findingsOf(ruleCalled("alarms-delivery-key"), encrypts(condition)(alarmStack()))).toEqual([
      "violation Key main: refuses cloudwatch.amazonaws.com, which sends to alerts for errors",
    ]);
  });

  test.each([
    ["this alarm", { ArnEquals: { "aws:SourceArn": arn } }],
    ["this account's alarms", { ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:*:${account}:alarm:*` } }],
    ["this account", { StringEquals: { "aws:SourceAccount": account } }],
  ])("%s is admitted", (_, condition) => {
    expect(findingsOf(ruleCalled("alarms-delivery-policy"), publishes(condition)(alarmStack()))).toEqual([]);
    expect(findingsOf(ruleCalled("alarms-delivery-key"), encrypts(condition)(alarmStack()))).toEqual([]);
  });
});
