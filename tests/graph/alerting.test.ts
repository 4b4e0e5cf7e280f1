import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alarmIds, logAlarmIds } from "../../components/internal/alerts/catalogue";
import { queryIds } from "../../components/internal/alerts/queries";
import { decide } from "../../graph/access/decide";
import { evaluate, type Graph, projectDirectory } from "../../graph/evaluate";
import { find, graphOf } from "../support/graph";

let graph: Graph;
/** With every kind of subscriber, queues and overrides. */
let tuned: Graph;
beforeAll(async () => {
  graph = await graphOf();
  tuned = await evaluate({ directory: join(__dirname, "..", "fixtures", "alerting"), stack: "test" });
}, 60_000);

const namesOf = (of: Graph, type: string): string[] =>
  of.resources
    .filter((resource) => resource.type.endsWith(`:${type}`) && resource.urn.includes(":Alerting$"))
    .map(({ name }) => name)
    .sort();

test("the default stack's alarms are these, each on the trail with its filter", () => {
  expect(namesOf(graph, "LogMetricFilter")).toEqual(logAlarmIds.map((id) => `alerts-${id}`).sort());
  expect(namesOf(graph, "MetricAlarm")).toEqual(
    [
      ...logAlarmIds,
      "replication-failing",
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
  expect(namesOf(graph, "MetricAlarm")).toHaveLength(20);
  expect(readFileSync(join(projectDirectory, "docs", "audit.md"), "utf8")).toContain("| 20 alarms: 2.00 USD ");
});

test("and there is nothing else but the topic, the notices, the queries and one dashboard", () => {
  const parts = graph.resources.filter(({ urn }) => urn.includes(":Alerting$"));
  const others = parts.filter(({ type }) => !/:(LogMetricFilter|MetricAlarm)$/.test(type));
  expect(others.map(({ type, name }) => `${type.replace(/^.*:/, "")} ${name}`).sort()).toEqual(
    [
      "Topic alerts",
      "TopicPolicy alerts",
      "Dashboard alerts",
      ...["done", "refused"].flatMap((outcome) => [
        `EventRule alerts-${outcome}`,
        `EventTarget alerts-${outcome}-text`,
      ]),
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
        DestinationBucket: "acme-dev-eu-west-1-vault-123456789012",
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
    const expected = logAlarmIds.filter((id) => id !== "root-use").map((id) => `alerts-${id}`);
    expect(namesOf(tuned, "LogMetricFilter")).toEqual(expected.sort());
    expect(namesOf(tuned, "MetricAlarm")).toEqual([...expected, "alerts-dead-letters-recorder"].sort());
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
      // EventBridge does not say for whom it publishes to an encrypted topic.
      expect(await may("events.amazonaws.com", action, key, {})).toBe(true);
      expect(await may("cloudwatch.amazonaws.com", action, key, of(alarm.replace(account, "999999999999")))).toBe(
        false,
      );
      expect(await may("sns.amazonaws.com", action, key, of(alarm))).toBe(false);
    }
  });

  test("takes messages of this account's alarms and rules, and of nobody else", async () => {
    expect(await publish("cloudwatch.amazonaws.com", { ...service, "aws:SourceArn": alarm })).toBe(true);
    expect(await publish("events.amazonaws.com", { ...service, "aws:SourceArn": rule })).toBe(true);
    const foreign = { ...service, "aws:SourceAccount": "999999999999" };
    expect(await publish("cloudwatch.amazonaws.com", { ...foreign, "aws:SourceArn": alarm })).toBe(false);
    expect(await publish("events.amazonaws.com", { ...foreign, "aws:SourceArn": rule })).toBe(false);
    expect(await publish("s3.amazonaws.com", { ...service, "aws:SourceArn": alarm })).toBe(false);
  });

  test("takes none of a person, whatever their rights, so that nobody forges an alarm", async () => {
    const person = { "aws:PrincipalIsAWSService": "false" };
    expect(await publish(`arn:aws:iam::${account}:role/administrator`, person)).toBe(false);
    expect(await publish("arn:aws:iam::999999999999:role/administrator", person)).toBe(false);
  });

  test("takes none without TLS", async () => {
    const plain = { ...service, "aws:SourceArn": alarm, "aws:SecureTransport": "false" };
    expect(await publish("cloudwatch.amazonaws.com", plain)).toBe(false);
  });
});

describe("notices", () => {
  const pattern = (of: Graph, outcome: string) =>
    JSON.parse(String(find(of, "EventRule", `alerts-${outcome}`).inputs.eventPattern)) as Record<string, unknown>;
  const calls = (refused: boolean) => ({
    source: ["aws.s3"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: ["s3.amazonaws.com"],
      requestParameters: { bucketName: ["acme-dev-eu-central-1-main-123456789012"] },
      errorCode: [{ exists: refused }],
    },
  });

  test("all calls on the main bucket, what was refused apart, and what only reads the bucket's settings too", () => {
    expect(pattern(graph, "done")).toEqual(calls(false));
    expect(pattern(graph, "refused")).toEqual(calls(true));
    expect(find(graph, "EventRule", "alerts-done").inputs.state).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
  });

  test("on request only what writes", () => {
    for (const outcome of ["done", "refused"]) {
      expect(pattern(tuned, outcome)).toMatchObject({ detail: { readOnly: [false] } });
      expect(find(tuned, "EventRule", `alerts-${outcome}`).inputs.state).toBe("ENABLED");
    }
  });

  test("are sentences: who, did what, on which object, from where, when", () => {
    const { inputTransformer } = find(graph, "EventTarget", "alerts-refused-text").inputs;
    expect(inputTransformer).toEqual({
      inputPaths: {
        who: "$.detail.userIdentity.arn",
        what: "$.detail.eventName",
        bucket: "$.detail.requestParameters.bucketName",
        key: "$.detail.requestParameters.key",
        address: "$.detail.sourceIPAddress",
        time: "$.detail.eventTime",
        error: "$.detail.errorCode",
      },
      inputTemplate: '"<who> was refused <what> on <bucket>/<key> from <address> at <time>: <error>."',
    });
  });

  test("use no variable that has no path, nor name a path that is not used", () => {
    for (const of of [graph, tuned])
      for (const { inputs } of of.resources.filter(({ urn }) => /:Alerting\$.*:EventTarget:/.test(urn))) {
        const given = inputs.inputTransformer as { inputPaths: Record<string, string>; inputTemplate: string };
        const used = [...given.inputTemplate.matchAll(/<([\w-]+)>/g)].map(([, name]) => name);
        expect(used.sort()).toEqual(Object.keys(given.inputPaths).sort());
        expect(() => JSON.parse(given.inputTemplate)).not.toThrow();
      }
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
    const template = String(
      (find(tuned, "EventTarget", "alerts-done-chat").inputs.inputTransformer as { inputTemplate: string })
        .inputTemplate,
    );
    expect(JSON.parse(template)).toEqual({
      version: "1.0",
      source: "custom",
      content: {
        title: "File store",
        description: "<who> did <what> on <bucket>/<key> from <address> at <time>.",
      },
    });
    const [alarm] = tuned.resources.filter(({ type }) => type.endsWith(":MetricAlarm"));
    expect(alarm?.inputs.alarmActions).toEqual([find(tuned, "Topic", "alerts").outputs.arn, topic]);
  });

  test("are nobody by default, and then there is no chat topic either", () => {
    expect(namesOf(graph, "TopicSubscription")).toEqual([]);
    expect(namesOf(graph, "Topic")).toEqual(["alerts"]);
  });
});

describe("queries and dashboard", () => {
  test("every query is saved in the environment's folder, for the trail's log group", () => {
    for (const id of queryIds)
      expect(find(graph, "QueryDefinition", `alerts-${id}`).inputs).toMatchObject({
        name: `coffer/dev/${id}`,
        logGroupNames: ["/aws/cloudtrail/acme-dev-eu-central-1-trail"],
      });
  });

  test("failed uploads are told by caller, of the data buckets alone", () => {
    expect(find(graph, "QueryDefinition", "alerts-failed-uploads-by-caller").inputs.queryString).toBe(
      [
        'filter eventSource = "s3.amazonaws.com" and requestParameters.bucketName in ["acme-dev-eu-central-1-main-123456789012", "acme-dev-eu-west-1-vault-123456789012"]',
        '| filter eventName in ["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"]',
        "| filter ispresent(errorCode)",
        "| stats count(*) as failures, latest(eventTime) as lastSeen by userIdentity.arn, errorCode, sourceIPAddress",
        "| sort failures desc",
      ].join("\n"),
    );
  });

  type Widget = { type: string; properties: { title: string; region: string; metrics?: unknown[][] } };
  const widgetsOf = (of: Graph): Widget[] =>
    (JSON.parse(String(find(of, "Dashboard", "alerts").inputs.dashboardBody)) as { widgets: Widget[] }).widgets;

  test("the dashboard shows requests, refusals, bytes, latency and replication, each where it is measured", () => {
    expect(widgetsOf(graph).map(({ properties }) => [properties.title, properties.region])).toEqual([
      ["Requests", "eu-central-1"],
      ["Refusals", "eu-central-1"],
      ["Bytes", "eu-central-1"],
      ["Latency", "eu-central-1"],
      ["Replication: failed", "eu-central-1"],
      ["Replication: waiting", "eu-west-1"],
    ]);
    const api = find(graph, "Api", "access").id;
    expect(widgetsOf(graph)[0]?.properties.metrics?.[0]).toEqual(["AWS/ApiGateway", "Count", "ApiId", api, {}]);
  });

  test("what there is not is not shown", () => {
    expect(widgetsOf(tuned).map(({ properties }) => properties.title)).toEqual(["Refusals", "Bytes"]);
  });
});
