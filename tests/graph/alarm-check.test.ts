import { judge } from "../../tools/graph/check/run-pack";
import type { Graph, Properties, Resource } from "../../tools/graph/evaluate";
import { compileFilterPattern } from "../../tools/sandbox/audit/filter-pattern/compile";
import { find, graphOf } from "../support/graph";

// The rules of the pack that say whether an alarm can go off and is heard, held against this stack and one change of it.
let graph: Graph;
beforeAll(async () => {
  graph = await graphOf();
}, 120_000);

/** What the rules on alarms find: `rule resource: message`. */
const found = (of: Graph): string[] =>
  judge(of, { today: "2026-11-22" })
    .outcome.violations.filter(({ rule }) => rule.id.startsWith("alarms-"))
    .map(({ rule, resource, message }) => `${rule.id} ${resource.name}: ${message}`)
    .sort();

/** The same graph with one resource changed. */
const withChange = (type: string, name: string, change: (resource: Resource) => Partial<Resource>): Graph => {
  const changed = find(graph, type, name);
  return {
    ...graph,
    resources: graph.resources.map((resource) =>
      resource === changed ? { ...resource, ...change(resource) } : resource,
    ),
  };
};

const withInputs = (type: string, name: string, inputs: Properties): Graph =>
  withChange(type, name, (resource) => ({ inputs: { ...resource.inputs, ...inputs } }));

/** A change of what comes from other resources in the program: without its sources it is plain text, as in a bad program. */
const withText = (type: string, name: string, inputs: Properties): Graph =>
  withChange(type, name, (resource) => ({
    inputs: { ...resource.inputs, ...inputs },
    sources: Object.fromEntries(Object.entries(resource.sources).filter(([property]) => !(property in inputs))),
  }));

test("every alarm of the default stack can go off, and is heard", () => {
  expect(graph.resources.filter(({ type }) => type.endsWith(":MetricAlarm")).length).toBeGreaterThan(18);
  expect(found(graph)).toEqual([]);
});

test("CloudWatch takes every pattern of the default stack", () => {
  const filters = graph.resources.filter(({ type }) => type.endsWith(":LogMetricFilter"));
  expect(filters.length).toBeGreaterThan(15);
  for (const { inputs } of filters) expect(() => compileFilterPattern(String(inputs.pattern))).not.toThrow();
});

test("every filter reads the log group that the trail writes", () => {
  const trail = find(graph, "Trail", "trail").inputs.cloudWatchLogsGroupArn;
  for (const { type, inputs } of graph.resources)
    if (type.endsWith(":LogMetricFilter")) expect(trail).toMatch(new RegExp(`:log-group:${inputs.logGroupName}:\\*$`));
});

test("every alarm on a service's metric names something of this stack, in the alarm's region", () => {
  const kinds: Readonly<Record<string, readonly [type: string, output: string]>> = {
    ApiId: ["Api", "id"],
    FunctionName: ["Function", "name"],
    QueueName: ["Queue", "name"],
    SourceBucket: ["Bucket", "bucket"],
  };
  let asked = 0;
  for (const { type, inputs, region } of graph.resources) {
    if (!type.endsWith(":MetricAlarm") || !String(inputs.namespace).startsWith("AWS/")) continue;
    const dimensions = Object.entries((inputs.dimensions ?? {}) as Record<string, string>);
    for (const [dimension, value] of dimensions) {
      const kind = kinds[dimension];
      if (kind === undefined) continue;
      asked += 1;
      const [named, output] = kind;
      const all = graph.resources.filter((one) => one.type.endsWith(`:${named}`) && one.region === region);
      expect(all.map(({ id, outputs }) => String(outputs[output] ?? id))).toContain(value);
    }
  }
  expect(asked).toBeGreaterThan(5);
});

