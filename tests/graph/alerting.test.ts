import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alarmIds, logAlarmIds } from "../../components/alerting/alarm-catalogue";
import { queryIds } from "../../components/alerting/saved-queries";
import { decide } from "../../tools/graph/access/decide";
import { type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { evaluated } from "../support/evaluations";
import { find, graphOf } from "../support/graph";

let graph: Graph;
/** With every kind of subscriber, queues and overrides. */
let tuned: Graph;
beforeAll(async () => {
  const directory = join(__dirname, "..", "fixtures", "alerting");
  [graph, tuned] = await Promise.all([graphOf(), evaluated({ directory, stack: "test" })]);
}, 120_000);

const namesOf = (of: Graph, type: string): string[] =>
  of.resources
    .filter((resource) => resource.type.endsWith(`:${type}`) && resource.urn.includes(":Alerting$"))
    .map(({ name }) => name)
    .sort();

/** The alarms that need more than one filter for one data bucket, or for two and an API. */
const furtherFilters = (buckets: 1 | 2, api: boolean): string[] => [
  ...Array.from({ length: 3 * buckets - 1 }, (_, index) => `unknown-reader-${index + 2}`),
  "guardrail-touched-2",
  "alerting-changed-2",
  "alerting-changed-3",
  "alerting-changed-4",
  "alerting-changed-5",
  ...(api ? ["api-changed-2"] : []),
];

test("the default stack's alarms are these, each on the trail with its filters", () => {
  expect(namesOf(graph, "LogMetricFilter")).toEqual(
    [...logAlarmIds, ...furtherFilters(2, true)].map((id) => `alerts-${id}`).sort(),
  );
  expect(namesOf(graph, "MetricAlarm")).toEqual(
    [
      ...logAlarmIds,
      "replication-failing",
      "dead-letters-notices",
      "dead-letters-recorder",
      "api-4xx",
      "api-5xx",
      "throttling-read",
      "throttling-write",
      "throttling-admin",
    ]
      .map((id) => `alerts-${id}`)
      .sort(),
  );
});

test("docs/audit.md says how many they are, and what they cost at 0.10 USD each", () => {
  expect(namesOf(graph, "MetricAlarm")).toHaveLength(27);
  expect(readFileSync(join(projectDirectory, "docs", "audit.md"), "utf8")).toContain("| 27 alarms: 2.70 USD ");
});

test("and there is nothing else but the topic, the notices, the queries and one dashboard", () => {
  const parts = graph.resources.filter(({ urn }) => urn.includes(":Alerting$"));
  const worker = ["Queue", "QueuePolicy"].flatMap((type) => [`${type} alerts-notices`, `${type} alerts-notices-dead`]);
  const single = ["EventRule", "EventTarget", "LogGroup", "Role", "RolePolicy", "Function", "EventSourceMapping"];
  const others = parts.filter(({ type }) => !/:(LogMetricFilter|MetricAlarm)$/.test(type));
  expect(others.map(({ type, name }) => `${type.replace(/^.*:/, "")} ${name}`).sort()).toEqual(
    [
      "Topic alerts",
      "TopicPolicy alerts",
      "Dashboard alerts",
      ...worker,
      ...single.map((type) => `${type} alerts-notices`),
      ...queryIds.map((id) => `QueryDefinition alerts-${id}`),
    ].sort(),
  );
});

describe("an alarm", () => {
  test("on the trail counts what its filter finds in the trail's log group", () => {
    expect(find(graph, "LogMetricFilter", "alerts-failed-uploads").inputs).toMatchObject({
      name: "acme-dev-eu-central-1-failed-uploads",
      logGroupName: "/aws/cloudtrail/acme-dev-eu-central-1-trail",
      metricTransformation: { name: "failed-uploads", namespace: "Coffer/acme-dev-eu-central-1", value: "1" },
    });
    expect(find(graph, "MetricAlarm", "alerts-failed-uploads").inputs).toEqual({
      name: "acme-dev-eu-central-1-failed-uploads",
      alarmDescription:
        "Several uploads failed or were refused. Somebody tries to write where they may not, or files that should be there are not. Look first: the saved query coffer/dev/failed-uploads-by-caller; then docs/runbooks/failed-uploads.md.",
      namespace: "Coffer/acme-dev-eu-central-1",
      metricName: "failed-uploads",
      statistic: "Sum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 5,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      alarmActions: [find(graph, "Topic", "alerts").outputs.arn],
    });
  });

  test("on replication has the dimensions by which S3 emits the metric", () => {
    expect(find(graph, "MetricAlarm", "alerts-replication-failing").inputs).toMatchObject({
      namespace: "AWS/S3",
      metricName: "OperationsFailedReplication",
      dimensions: {
        SourceBucket: "acme-dev-eu-central-1-main-123456789012",
        DestinationBucket: "acme-dev-eu-west-1-euc1-vault-123456789012",
        RuleId: "standby",
      },
    });
  });

  test("of each kind says what happened, why it matters, and where to look", () => {
    for (const { inputs } of graph.resources.filter(({ type }) => type.endsWith(":MetricAlarm"))) {
      const text = String(inputs.alarmDescription);
      expect(text).toMatch(/^[A-Z].+\. .+\. Look first: the (saved query coffer\/dev\/|dashboard acme-dev-)/);
      expect(text.length).toBeLessThanOrEqual(1024);
    }
  });

  test("is in CloudWatch's limits: patterns of 1,024 characters, names of 255", () => {
    for (const { type, inputs } of graph.resources) {
      if (type.endsWith(":LogMetricFilter")) expect(String(inputs.pattern).length).toBeLessThanOrEqual(1024);
      if (type.endsWith(":MetricAlarm")) expect(String(inputs.name).length).toBeLessThanOrEqual(255);
    }
    expect(alarmIds.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });
});

describe("overrides", () => {
  const figures = (name: string) => {
    const { threshold, period } = find(tuned, "MetricAlarm", name).inputs;
    return [threshold, period];
  };

  test("false leaves out one alarm, with its filter, and no other", () => {
    const expected = logAlarmIds.filter((id) => id !== "root-use");
    const names = (ids: readonly string[]) => ids.map((id) => `alerts-${id}`).sort();
    expect(namesOf(tuned, "LogMetricFilter")).toEqual(names([...expected, ...furtherFilters(1, false)]));
    const deadLetters = ["dead-letters-notices", "dead-letters-recorder"];
    expect(namesOf(tuned, "MetricAlarm")).toEqual(names([...expected, ...deadLetters]));
  });

  test("figures hold for the one alarm; what is not given keeps its default", () => {
    expect(figures("alerts-failed-uploads")).toEqual([12, 600]);
    expect(figures("alerts-deletions")).toEqual([20, 60]);
    expect(figures("alerts-dead-letters-recorder")).toEqual([7, 300]);
    expect(figures("alerts-version-deletions")).toEqual([5, 300]);
  });

  test("a dead-letter queue is watched by name", () => {
    expect(find(tuned, "MetricAlarm", "alerts-dead-letters-recorder").inputs).toMatchObject({
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "acme-test-recorder-dead" },
      statistic: "Maximum",
    });
  });
});

describe("the topic", () => {
  const account = "123456789012";
  const alarm = `arn:aws:cloudwatch:eu-central-1:${account}:alarm:acme-dev-eu-central-1-root-use`;
  const rule = `arn:aws:events:eu-central-1:${account}:rule/acme-dev-eu-central-1-notice-done`;
  const service = { "aws:PrincipalIsAWSService": "true", "aws:SourceAccount": account };
  const may = async (outsider: string, action: string, resource: string, context: Record<string, string>) =>
    (await decide(graph, { principal: { outsider }, action, resource, context })).allowed;
  const publish = (outsider: string, context: Record<string, string>) =>
    may(outsider, "sns:Publish", String(find(graph, "Topic", "alerts").outputs.arn), context);

  test("is encrypted with the stack's own key, which both publishers may use", async () => {
    const key = String(find(graph, "Key", "key").outputs.arn);
    expect(find(graph, "Topic", "alerts").inputs).toEqual({
      name: "acme-dev-eu-central-1-alerts",
      kmsMasterKeyId: key,
    });
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
      const of = (source: string) => ({ "aws:SourceAccount": account, "aws:SourceArn": source });
      expect(await may("cloudwatch.amazonaws.com", action, key, of(alarm))).toBe(true);
      expect(await may("events.amazonaws.com", action, key, of(rule))).toBe(true);
      // EventBridge does not say for whom it sends to an encrypted queue.
      expect(await may("events.amazonaws.com", action, key, {})).toBe(true);
      expect(await may("cloudwatch.amazonaws.com", action, key, of(alarm.replace(account, "999999999999")))).toBe(
        false,
      );
      expect(await may("sns.amazonaws.com", action, key, of(alarm))).toBe(false);
    }
  });

  test("takes messages of this account's alarms, and of no other service", async () => {
    expect(await publish("cloudwatch.amazonaws.com", { ...service, "aws:SourceArn": alarm })).toBe(true);
    const foreign = { ...service, "aws:SourceAccount": "999999999999" };
    expect(await publish("cloudwatch.amazonaws.com", { ...foreign, "aws:SourceArn": alarm })).toBe(false);
    expect(await publish("events.amazonaws.com", { ...service, "aws:SourceArn": rule })).toBe(false);
    expect(await publish("s3.amazonaws.com", { ...service, "aws:SourceArn": alarm })).toBe(false);
  });

  const topicArn = () => String(find(graph, "Topic", "alerts").outputs.arn);
  const byRole = async (name: string, action: string, resource: string, context: Record<string, string>) =>
    (
      await decide(graph, {
        principal: { role: String(find(graph, "Role", name).inputs.name), session: "x" },
        action,
        resource,
        context,
      })
    ).allowed;

  test("takes messages of the notifier, and of no person, whatever their rights, so that nobody forges an alarm", async () => {
    const person = { "aws:PrincipalIsAWSService": "false" };
    expect(await byRole("alerts-notices", "sns:Publish", topicArn(), person)).toBe(true);
    expect(await byRole("access-read", "sns:Publish", topicArn(), person)).toBe(false);
    expect(await publish(`arn:aws:iam::${account}:role/administrator`, person)).toBe(false);
    expect(await publish("arn:aws:iam::999999999999:role/administrator", person)).toBe(false);
  });

  test("lets the notifier encrypt with the key through SNS, and in no other way", async () => {
    const key = String(find(graph, "Key", "key").outputs.arn);
    const through = (of: string) => ({
      "kms:ViaService": `${of}.eu-central-1.amazonaws.com`,
      "kms:CallerAccount": account,
    });
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey"])
      expect(await byRole("alerts-notices", action, key, through("sns"))).toBe(true);
    expect(await byRole("alerts-notices", "kms:GenerateDataKey", key, through("s3"))).toBe(false);
  });

  test("takes none without TLS", async () => {
    const plain = { ...service, "aws:SourceArn": alarm, "aws:SecureTransport": "false" };
    expect(await publish("cloudwatch.amazonaws.com", plain)).toBe(false);
  });
});

