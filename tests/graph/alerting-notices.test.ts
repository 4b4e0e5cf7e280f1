import { join } from "node:path";
import type { Graph } from "../../tools/graph/evaluate";
import { evaluated } from "../support/evaluations";
import { find, graphOf, statementsOf } from "../support/graph";

let graph: Graph;
/** With `notices: writes`, and chat channels. */
let tuned: Graph;
beforeAll(async () => {
  const directory = join(__dirname, "..", "fixtures", "alerting");
  [graph, tuned] = await Promise.all([graphOf(), evaluated({ directory, stack: "test" })]);
}, 120_000);

const rule = (of: Graph) => find(of, "EventRule", "alerts-notices").inputs;
const pattern = (of: Graph): unknown => JSON.parse(String(rule(of).eventPattern));

const parts = ["UploadPart", "UploadPartCopy"];
const calls = (bucket: string, more: object = {}) => ({
  source: ["aws.s3"],
  "detail-type": ["AWS API Call via CloudTrail"],
  detail: {
    eventSource: ["s3.amazonaws.com"],
    requestParameters: { bucketName: [bucket] },
    ...more,
    $or: [
      { errorCode: [{ exists: false }], eventName: [{ "anything-but": [...parts, "CreateMultipartUpload"] }] },
      {
        errorCode: [{ exists: true }],
        eventName: [{ "anything-but": parts }],
        userIdentity: { accountId: ["123456789012"] },
      },
      {
        errorCode: [{ exists: true }],
        eventName: [{ "anything-but": parts }],
        userIdentity: { accountId: [{ exists: false }] },
      },
    ],
  },
});

test("all calls on the main bucket but parts and strangers' refusals, and what only reads the bucket's settings too", () => {
  expect(pattern(graph)).toEqual(calls("acme-dev-eu-central-1-main-123456789012"));
  expect(rule(graph).state).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
});

test("on request only what writes", () => {
  expect(pattern(tuned)).toEqual(calls("acme-files", { readOnly: [false] }));
  expect(rule(tuned).state).toBeUndefined();
});

test("events are formatted by a function: no input transformer inserts a stranger's text", () => {
  for (const { type, inputs } of graph.resources)
    if (type.endsWith(":EventTarget")) expect(inputs.inputTransformer).toBeUndefined();
});

test("the rule's target has a dead-letter queue that is encrypted, that only the rule sends to, and that has an alarm", () => {
  const dead = find(graph, "Queue", "alerts-notices-dead");
  expect(find(graph, "EventTarget", "alerts-notices").inputs).toMatchObject({
    arn: find(graph, "Queue", "alerts-notices").outputs.arn,
    deadLetterConfig: { arn: dead.outputs.arn },
  });
  expect(dead.inputs.kmsMasterKeyId).toBe(find(graph, "Key", "key").outputs.arn);
  expect(statementsOf(find(graph, "QueuePolicy", "alerts-notices-dead").inputs.policy)).toMatchObject([
    {
      Sid: "SendFromRule",
      Action: "sqs:SendMessage",
      Condition: { ArnEquals: { "aws:SourceArn": find(graph, "EventRule", "alerts-notices").outputs.arn } },
    },
    { Sid: "DenyInsecureTransport", Effect: "Deny" },
  ]);
  expect(find(graph, "MetricAlarm", "alerts-dead-letters-notices").inputs).toMatchObject({
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: "acme-dev-eu-central-1-notices-dead" },
    threshold: 1,
  });
});

test("a notice that fails is tried five times, and then is a dead letter", () => {
  const { redrivePolicy } = find(graph, "Queue", "alerts-notices").inputs;
  expect(JSON.parse(String(redrivePolicy))).toEqual({
    deadLetterTargetArn: find(graph, "Queue", "alerts-notices-dead").outputs.arn,
    maxReceiveCount: 5,
  });
  expect(find(graph, "EventSourceMapping", "alerts-notices").inputs.functionResponseTypes).toEqual([
    "ReportBatchItemFailures",
  ]);
});

test("the function may take its messages, publish to the topics, log and trace, and nothing else", () => {
  const statements = statementsOf(find(graph, "RolePolicy", "alerts-notices").inputs.policy);
  expect(statements.map(({ Sid, Action }) => [Sid, Action])).toEqual([
    ["TakeMessages", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]],
    ["DecryptMessages", "kms:Decrypt"],
    ["WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"]],
    ["Trace", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]],
    ["Publish", "sns:Publish"],
    ["EncryptNotices", ["kms:Decrypt", "kms:GenerateDataKey"]],
  ]);
  expect(statements.find(({ Sid }) => Sid === "Publish")?.Resource).toEqual([
    find(graph, "Topic", "alerts").outputs.arn,
  ]);
});
