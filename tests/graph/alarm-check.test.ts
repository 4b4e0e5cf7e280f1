import { join } from "node:path";
import { type AlarmProblem, alarmProblems } from "../../graph/alerts/check";
import { evaluate, type Graph, type Properties, type Resource } from "../../graph/evaluate";
import { compileFilterPattern } from "../../sandbox/audit/filter-pattern/compile";
import { find, graphOf } from "../support/graph";

let graph: Graph;
beforeAll(async () => {
  graph = await graphOf();
}, 120_000);

const check = (of: Graph, externalLogGroups: string[] = []): Promise<AlarmProblem[]> =>
  alarmProblems(of, { compile: compileFilterPattern, externalLogGroups });

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

/** The problems of the one alarm, for a change that leaves all others whole. */
const problemsWith = async (changed: Graph, alarm: string): Promise<string> => {
  const problems = await check(changed);
  expect(problems.filter((problem) => problem.alarm !== alarm)).toEqual([]);
  return problems.map(({ problem }) => problem).join("\n");
};

test("every alarm of the default stack can fire, and is heard", async () => {
  expect(graph.resources.filter(({ type }) => type.endsWith(":MetricAlarm")).length).toBeGreaterThan(18);
  expect(await check(graph)).toEqual([]);
});

test("an organisation's log group is none of this stack: it must be named", async () => {
  const tuned = await evaluate({ directory: join(__dirname, "..", "fixtures", "alerting"), stack: "test" });
  expect(await check(tuned, ["organisation/trail"])).toEqual([]);
  expect((await check(tuned))[0]?.problem).toBe(
    "its filter reads the log group organisation/trail, which is not of this stack",
  );
}, 120_000);

describe("a metric that nothing emits", () => {
  test.each<[string, string, Properties, string]>([
    [
      "metric's name",
      "alerts-root-use",
      { metricName: "RootUse" },
      "nothing emits the metric Coffer/acme-dev-eu-central-1 RootUse",
    ],
    ["namespace", "alerts-root-use", { namespace: "Coffer" }, "nothing emits the metric Coffer root-use"],
    ["dimension", "alerts-root-use", { dimensions: { Bucket: "x" } }, "emits root-use by no dimension, not by Bucket"],
    ["REST API's name", "alerts-api-5xx", { metricName: "5XXError" }, "AWS/ApiGateway has no metric 5XXError"],
    ["REST API's dimension", "alerts-api-5xx", { dimensions: { ApiName: "x" } }, "emits 5xx by ApiId, not by ApiName"],
    [
      "other API",
      "alerts-api-5xx",
      { dimensions: { ApiId: "0123456789" } },
      "ApiId is 0123456789, which is nothing of this stack",
    ],
    [
      "missing dimension",
      "alerts-throttling-read",
      { dimensions: {} },
      "emits Throttles by FunctionName, not by nothing",
    ],
    ["other function", "alerts-throttling-read", { dimensions: { FunctionName: "read" } }, "FunctionName is read"],
    [
      "other replication rule",
      "alerts-replication-failing",
      {
        dimensions: {
          SourceBucket: "acme-dev-eu-central-1-main-123456789012",
          DestinationBucket: "acme-dev-eu-west-1-euc1-vault-123456789012",
          RuleId: "main",
        },
      },
      "RuleId is main, which is nothing of this stack",
    ],
    [
      "source of another region",
      "alerts-replication-failing",
      {
        dimensions: {
          SourceBucket: "acme-dev-eu-west-1-euc1-vault-123456789012",
          DestinationBucket: "acme-dev-eu-central-1-main-123456789012",
          RuleId: "standby",
        },
      },
      "SourceBucket is acme-dev-eu-west-1-euc1-vault-123456789012, which is nothing of this stack in eu-central-1",
    ],
  ])("is caught: %s", async (_, alarm, inputs, problem) => {
    expect(await problemsWith(withInputs("MetricAlarm", alarm, inputs), alarm)).toContain(problem);
  });

  test("is caught: an alarm in another region than its filter", async () => {
    const changed = withChange("MetricAlarm", "alerts-root-use", () => ({ region: "us-east-1" }));
    expect(await problemsWith(changed, "alerts-root-use")).toContain("nothing emits the metric");
  });

  test("is caught: replication that is not measured", async () => {
    const [rule] = find(graph, "BucketReplicationConfig", "main").inputs.rules as { destination: object }[];
    const rules = [{ ...rule, destination: { ...rule?.destination, metrics: { status: "Disabled" } } }];
    const changed = withInputs("BucketReplicationConfig", "main", { rules });
    expect(await problemsWith(changed, "alerts-replication-failing")).toContain("RuleId is standby");
  });
});

