import { join } from "node:path";
import { decide } from "../../tools/graph/access/decide";
import type { Graph } from "../../tools/graph/evaluate";
import { evaluated } from "../support/evaluations";
import { find } from "../support/graph";

let graph: Graph;
let key: string;
beforeAll(async () => {
  graph = await evaluated({ directory: join(__dirname, "..", "fixtures", "keys"), stack: "test" });
  key = String(graph.outputs.arn);
});

const may = async (outsider: string, action: string, context: Record<string, string> = {}): Promise<boolean> =>
  (await decide(graph, { principal: { outsider }, action, resource: key, context })).allowed;

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const throughS3 = (bucket: string, region = "eu-central-1") => ({
  "kms:ViaService": `s3.${region}.amazonaws.com`,
  "kms:CallerAccount": "123456789012",
  "kms:EncryptionContext:aws:s3:arn": bucket,
});

test("the key rotates every year and takes 30 days to delete", () => {
  expect(find(graph, "Key", "everything").inputs).toMatchObject({
    enableKeyRotation: true,
    rotationPeriodInDays: 365,
    deletionWindowInDays: 30,
    multiRegion: false,
  });
  expect(find(graph, "Key", "everything").protect).toBe(true);
  expect(find(graph, "Alias", "everything").inputs.name).toBe("alias/acme-test-eu-central-1-everything");
});

describe("administering is not using", () => {
  test("an administrator runs the key and reads nothing with it", async () => {
    expect(await may(role("keeper"), "kms:ScheduleKeyDeletion")).toBe(true);
    expect(await may(role("keeper"), "kms:Decrypt")).toBe(false);
    expect(await may(role("keeper"), "kms:Decrypt", throughS3("arn:aws:s3:::acme-files"))).toBe(false);
    expect(await may(role("keeper"), "kms:GenerateDataKey", throughS3("arn:aws:s3:::acme-files"))).toBe(false);
  });

  test("a user uses it and administers nothing", async () => {
    expect(await may(role("reader"), "kms:Decrypt", throughS3("arn:aws:s3:::acme-files"))).toBe(true);
    for (const action of ["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:CreateGrant"])
      expect(await may(role("reader"), action)).toBe(false);
  });

  test("the account can always mend the policy, or the key could be lost for good", async () => {
    expect(await may(role("anybody"), "kms:PutKeyPolicy")).toBe(true);
    expect(await may(role("anybody"), "kms:DisableKey")).toBe(false);
    expect(await may("arn:aws:iam::999999999999:role/admin", "kms:PutKeyPolicy")).toBe(false);
  });
});