describe("a metric that nothing emits is found", () => {
  const replication = (inputs: Record<string, string>) => ({
    dimensions: {
      SourceBucket: "acme-dev-eu-central-1-main-123456789012",
      DestinationBucket: "acme-dev-eu-west-1-euc1-vault-123456789012",
      RuleId: "standby",
      ...inputs,
    },
  });
  test.each<[string, string, Properties, string]>([
    [
      "another name",
      "alerts-root-use",
      { metricName: "RootUse" },
      "alarms-metric-emitted alerts-root-use: watches Coffer/acme-dev-eu-central-1/RootUse, which no metric filter emits",
    ],
    [
      "another dimension",
      "alerts-root-use",
      { dimensions: { Bucket: "x" } },
      "alarms-metric-emitted alerts-root-use: watches Coffer/acme-dev-eu-central-1/root-use with the dimensions Bucket, which no filter emits so",
    ],
    [
      "a REST API's name",
      "alerts-api-5xx",
      { metricName: "5XXError" },
      "alarms-service-metric alerts-api-5xx: watches AWS/ApiGateway/5XXError by ApiId",
    ],
    [
      "a REST API's dimension",
      "alerts-api-5xx",
      { dimensions: { ApiName: "x" } },
      "alarms-service-metric alerts-api-5xx: watches AWS/ApiGateway/5xx by ApiName",
    ],
    [
      "another replication rule",
      "alerts-replication-failing",
      replication({ RuleId: "main" }),
      "alarms-replication-measured alerts-replication-failing: watches the replication rule main, which main does not have",
    ],
  ])("%s", (_, alarm, inputs, problem) => {
    const problems = found(withText("MetricAlarm", alarm, inputs));
    expect(problems).toContainEqual(expect.stringContaining(problem));
    for (const one of problems) expect(one).toMatch(new RegExp(`${alarm}|alarms-filter-watched`));
  });

  test("an alarm in another region than its filter", () => {
    const changed = withChange("MetricAlarm", "alerts-root-use", () => ({ region: "us-east-1" }));
    expect(found(changed).join("\n")).toContain("which is emitted in eu-central-1");
  });

  test("replication that is not measured", () => {
    const [rule] = find(graph, "BucketReplicationConfig", "main").inputs.rules as { destination: object }[];
    const rules = [{ ...rule, destination: { ...rule?.destination, metrics: { status: "Disabled" } } }];
    expect(found(withInputs("BucketReplicationConfig", "main", { rules }))).toEqual([
      "alarms-replication-measured alerts-replication-failing: watches the replication rule standby, which main does not have or does not measure",
    ]);
  });
});

describe("an alarm that nobody hears is found", () => {
  test.each<[string, Properties, string]>([
    ["no action", { alarmActions: [] }, "alarms-actions alerts-root-use: tells nobody when it goes off"],
    ["actions switched off", { actionsEnabled: false }, "alarms-actions alerts-root-use: has its actions switched off"],
  ])("%s", (_, inputs, problem) => {
    expect(found(withText("MetricAlarm", "alerts-root-use", inputs))).toContain(problem);
  });

  test.each([
    ["another service", "cloudwatch.amazonaws.com", "cloudtrail.amazonaws.com"],
    [
      "another account's alarms",
      "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*",
      "arn:aws:cloudwatch:eu-central-1:999999999999:alarm:*",
    ],
  ])("a topic whose policy admits %s only", (_, from, to) => {
    const { policy } = find(graph, "TopicPolicy", "alerts").inputs;
    const problems = found(withInputs("TopicPolicy", "alerts", { policy: String(policy).replaceAll(from, to) }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^alarms-delivery-policy alerts: refuses cloudwatch\.amazonaws\.com/);
  });

  test("a key that does not admit CloudWatch, or AWS's own, which nobody can change", () => {
    const { policy } = find(graph, "Key", "key").inputs;
    const other = String(policy).replaceAll("cloudwatch.amazonaws.com", "s3.amazonaws.com");
    expect(found(withInputs("Key", "key", { policy: other })).join("\n")).toMatch(
      /^alarms-delivery-key key: refuses cloudwatch\.amazonaws\.com, which sends to alerts/,
    );
    expect(found(withText("Topic", "alerts", { kmsMasterKeyId: "alias/aws/sns" })).join("\n")).toContain(
      "alarms-delivery-key alerts: is encrypted with alias/aws/sns, which refuses cloudwatch.amazonaws.com",
    );
  });

  test("a topic in another region", () => {
    const changed = withChange("Topic", "alerts", () => ({ region: "eu-west-1" }));
    expect(found(changed).join("\n")).toContain(
      "alarms-delivery-policy alerts: is in eu-west-1, and cloudwatch.amazonaws.com sends here",
    );
  });
});
