import * as fc from "fast-check";
import type { Resource } from "../../tools/graph/evaluate";
import { programWith } from "../support/program";

/** Everything that a stack has, under a logical prefix, with a naming and a purpose; what is refused is told. */
const stack = `
const refused = {};
const stackOf = (id, naming, purpose) => {
  const of = (name) => id + "-" + name;
  const part = (name) => (purpose === undefined ? {} : { purpose });
  try {
    const key = new coffer.EncryptionKey(of("key"), { naming, purpose: purpose ?? "main" });
    const logs = new coffer.SecureBucket(of("logs"), { naming, purpose: purpose === undefined ? "access-logs" : purpose + "-logs", encryption: { kind: "s3" }, receivesAccessLogs: true });
    const vault = new coffer.StandbyVault(of("vault"), { naming, region: "eu-west-1", source: purpose ?? "main", ...(purpose === undefined ? {} : { purpose: purpose + "-v", roles: purpose }) });
    const main = new coffer.SecureBucket(of("main"), { naming, purpose: purpose ?? "main", encryption: { kind: "kms", keyArn: key.arn }, accessLogs: logs, replication: vault.target });
    const bucket = { name: main.name, arn: main.arn, keyArn: key.arn };
    const index = new coffer.ObjectIndex(of("index"), { naming, bucket, ...(purpose === undefined ? {} : { purpose: purpose + "-i" }) });
    const api = new coffer.AccessApi(of("api"), { naming, bucket, index: { recorderArn: index.recorder.arn }, ...(purpose === undefined ? {} : { purpose: purpose + "-a", roles: purpose }) });
    const one = (user) => [{ user }];
    new coffer.RoleTrio(of("roles"), { naming, bucket, vault, api, principals: { uploaders: one("alice"), viewers: one("victor"), admins: one("ada") }, ...part() });
    const trail = new coffer.AuditTrail(of("trail"), { naming, kind: "own", auditors: one("audrey"), dataBuckets: [main.arn], objectLock: { mode: "governance", days: 1 }, accessLogs: logs, ...(purpose === undefined ? {} : { purpose: purpose + "-t" }) });
    new coffer.Alerting(of("alerts"), { naming, logGroupName: trail.logGroupName, bucket: main.name, readers: ["r"], keyArn: key.arn,
      subscribers: [{ kind: "slack", teamId: "T0123ABCD", channelId: "C0123ABCD" }], ...(purpose === undefined ? {} : { purpose: purpose + "-n" }) });
  } catch (error) {
    refused[id] = error.message;
  }
};`;

/** AWS's limits, from each service's API reference, written down apart from the components' own. */
const longest: Readonly<Record<string, number>> = {
  Role: 64,
  Policy: 128,
  Function: 64,
  Queue: 80,
  Topic: 256,
  Table: 255,
  EventRule: 64,
  EventBus: 256,
  MetricAlarm: 255,
  Dashboard: 255,
  Trail: 128,
  Alias: 256,
  LogGroup: 512,
  Api: 128,
  Bucket: 63,
  SlackChannelConfiguration: 128,
  QueryDefinition: 255,
  LogMetricFilter: 512,
};

const nameOf = ({ type, inputs }: Resource): { kind: string; name: string } | undefined => {
  const kind = type.split(":").at(-1) ?? "";
  const name = kind === "Bucket" ? inputs.bucket : (inputs.dashboardName ?? inputs.configurationName ?? inputs.name);
  return typeof name === "string" && kind in longest ? { kind, name } : undefined;
};

const identity = (resource: Resource): string | undefined => {
  const named = nameOf(resource);
  return named && !["Api", "QueryDefinition"].includes(named.kind)
    ? `${named.kind} ${resource.region} ${String(resource.inputs.logGroupName ?? "")} ${named.name}`
    : undefined;
};

test("two of each component live in one stack", async () => {
  const graph = await programWith(
    `${stack} stackOf("one", naming); stackOf("two", naming, "photos"); exports.refused = refused;`,
  );
  expect(graph.outputs.refused).toEqual({});
  const all = graph.resources.map(identity).filter((one) => one !== undefined);
  expect(all.length).toBeGreaterThan(120);
  expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([]);
}, 120_000);

test("whatever the parts of a name are, they are refused with a message, or every name is within AWS's limit", async () => {
  const word = (least: number, most: number) =>
    fc.integer({ min: least, max: most }).map((length) => `${"a".repeat(length - 1)}z`);
  const samples = fc.sample(fc.tuple(word(2, 20), word(2, 12), fc.option(word(2, 20), { nil: undefined })), {
    numRuns: 12,
    seed: 11,
  });
  // The longest that each may be, beside those that fit by little.
  const cases = [["a".repeat(20), "b".repeat(12), undefined], ["a".repeat(14), "b".repeat(2), undefined], ...samples];
  const lines = cases.map(
    ([company, environment, purpose], index) =>
      `stackOf("s${index}", ${JSON.stringify({ company, environment, region: "eu-central-1" })}, ${JSON.stringify(purpose)});`,
  );
  const graph = await programWith(`${stack} ${lines.join("\n")} exports.refused = refused;`);
  const refused = graph.outputs.refused as Readonly<Record<string, string>>;
  expect(Object.keys(refused).length).toBeGreaterThan(0);
  expect(Object.keys(refused).length).toBeLessThan(cases.length);
  for (const message of Object.values(refused))
    expect(message).toMatch(/; give (a name of at most \d+ characters|2 to 20 )/);
  const tooLong = graph.resources
    .filter(({ name }) => !Object.hasOwn(refused, name.split("-")[0] ?? ""))
    .flatMap((resource) => nameOf(resource) ?? [])
    .filter(({ kind, name }) => name.length > (longest[kind] ?? 0));
  expect(tooLong).toEqual([]);
}, 180_000);

test.each([48, 49, 50])("an API whose name has %i characters", async (length) => {
  const company = "a".repeat(length - "-test-eu-central-1-api".length);
  const files = '{ name: "n", arn: "arn:aws:s3:::n", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" }';
  const program = programWith(
    `new coffer.AccessApi("a", { naming: { ...naming, company: "${company.slice(0, 20)}" }, purpose: "api${"x".repeat(Math.max(0, company.length - 20))}", bucket: ${files}, index: { recorderArn: "r" } });`,
  );
  if (length > 48) {
    await expect(program).rejects.toThrow("give a name of at most 48 characters");
    return;
  }
  const names = (await program).resources.filter(({ type }) => type.endsWith(":Role")).map(({ inputs }) => inputs.name);
  expect(Math.max(...names.map((name) => String(name).length))).toBe(64);
});
