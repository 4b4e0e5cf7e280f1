import { refusals } from "../../tools/graph/provider/refusals";

const causes = (type: string, inputs: object, more: object = {}): string[] =>
  refusals({
    resources: [
      {
        ...{ urn: "urn:pulumi:test::test::t::n", type, name: "n", parent: "", provider: "", region: "eu-central-1" },
        ...{ custom: true, protect: false, dependsOn: [], sources: {}, id: "n", outputs: {} },
        inputs: { ...inputs },
        ...more,
      },
    ],
  }).map(({ cause }) => cause);

const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const metric = { metricName: "m", namespace: "n", period: 60 };

test.each<[string, string, object, string]>([
  [
    "what conflicts",
    "aws:s3/bucket:Bucket",
    { bucket: "a", bucketPrefix: "b" },
    "'bucket', 'bucketPrefix' exclude each",
  ],
  [
    "two of which one is wanted",
    "aws:ec2/dedicatedHost:DedicatedHost",
    { instanceFamily: "c5", instanceType: "c5.large" },
    "exactly one of 'instanceFamily', 'instanceType'",
  ],
  ["none of which one is wanted", "aws:ec2/dedicatedHost:DedicatedHost", {}, "exactly one of"],
  [
    "none of several",
    "aws:cloudwatch/eventRule:EventRule",
    { name: "r" },
    "one of 'eventPattern', 'scheduleExpression'",
  ],
  ["an alarm without a statistic", alarm, metric, "'statistic' must be given"],
  ["an alarm of queries with a metric", alarm, { metricQueries: [{}], period: 60 }, "'period' cannot be given"],
])("refuses %s", (_, type, inputs, message) => {
  const [cause, ...others] = causes(type, inputs);
  expect(others).toEqual([]);
  expect(cause).toContain(`The provider refuses it: `);
  expect(cause).toContain(message);
});

test.each<[string, string, object]>([
  ["one of two", "aws:s3/bucket:Bucket", { bucket: "a" }],
  ["a value that is not known yet", "aws:cloudwatch/eventRule:EventRule", { eventPattern: "[not known yet]" }],
  ["two of several", "aws:cloudwatch/eventRule:EventRule", { eventPattern: "{}", scheduleExpression: "rate(1 day)" }],
  ["an alarm with percentiles", alarm, { ...metric, extendedStatistic: "p99" }],
  ["an alarm of queries", alarm, { metricQueries: [{}] }],
  ["a type without constraints", "aws:sqs/queuePolicy:QueuePolicy", {}],
])("has nothing against %s", (_, type, inputs) => {
  expect(causes(type, inputs)).toEqual([]);
});

test("what is only read was not refused", () => {
  expect(causes("aws:cloudwatch/eventRule:EventRule", {}, { external: true })).toEqual([]);
});
