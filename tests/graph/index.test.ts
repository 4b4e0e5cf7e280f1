import { join } from "node:path";
import { decide, type Question } from "../../tools/graph/access/decide";
import type { Graph, Resource } from "../../tools/graph/evaluate";
import { evaluated } from "../support/evaluations";
import { find, graphOf, statementsOf } from "../support/graph";
import { programWith, refusalsOf } from "../support/program";

let graph: Graph;
let fixture: Graph;
beforeAll(async () => {
  graph = await graphOf();
  fixture = await evaluated({ directory: join(__dirname, "..", "fixtures", "on-object"), stack: "test" });
}, 60_000);

const account = "123456789012";
const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:${account}:${rest}`;
const recorder = "acme-dev-eu-central-1-index-recorder";

/** What a function may do, of some questions: `action resource` with context. */
const mayOf =
  (of: () => Graph, role: string) =>
  async (action: string, resource: string, context = {}) => {
    const principal: Question["principal"] = { role, session: "function" };
    return (await decide(of(), { principal, action, resource, context })).allowed;
  };
const through = (service: string) => ({
  "kms:ViaService": `${service}.eu-central-1.amazonaws.com`,
  "kms:CallerAccount": account,
});

describe("the recorder", () => {
  const may = mayOf(() => graph, recorder);
  const main = "arn:aws:s3:::acme-dev-eu-central-1-main-123456789012";

  test("may look at objects, write the table, publish and take its messages", async () => {
    expect(await may("s3:GetObject", `${main}/uploads/alice/a.txt`)).toBe(true);
    expect(await may("s3:GetObjectVersion", `${main}/uploads/alice/a.txt`)).toBe(true);
    expect(await may("s3:ListBucket", main)).toBe(true);
    expect(await may("dynamodb:UpdateItem", arn("dynamodb", "table/acme-dev-eu-central-1-index"))).toBe(true);
    expect(await may("events:PutEvents", arn("events", "event-bus/acme-dev-eu-central-1-index"))).toBe(true);
    expect(await may("sqs:ReceiveMessage", arn("sqs", recorder))).toBe(true);
    const key = String(find(graph, "Key", "key").outputs.arn);
    for (const service of ["s3", "sqs", "dynamodb"]) expect(await may("kms:Decrypt", key, through(service))).toBe(true);
  });

  test("may do nothing else", async () => {
    const table = arn("dynamodb", "table/acme-dev-eu-central-1-index");
    for (const [action, resource] of [
      ["s3:GetObject", `${main}/other/a.txt`],
      ["s3:PutObject", `${main}/uploads/alice/a.txt`],
      ["s3:DeleteObject", `${main}/uploads/alice/a.txt`],
      ["s3:GetObject", "arn:aws:s3:::acme-dev-eu-west-1-euc1-vault-123456789012/uploads/alice/a.txt"],
      ["dynamodb:DeleteItem", table],
      ["dynamodb:Query", table],
      ["dynamodb:DeleteTable", table],
      ["events:PutEvents", arn("events", "event-bus/default")],
      ["sqs:SendMessage", arn("sqs", recorder)],
      ["sqs:ReceiveMessage", arn("sqs", `${recorder}-dead`)],
    ] as const)
      expect([action, resource, await may(action, resource)]).toEqual([action, resource, false]);
    const key = String(find(graph, "Key", "key").outputs.arn);
    expect(await may("kms:Decrypt", key)).toBe(false);
    expect(await may("kms:Decrypt", key, through("lambda"))).toBe(false);
    expect(await may("kms:GenerateDataKey", key, through("sqs"))).toBe(false);
  });

  test("is told of every kind of event, of its bucket and prefix only", () => {
    expect(JSON.parse(String(find(graph, "EventRule", "index").inputs.eventPattern))).toEqual({
      source: ["aws.s3"],
      "detail-type": [
        "Object Created",
        "Object Deleted",
        "Object Restore Initiated",
        "Object Restore Completed",
        "Object Restore Expired",
      ],
      detail: {
        bucket: { name: ["acme-dev-eu-central-1-main-123456789012"] },
        object: { key: [{ prefix: "uploads/" }] },
      },
    });
  });

  test("keeps as many executions for the API as for its queue", () => {
    expect(find(graph, "Function", "index").inputs.reservedConcurrentExecutions).toBe(55);
    expect(find(graph, "EventSourceMapping", "index").inputs).toMatchObject({
      scalingConfig: { maximumConcurrency: 5 },
      functionResponseTypes: ["ReportBatchItemFailures"],
      batchSize: 10,
    });
  });
});

describe("the table", () => {
  test("is on demand, recoverable, encrypted with the stack's key", () => {
    expect(find(graph, "Table", "index").inputs).toMatchObject({
      billingMode: "PAY_PER_REQUEST",
      hashKey: "key",
      rangeKey: "versionId",
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: find(graph, "Key", "key").outputs.arn },
    });
  });
});

describe("a queue with its worker", () => {
  const parts = (of: Graph, name: string) => ({
    queue: find(of, "Queue", name),
    dead: find(of, "Queue", `${name}-dead`),
    rule: find(of, "EventRule", name),
  });
  const workers = (): [Graph, string][] => [
    [graph, "index"],
    [fixture, "index"],
    [fixture, "index-notify"],
  ];

  test("gives up on a message after five tries, and keeps it for 14 days", () => {
    for (const [of, name] of workers()) {
      const { queue, dead } = parts(of, name);
      expect(JSON.parse(String(queue.inputs.redrivePolicy))).toEqual({
        deadLetterTargetArn: dead.outputs.arn,
        maxReceiveCount: 5,
      });
      expect(JSON.parse(String(dead.inputs.redriveAllowPolicy))).toEqual({
        redrivePermission: "byQueue",
        sourceQueueArns: [queue.outputs.arn],
      });
      expect(dead.inputs.messageRetentionSeconds).toBe(1_209_600);
      expect(find(of, "EventTarget", name).inputs.deadLetterConfig).toEqual({ arn: dead.outputs.arn });
    }
  });

  test("raises an alarm about dead letters where somebody is to be told; the stack's own is Alerting's", () => {
    for (const name of ["index", "index-notify"])
      expect(find(fixture, "MetricAlarm", name).inputs).toMatchObject({
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: parts(fixture, name).dead.inputs.name },
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        treatMissingData: "notBreaching",
        alarmActions: ["arn:aws:sns:eu-central-1:123456789012:operators"],
      });
    const { dimensions } = find(graph, "MetricAlarm", "alerts-dead-letters-recorder").inputs;
    expect(dimensions).toEqual({ QueueName: parts(graph, "index").dead.inputs.name });
    expect(graph.resources.filter(({ type, name }) => type.endsWith(":MetricAlarm") && name === "index")).toEqual([]);
  });

  test("hides a message for six times as long as the function may take", () => {
    for (const [of, name] of workers()) {
      const seconds = Number(find(of, "Function", name).inputs.timeout);
      expect(parts(of, name).queue.inputs.visibilityTimeoutSeconds).toBe(seconds * 6);
    }
  });

  test("is encrypted, and takes messages from its own rule only, and by TLS only", async () => {
    for (const [of, name] of workers()) {
      const { queue, dead, rule } = parts(of, name);
      const key = find(of, "Key", "key").outputs.arn;
      for (const each of [queue, dead]) {
        expect(each.inputs.kmsMasterKeyId).toBe(key);
        const may = async (outsider: string, action: string, context: Record<string, string> = {}) => {
          const question = { principal: { outsider }, action, resource: String(each.outputs.arn), context };
          return (await decide(of, question)).allowed;
        };
        const from = { "aws:SourceArn": String(rule.outputs.arn) };
        expect(await may("events.amazonaws.com", "sqs:SendMessage", from)).toBe(true);
        expect(await may("events.amazonaws.com", "sqs:SendMessage", { "aws:SourceArn": arn("events", "rule/x") })).toBe(
          false,
        );
        expect(await may("events.amazonaws.com", "sqs:ReceiveMessage", from)).toBe(false);
        expect(await may("s3.amazonaws.com", "sqs:SendMessage", from)).toBe(false);
        expect(await may("arn:aws:iam::999999999999:role/admin", "sqs:SendMessage")).toBe(false);
        const insecure = { "aws:SecureTransport": "false" };
        expect(await may(`arn:aws:iam::${account}:role/admin`, "sqs:SendMessage", insecure)).toBe(false);
        expect(await may(`arn:aws:iam::${account}:role/admin`, "sqs:SendMessage")).toBe(true);
      }
    }
  });

  test("is sent events once there is all that they need", () => {
    for (const [of, name] of workers()) {
      const urns = (...resources: Resource[]) => resources.map(({ urn }) => urn);
      const needed = urns(
        find(of, "QueuePolicy", name),
        find(of, "QueuePolicy", `${name}-dead`),
        find(of, "EventSourceMapping", name),
        ...(of === fixture ? [find(of, "MetricAlarm", name)] : []),
      );
      expect(find(of, "EventTarget", name).dependsOn).toEqual(expect.arrayContaining(needed));
      const policy = urns(find(of, "RolePolicy", name));
      expect(find(of, "Function", name).dependsOn).toEqual(expect.arrayContaining(policy));
      expect(find(of, "EventSourceMapping", name).dependsOn).toEqual(expect.arrayContaining(policy));
    }
  });
});

describe("onObject", () => {
  const may = mayOf(() => fixture, "acme-test-eu-central-1-on-notify");
  const inbox = "arn:aws:s3:::acme-test-eu-central-1-inbox-123456789012";

  test("listens on the index's own bus, for its prefix and suffix together", () => {
    const { eventBusName, eventPattern } = find(fixture, "EventRule", "index-notify").inputs;
    expect(eventBusName).toBe("acme-test-eu-central-1-index");
    expect(JSON.parse(String(eventPattern))).toEqual({
      source: ["coffer"],
      "detail-type": ["ObjectReady"],
      detail: { key: [{ wildcard: "inbox/letters/*.txt" }] },
    });
    expect(find(fixture, "EventTarget", "index-notify").inputs.eventBusName).toBe("acme-test-eu-central-1-index");
  });

  test("may do what its arguments say", async () => {
    expect(await may("s3:GetObject", `${inbox}/inbox/letters/a.txt`)).toBe(true);
    expect(await may("s3:GetObjectVersion", `${inbox}/inbox/letters/a.txt`)).toBe(true);
    expect(await may("sqs:SendMessage", String(find(fixture, "Queue", "told").outputs.arn))).toBe(true);
    expect(await may("kms:Decrypt", String(find(fixture, "Key", "key").outputs.arn), through("s3"))).toBe(true);
  });

  test("and nothing else", async () => {
    for (const [action, resource] of [
      ["s3:GetObject", `${inbox}/inbox/bills/a.txt`],
      ["s3:PutObject", `${inbox}/inbox/letters/a.txt`],
      ["s3:ListBucket", inbox],
      ["dynamodb:UpdateItem", arn("dynamodb", "table/acme-test-eu-central-1-index")],
      ["dynamodb:GetItem", arn("dynamodb", "table/acme-test-eu-central-1-index")],
      ["events:PutEvents", arn("events", "event-bus/acme-test-eu-central-1-index")],
      ["sqs:ReceiveMessage", arn("sqs", "acme-test-eu-central-1-index-recorder")],
    ] as const)
      expect([action, resource, await may(action, resource)]).toEqual([action, resource, false]);
    const statements = statementsOf(find(fixture, "RolePolicy", "index-notify").inputs.policy);
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "TakeMessages",
      "DecryptMessages",
      "WriteLogs",
      "Trace",
      "ReadObjects",
      "DecryptObjects",
      "Tell",
    ]);
  });
});

describe("in a program of one's own", () => {
  interface Given {
    readonly index?: string;
    readonly onObject?: string;
    readonly name?: string;
    readonly options?: string;
  }
  const bucket = '{ name: "b", arn: "arn:aws:s3:::b", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/k" }';

  /** An index with these arguments, and with a listener if there are some for it. */
  const lines = (id: string, { index = "", onObject, name = "work", options = "" }: Given): string => {
    const listener = `index.onObject("${name}", { folder: __dirname, callback: async () => undefined, ${onObject} });`;
    return `const index = new coffer.ObjectIndex("${id}", { naming, bucket: ${bucket}, ${index} }, { ${options} });
      ${onObject === undefined ? "" : listener}`;
  };
  const program = (given: Given): Promise<Graph> => programWith(lines("index", given));

  test("the table is protected unless one says otherwise", async () => {
    const { inputs, protect } = find(await program({}), "Table", "index");
    expect([inputs.deletionProtectionEnabled, protect]).toEqual([true, true]);
    const open = find(await program({ options: "protect: false" }), "Table", "index");
    expect([open.inputs.deletionProtectionEnabled, open.protect]).toEqual([false, false]);
  });

  test("a listener without arguments hears of all, and may read nothing", async () => {
    const other = await program({ onObject: "" });
    expect(JSON.parse(String(find(other, "EventRule", "index-work").inputs.eventPattern)).detail).toEqual({
      key: [{ prefix: "uploads/" }],
    });
    const statements = statementsOf(find(other, "RolePolicy", "index-work").inputs.policy);
    expect(statements.map(({ Sid }) => Sid)).toEqual(["TakeMessages", "DecryptMessages", "WriteLogs", "Trace"]);
  });

  const cases: readonly [what: string, given: Given, message: RegExp][] = [
    ["a prefix without an end", { index: 'prefix: "files"' }, /i0: prefix is "files"/],
    ["too little concurrency", { index: "concurrency: 1" }, /i1: concurrency is 1; give a whole number from 2/],
    ["a listener outside of the index", { onObject: 'prefix: "other/"' }, /i2-work: prefix is "other\/"/],
    ["a prefix with a wildcard", { onObject: 'prefix: "uploads/*/"' }, /i3-work: prefix is "uploads\/\*\/"/],
    ["no time", { onObject: "timeoutSeconds: 0" }, /i4-work: timeoutSeconds is 0/],
    ["too much memory", { onObject: "memoryMiB: 20000" }, /i5-work: memoryMiB is 20000/],
    ["a long name", { onObject: "", name: "a-name-that-is-too-long" }, /i6-work|too-long: purpose is/],
  ];
  let refused: Readonly<Record<string, string>>;
  beforeAll(async () => {
    refused = await refusalsOf(
      Object.fromEntries(
        cases.map(([what, { index = "", ...given }], number) => [
          what,
          lines(`i${number}`, { ...given, index: `purpose: "p${number}", ${index}` }),
        ]),
      ),
    );
  });

  test.each(cases)("%s is refused", (what, _, message) => {
    expect(refused[what]).toMatch(message);
  });
});