describe("a filter that finds nothing", () => {
  test.each([
    ["a bracket that is not closed", '{ ($.userIdentity.type = "Root" }'],
    ["an operator that there is not", '{ $.userIdentity.type == "Root" }'],
    ["a field without $", '{ userIdentity.type = "Root" }'],
    ["a condition that ends in the middle", '{ $.userIdentity.type = "Root" && }'],
  ])("is caught: %s", async (_, pattern) => {
    const changed = withInputs("LogMetricFilter", "alerts-root-use", { pattern });
    expect(await problemsWith(changed, "alerts-root-use")).toMatch(/^its filter's pattern cannot be read: /);
  });

  test("is caught: another log group, or one to which nothing writes", async () => {
    const other = withInputs("LogMetricFilter", "alerts-root-use", { logGroupName: "/aws/cloudtrail/other" });
    expect(await problemsWith(other, "alerts-root-use")).toContain("which is not of this stack");
    const silent = withInputs("Trail", "trail", { cloudWatchLogsGroupArn: undefined });
    expect((await check(silent)).map(({ problem }) => problem)).toContain(
      "its filter reads the log group /aws/cloudtrail/acme-dev-eu-central-1-trail, to which nothing writes",
    );
  });
});

describe("an alarm that nobody hears", () => {
  const problems = async (changed: Graph): Promise<Set<string>> =>
    new Set((await check(changed)).map(({ problem }) => problem));

  test.each<[string, Properties, string]>([
    ["no action", { alarmActions: [] }, "it has no action"],
    ["actions switched off", { actionsEnabled: false }, "it has no action"],
    [
      "another topic",
      { alarmActions: ["arn:aws:sns:eu-central-1:123456789012:other"] },
      "other is no topic of this stack",
    ],
  ])("is caught: %s", async (_, inputs, problem) => {
    const changed = withInputs("MetricAlarm", "alerts-root-use", inputs);
    expect(await problemsWith(changed, "alerts-root-use")).toContain(problem);
  });

  test("is caught: a topic whose policy does not admit CloudWatch, or only another account's", async () => {
    const { policy } = find(graph, "TopicPolicy", "alerts").inputs;
    const refused = "the policy of its topic alerts does not let CloudWatch publish for it";
    for (const [from, to] of [
      ["cloudwatch.amazonaws.com", "cloudtrail.amazonaws.com"],
      ["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*", "arn:aws:cloudwatch:eu-central-1:999999999999:alarm:*"],
    ] as const) {
      const changed = withInputs("TopicPolicy", "alerts", { policy: String(policy).replace(from, to) });
      expect(await problems(changed)).toEqual(new Set([refused]));
    }
  });

  test("is caught: a key that does not admit CloudWatch, or AWS's own, which nobody can mend", async () => {
    const { policy } = find(graph, "Key", "key").inputs;
    const changed = withInputs("Key", "key", {
      policy: String(policy).replace("cloudwatch.amazonaws.com", "s3.amazonaws.com"),
    });
    expect(await problems(changed)).toEqual(
      new Set([
        "the key key of its topic alerts does not let CloudWatch kms:Decrypt",
        "the key key of its topic alerts does not let CloudWatch kms:GenerateDataKey",
      ]),
    );
    const managed = withInputs("Topic", "alerts", { kmsMasterKeyId: "alias/aws/sns" });
    expect(await problems(managed)).toEqual(
      new Set(["its topic alerts is encrypted with alias/aws/sns, whose policy cannot let CloudWatch use it"]),
    );
  });

  test("is caught: a topic in another region", async () => {
    const changed = withChange("Topic", "alerts", () => ({ region: "eu-west-1" }));
    expect(await problems(changed)).toEqual(new Set(["its topic alerts is in eu-west-1, not in eu-central-1"]));
  });
});