describe("each grant is narrowed", () => {
  test.each<[string, string, string, Record<string, string>]>([
    ["another role", role("stranger"), "kms:Decrypt", throughS3("arn:aws:s3:::acme-files")],
    ["without S3", role("reader"), "kms:Decrypt", {}],
    ["through S3 of another region", role("reader"), "kms:Decrypt", throughS3("arn:aws:s3:::acme-files", "us-east-1")],
    ["for another bucket", role("reader"), "kms:Decrypt", throughS3("arn:aws:s3:::acme-other")],
    ["the copier reading", role("copier"), "kms:Decrypt", throughS3("arn:aws:s3:::acme-copies")],
    ["the copier elsewhere", role("copier"), "kms:Encrypt", throughS3("arn:aws:s3:::acme-files")],
  ])("s3 and replication: not %s", async (_, principal, action, context) => {
    expect(await may(principal, action, context)).toBe(false);
  });

  test("replication encrypts into its bucket, and does nothing else", async () => {
    expect(await may(role("copier"), "kms:Encrypt", throughS3("arn:aws:s3:::acme-copies/x"))).toBe(true);
    for (const action of ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"])
      expect(await may(role("copier"), action, throughS3("arn:aws:s3:::acme-copies"))).toBe(false);
    for (const action of ["kms:GenerateDataKey", "kms:Decrypt"])
      expect(await may(role("copier"), action, throughS3("arn:aws:s3:::acme-copies/x"))).toBe(false);
  });

  const own = { "aws:SourceAccount": "123456789012" };
  const other = { "aws:SourceAccount": "999999999999" };
  test.each<[string, string, string, string]>([
    [
      "notifications",
      "s3.amazonaws.com",
      "arn:aws:s3:::acme-test-eu-central-1-main-123456789012",
      "arn:aws:s3:::evil-bucket",
    ],
    [
      "alarms",
      "cloudwatch.amazonaws.com",
      "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:failed-uploads",
      "arn:aws:cloudwatch:eu-central-1:999999999999:alarm:failed-uploads",
    ],
    [
      "budgets",
      "budgets.amazonaws.com",
      "arn:aws:budgets::123456789012:budget/month",
      "arn:aws:budgets::999999999999:budget/month",
    ],
  ])("%s: for this account's own, and no other's", async (_, service, source, foreign) => {
    expect(await may(service, "kms:GenerateDataKey", { ...own, "aws:SourceArn": source })).toBe(true);
    expect(await may(service, "kms:Decrypt", { ...own, "aws:SourceArn": source })).toBe(true);
    expect(await may(service, "kms:GenerateDataKey", { ...own, "aws:SourceArn": foreign })).toBe(false);
    expect(await may(service, "kms:GenerateDataKey", { ...other, "aws:SourceArn": source })).toBe(false);
    expect(await may(service, "kms:GenerateDataKey")).toBe(false);
    expect(await may("other.amazonaws.com", "kms:GenerateDataKey", { ...own, "aws:SourceArn": source })).toBe(false);
  });

  test("events: for this account's rules, and where EventBridge does not say for which rule", async () => {
    const service = "events.amazonaws.com";
    const rule = (account: string) => ({ "aws:SourceArn": `arn:aws:events:eu-central-1:${account}:rule/activity` });
    expect(await may(service, "kms:GenerateDataKey", { ...own, ...rule("123456789012") })).toBe(true);
    expect(await may(service, "kms:Decrypt")).toBe(true);
    expect(await may(service, "kms:GenerateDataKey", { ...own, ...rule("999999999999") })).toBe(false);
    expect(await may(service, "kms:GenerateDataKey", { ...other, ...rule("123456789012") })).toBe(false);
    expect(await may("other.amazonaws.com", "kms:GenerateDataKey", { ...own, ...rule("123456789012") })).toBe(false);
  });

  test("cloudtrail: describes the key, which has no context, for the one trail", async () => {
    const source = (name: string) => ({
      ...own,
      "aws:SourceArn": `arn:aws:cloudtrail:eu-central-1:123456789012:trail/${name}`,
    });
    expect(await may("cloudtrail.amazonaws.com", "kms:DescribeKey", source("audit"))).toBe(true);
    expect(await may("cloudtrail.amazonaws.com", "kms:DescribeKey", source("other"))).toBe(false);
  });

  test("cloudtrail: encrypts for the one trail, and cannot decrypt", async () => {
    const trail = (name: string) => `arn:aws:cloudtrail:eu-central-1:123456789012:trail/${name}`;
    const forTrail = (name: string) => ({
      ...own,
      "aws:SourceArn": trail(name),
      "kms:EncryptionContext:aws:cloudtrail:arn": trail(name),
    });
    expect(await may("cloudtrail.amazonaws.com", "kms:GenerateDataKey", forTrail("audit"))).toBe(true);
    expect(await may("cloudtrail.amazonaws.com", "kms:GenerateDataKey", forTrail("other"))).toBe(false);
    expect(await may("cloudtrail.amazonaws.com", "kms:Decrypt", forTrail("audit"))).toBe(false);
  });

  test("logs: for log groups of this account and region", async () => {
    const group = (account: string) => ({
      "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:${account}:log-group:/aws/lambda/x`,
    });
    expect(await may("logs.eu-central-1.amazonaws.com", "kms:Encrypt", group("123456789012"))).toBe(true);
    expect(await may("logs.eu-central-1.amazonaws.com", "kms:Encrypt", group("999999999999"))).toBe(false);
    expect(await may("logs.us-east-1.amazonaws.com", "kms:Encrypt", group("123456789012"))).toBe(false);
  });

  const through = (service: string, account = "123456789012") => ({
    "kms:ViaService": `${service}.eu-central-1.amazonaws.com`,
    "kms:CallerAccount": account,
  });

  test("events: rules of a bus of one's own too, whose ARNs name the bus", async () => {
    const source = "arn:aws:events:eu-central-1:123456789012:rule/acme-index/acme-on-thumbnails";
    expect(await may("events.amazonaws.com", "kms:GenerateDataKey", { ...own, "aws:SourceArn": source })).toBe(true);
  });

  test.each([
    ["dynamodb", ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"]],
    ["sqs", ["kms:Decrypt", "kms:GenerateDataKey"]],
    ["sns", ["kms:Decrypt", "kms:GenerateDataKey"]],
  ])("%s: through it alone, for this account", async (service, actions) => {
    for (const action of actions) {
      expect(await may(role("worker"), action, through(service))).toBe(true);
      expect(await may(role("worker"), action)).toBe(false);
      expect(await may(role("worker"), action, through(service, "999999999999"))).toBe(false);
      const abroad = { "kms:ViaService": `${service}.us-east-1.amazonaws.com`, "kms:CallerAccount": "123456789012" };
      expect(await may(role("worker"), action, abroad)).toBe(false);
    }
  });

  test("sqs: cannot make grants", async () => {
    expect(await may(role("worker"), "kms:CreateGrant", through("sqs"))).toBe(false);
  });

  test("lambda: through Lambda alone", async () => {
    const through = { "kms:ViaService": "lambda.eu-central-1.amazonaws.com", "kms:CallerAccount": "123456789012" };
    expect(await may(role("deployer"), "kms:CreateGrant", through)).toBe(true);
    expect(await may(role("deployer"), "kms:CreateGrant")).toBe(false);
  });
});
