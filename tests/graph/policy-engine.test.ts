import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../policies/rules";
import { type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { unknown } from "../../tools/graph/types";
import { type Diagnostic, Engine } from "../support/engine";
import { evaluated } from "../support/evaluations";
import { graphOf } from "../support/graph";

/**
 * The pack, started with Node as Pulumi's language host starts it, and asked over gRPC as the engine asks. It proves
 * that the pack loads and answers; what the engine makes of the answers is the engine's.
 */
jest.setTimeout(120_000);

let engine: Engine;
let preview: Graph;
let update: Graph;
beforeAll(async () => {
  [engine, preview, update] = await Promise.all([
    Engine.start(),
    evaluated({ stack: "dev", preview: true }),
    graphOf("dev"),
  ]);
});
afterAll(() => engine.stop());

const resource = (type: string, name: string, inputs: Graph["resources"][number]["inputs"], more: object = {}) => ({
  urn: `urn:pulumi:test::test::${type}::${name}`,
  type,
  name,
  parent: "",
  provider: "",
  region: "eu-central-1",
  custom: true,
  protect: false,
  dependsOn: [],
  inputs,
  outputs: inputs,
  sources: {},
  id: "",
  ...more,
});

const bucket = resource("aws:s3/bucket:Bucket", "open", { bucket: "acme-dev-open" });
const sideOf = (kind: string, inputs: Graph["resources"][number]["inputs"]) =>
  resource(
    `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
    "open",
    { bucket: unknown, ...inputs },
    { sources: { bucket: [bucket.urn] } },
  );

const said = (diagnostics: readonly Diagnostic[], policy: string) =>
  diagnostics.filter((one) => one.policy === policy).map(({ level, message }) => `${level}: ${message}`);

test("the pack names every rule, with its level and its schema", async () => {
  const info = await engine.info();
  expect(info.getName()).toBe("coffer");
  const names = info.getPoliciesList().map((policy) => policy.getName());
  expect(names).toEqual([
    "exceptions",
    ...rules.map(({ id }) => id),
    "not-known-yet",
    "rule-failed",
    "accepted-exceptions",
  ]);
  const abort = info.getPoliciesList().find((policy) => policy.getName() === "s3-abort-incomplete-uploads");
  expect(abort?.getConfigschema()?.getProperties()?.toJavaScript()).toEqual({
    days: { type: "integer", default: 30, minimum: 1, description: "Days after which an upload must be gone, at most" },
  });
});

test("a preview of a new stack is not refused, and says what it does not know", async () => {
  await engine.configure({});
  const diagnostics = await engine.run(preview);
  expect(diagnostics.filter(({ level }) => level === "mandatory")).toEqual([]);
  const open = said(diagnostics, "not-known-yet").join("\n");
  expect(open).toContain("s3-public-policy cannot decide about main: policy is not known yet.");
  expect(open).toContain("s3-tls-only cannot decide about main: policy is not known yet.");
  // No rule was abandoned at its first unknown value.
  expect(diagnostics.filter(({ message }) => message.includes("can't run policy"))).toEqual([]);
});

test("an update of our stack is not refused, and nothing is left open", async () => {
  await engine.configure({});
  const diagnostics = await engine.run(update);
  expect(diagnostics.filter(({ level }) => level === "mandatory")).toEqual([]);
  expect(said(diagnostics, "not-known-yet")).toEqual([]);
});

test("a public policy is refused before the resource is made", async () => {
  const policy = JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" } });
  const diagnostics = await engine.analyze(sideOf("BucketPolicy", { policy }));
  expect(said(diagnostics, "s3-public-policy")).toEqual([
    expect.stringMatching(/^mandatory: .*\nopen admits everyone in statement 1\. Name the principals/s),
  ]);
});

test("in a preview, side resources are joined by where their properties come from", async () => {
  const versioned = sideOf("BucketVersioning", { versioningConfiguration: { status: "Enabled" } });
  expect(said(await engine.run({ resources: [bucket, versioned] }), "s3-versioning")).toEqual([]);
  expect(said(await engine.run({ resources: [bucket] }), "s3-versioning")).toEqual([
    expect.stringContaining("mandatory: Every bucket keeps old versions"),
  ]);
});

test("a program that registers nothing but the stack is refused, in a preview and in an update", async () => {
  const stack = resource("pulumi:pulumi:Stack", "test-test", {}, { custom: false });
  const provider = resource("pulumi:providers:aws", "default_7_48_0", { region: "eu-central-1" });
  for (const resources of [[stack], [stack, provider]])
    expect(said(await engine.run({ resources }), "program-empty")).toEqual([
      expect.stringMatching(/^mandatory: .*\ntest-test registers nothing but the stack\. Name the program's file/s),
    ]);
  expect(said(await engine.run({ resources: [stack, provider, bucket] }), "program-empty")).toEqual([]);
});

test("what a rule cannot decide before a resource is made, it decides with the whole stack", async () => {
  const key = resource("aws:kms/key:Key", "main", { enableKeyRotation: true });
  const group = (sources: object) =>
    resource("aws:cloudwatch/logGroup:LogGroup", "app", { name: "app", kmsKeyId: unknown }, { sources });
  const encrypted = group({ kmsKeyId: [key.urn] });
  expect(said(await engine.analyze(encrypted), "logs-encryption")).toEqual([]);
  // Where the value comes from a resource, there will be one; from elsewhere, nobody knows.
  expect(said(await engine.run({ resources: [key, encrypted] }), "not-known-yet").join()).not.toContain(
    "logs-encryption",
  );
  expect(said(await engine.run({ resources: [key, group({})] }), "not-known-yet")).toContainEqual(
    expect.stringContaining("logs-encryption cannot decide about app: kmsKeyId is not known yet."),
  );
  // The next deployment of the same process begins anew.
  expect(said(await engine.run({ resources: [key] }), "not-known-yet").join()).not.toContain("logs-encryption");
});

test("what the program only reads is not judged", async () => {
  const read = { ...bucket, external: true };
  expect(said(await engine.run({ resources: [read] }), "s3-versioning")).toEqual([]);
  // Registered by the next deployment of the same process, it is the program's own.
  expect(said(await engine.run({ resources: [bucket] }), "s3-versioning")).toHaveLength(1);
});

test("secrets are judged like any other value", async () => {
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "public-read" };
  const acl = sideOf("BucketAcl", { acl: secret });
  expect(said(await engine.run({ resources: [bucket, acl] }), "s3-public-acl")).toHaveLength(1);
});

test("one unknown value keeps no finding about another resource back", async () => {
  const other = resource("aws:s3/bucket:Bucket", "other", { bucket: "acme-dev-other" });
  const undecided = sideOf("BucketVersioning", { versioningConfiguration: unknown });
  const diagnostics = await engine.run({ resources: [bucket, undecided, other] });
  expect(said(diagnostics, "s3-versioning")).toEqual([expect.stringContaining("other has no versioning")]);
  expect(said(diagnostics, "not-known-yet")).toContainEqual(
    expect.stringContaining("s3-versioning cannot decide about open: versioningConfiguration is not known yet."),
  );
});

test("what AWS fills in is not taken for what the program says", async () => {
  const made = {
    ...bucket,
    outputs: {
      ...bucket.inputs,
      serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } },
    },
  };
  expect(said(await engine.run({ resources: [made] }), "s3-default-encryption")).toEqual([
    expect.stringContaining("open has no default encryption"),
  ]);
});

test("levels and parameters come from the engine's configuration", async () => {
  await engine.configure({ "s3-bucket-name": { level: "MANDATORY", properties: { pattern: "^globex-" } } });
  expect(said(await engine.run({ resources: [bucket] }), "s3-bucket-name")).toEqual([
    expect.stringContaining("mandatory: Bucket names follow the team's pattern"),
  ]);
  await engine.configure({ "s3-bucket-name": { level: "DISABLED" } });
  expect(said(await engine.run({ resources: [bucket] }), "s3-bucket-name")).toEqual([]);
});

test("an exception silences its finding, is printed, and is itself a finding when it expired or is not needed", async () => {
  const exception = (rule: string, expires: string) => ({
    rule,
    resource: "aws:s3/bucket:Bucket/open",
    reason: "a demonstration of exceptions",
    expires,
  });
  const soon = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toJSON().slice(0, 10);
  await engine.configure({
    exceptions: {
      level: "MANDATORY",
      properties: {
        accepted: [
          exception("s3-versioning", soon),
          exception("s3-cors", soon),
          exception("s3-ownership", "2020-01-31"),
        ],
      },
    },
  });
  const diagnostics = await engine.run({ resources: [bucket] });
  expect(said(diagnostics, "s3-versioning")).toEqual([]);
  expect(said(diagnostics, "s3-ownership")).toHaveLength(1);
  expect(said(diagnostics, "accepted-exceptions").join("\n")).toContain(
    `s3-versioning: open has no versioning. Accepted until ${soon}: a demonstration of exceptions`,
  );
  expect(said(diagnostics, "accepted-exceptions").join("\n")).toContain(
    "The exception from s3-cors for aws:s3/bucket:Bucket/open matches no finding.",
  );
  expect(said(diagnostics, "exceptions").join("\n")).toContain("mandatory: ");
  expect(said(diagnostics, "exceptions").join("\n")).toContain("expired on 2020-01-31");
  await engine.configure({});
});

test("wide exceptions are refused where the configuration says so, and rules that are switched off are counted", async () => {
  const expires = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toJSON().slice(0, 10);
  const wide = {
    rule: "s3-versioning",
    resource: "aws:s3/bucket:Bucket/*",
    reason: "a demonstration of width",
    expires,
  };
  await engine.configure({
    exceptions: { level: "MANDATORY", properties: { accepted: [wide], refuseWide: true } },
    "s3-cors": { level: "DISABLED", properties: {} },
    "iam-access-key": { level: "DISABLED", properties: {} },
  });
  const diagnostics = await engine.run({ resources: [bucket] });
  expect(said(diagnostics, "exceptions").join("\n")).toContain(
    "aws:s3/bucket:Bucket/* is for every resource of a type",
  );
  expect(said(diagnostics, "accepted-exceptions").join("\n")).toContain(
    `2 of ${rules.length} rules are switched off: s3-cors, iam-access-key.`,
  );
  await engine.configure({});
});

test("the pack serves as a package too, compiled and without TypeScript", async () => {
  mkdirSync(join(projectDirectory, ".sandbox"), { recursive: true });
  const folder = mkdtempSync(join(projectDirectory, ".sandbox", "policies-"));
  const built = spawnSync(process.execPath, ["tools/scripts/build-policies.mjs", folder], {
    cwd: projectDirectory,
    encoding: "utf8",
  });
  expect(built).toMatchObject({ stderr: "", status: 0 });
  const published = await Engine.start(folder);
  try {
    const info = await published.info();
    expect(info.getVersion()).toBe("0.1.0");
    expect(info.getPoliciesList().map((policy) => policy.getName())).toEqual(
      expect.arrayContaining(rules.map(({ id }) => id)),
    );
    expect(said(await published.run({ resources: [bucket] }), "s3-versioning")).toHaveLength(1);
  } finally {
    published.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("remediation", () => {
  test("mends what is safe to mend, and leaves the rest as it is", async () => {
    await engine.configure({
      "s3-public-access-weakened": { level: "REMEDIATE" },
      "kms-rotation": { level: "REMEDIATE" },
      "s3-bucket-key": { level: "REMEDIATE" },
    });
    const weakened = sideOf("BucketPublicAccessBlock", { blockPublicAcls: true, blockPublicPolicy: false });
    const [mended] = await engine.remediate(weakened);
    expect(mended).toMatchObject({
      policy: "s3-public-access-weakened",
      properties: {
        // Pulumi's own mark for what is not known yet.
        bucket: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    });
    expect(await engine.remediate(resource("aws:kms/key:Key", "main", { description: "a key" }))).toMatchObject([
      { policy: "kms-rotation", properties: { description: "a key", enableKeyRotation: true } },
    ]);
    const byDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: unknown };
    const encryption = sideOf("BucketServerSideEncryptionConfiguration", {
      rules: [{ applyServerSideEncryptionByDefault: byDefault }],
    });
    expect(await engine.remediate(encryption)).toMatchObject([
      {
        policy: "s3-bucket-key",
        properties: {
          rules: [
            {
              applyServerSideEncryptionByDefault: { kmsMasterKeyId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
              bucketKeyEnabled: true,
            },
          ],
        },
      },
    ]);
  });

  test("has nothing to do where all is right", async () => {
    expect(await engine.remediate(resource("aws:kms/key:Key", "main", { enableKeyRotation: true }))).toEqual([]);
    await engine.configure({});
  });
});