describe("subscribers", () => {
  const digest = (subscriber: object) =>
    createHash("sha256").update(JSON.stringify(subscriber)).digest("hex").slice(0, 8);

  test("by e-mail, HTTPS and queue are subscribed to the topic", () => {
    const subscriptions = tuned.resources.filter(({ type }) => type.endsWith(":TopicSubscription"));
    const topic = find(tuned, "Topic", "alerts").outputs.arn;
    expect(subscriptions.map(({ inputs }) => inputs)).toEqual([
      { topic, protocol: "email", endpoint: "security@acme.example" },
      { topic, protocol: "https", endpoint: "https://hooks.acme.example/alarms?token=secret" },
      {
        topic,
        protocol: "sqs",
        endpoint: "arn:aws:sqs:eu-central-1:123456789012:inbox",
        rawMessageDelivery: true,
      },
    ]);
  });

  test("are named so that no address or secret stands in a URN, and so that others may come and go", () => {
    const address = { kind: "email", address: "security@acme.example" };
    expect(find(tuned, "TopicSubscription", `alerts-email-${digest(address)}`).inputs.protocol).toBe("email");
    expect(tuned.resources.filter(({ urn }) => /acme\.example|secret/.test(urn))).toEqual([]);
  });

  test("in chats hear of the same in the form that AWS Chatbot shows, and can do nothing in the account", () => {
    const topic = find(tuned, "Topic", "alerts-chat").outputs.arn;
    const channels = tuned.resources.filter(({ type }) => /:(Slack|Teams)ChannelConfiguration$/.test(type));
    expect(channels.map(({ inputs }) => inputs)).toMatchObject([
      { slackTeamId: "T0123ABCD", slackChannelId: "C0123ABCD" },
      { tenantId: "11111111-2222-3333-4444-555555555555", channelId: "19%3aabc%40thread.tacv2" },
    ]);
    for (const { inputs } of channels)
      expect(inputs).toMatchObject({
        snsTopicArns: [topic],
        guardrailPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll"],
        iamRoleArn: find(tuned, "Role", "alerts-chat").outputs.arn,
      });
    expect(
      tuned.resources.filter(({ type, inputs }) => type.endsWith(":RolePolicy") && /chat/.test(String(inputs.role))),
    ).toEqual([]);
    expect(find(tuned, "Function", "alerts-notices").inputs.environment).toEqual({
      variables: { COFFER_TEXT_TOPIC: find(tuned, "Topic", "alerts").outputs.arn, COFFER_CHAT_TOPIC: topic },
    });
    const [alarm] = tuned.resources.filter(({ type }) => type.endsWith(":MetricAlarm"));
    expect(alarm?.inputs.alarmActions).toEqual([find(tuned, "Topic", "alerts").outputs.arn, topic]);
  });

  test("are nobody by default, and then there is no chat topic either", () => {
    expect(namesOf(graph, "TopicSubscription")).toEqual([]);
    expect(namesOf(graph, "Topic")).toEqual(["alerts"]);
  });
});
