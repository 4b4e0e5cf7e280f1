import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as yaml from "yaml";
import { evaluate, type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { bundlesOf, runBundle } from "../support/bundle";
import type { ModuleSettings } from "../support/compile";
import { type Consumer, type Consumers, compileEach, packConsumers } from "../support/consumer";
import { find, graphOf } from "../support/graph";

let consumers: Consumers;
/** Another team's project that has installed this package. */
let project: Consumer;
beforeAll(async () => {
  consumers = await packConsumers();
  project = await consumers.project("reports");
}, 120_000);
afterAll(() => consumers.remove());

const write = (file: string, text: string) => project.write(file, text);

const importing = `import { EncryptionKey, SecureBucket } from "coffer";
import { ApiClient } from "coffer/client";
const naming = { company: "globex", environment: "test", region: "us-west-2" };
const key = new EncryptionKey("key", { naming, purpose: "reports", grants: [{ to: "s3" }] });
const encryption = { kind: "kms", keyArn: key.arn } as const;
const bucket = new SecureBucket("reports", { naming, purpose: "reports", encryption });
export const name = bucket.name;
export const client: string = ApiClient.name;
// @ts-expect-error the types are there: no such argument
export const wrong = () => new SecureBucket("x", { naming, purpose: "x", encryption, acl: "public-read" });
// @ts-expect-error the types are there: no such method
export const missing = (api: ApiClient) => api.removeBucket();
`;

const everySetting: readonly ModuleSettings[] = (["node10", "node16", "nodenext", "bundler"] as const).flatMap(
  (resolution) => (["commonjs", "module"] as const).map((format) => ({ resolution, format })),
);

describe("a project that has installed the package", () => {
  const named = ({ resolution, format }: ModuleSettings) => `${resolution}-${format}`;
  const folderOf = (settings: ModuleSettings) => join(consumers.folder, named(settings));
  const reports = new Map<string, string>();
  /** What was evaluated, by the JavaScript that ran: settings that compile to the same need one evaluation. */
  const evaluated = new Map<string, Promise<Graph>>();

  beforeAll(async () => {
    for (const settings of everySetting) {
      const { write } = await consumers.project(named(settings));
      await write("index.ts", importing);
      await write("package.json", JSON.stringify({ name: "reports", type: settings.format }));
      const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
      await write("Pulumi.yaml", `name: reports\n${runtime}\nmain: bin/index.js\n`);
      await write("Pulumi.test.yaml", "config:\n  aws:region: us-west-2\n");
    }
    const wrong = await consumers.project("wrong");
    await wrong.write(
      "index.ts",
      'import { SecureBuckets } from "coffer";\nimport { x } from "coffer/functions";\nexport const y = [SecureBuckets, x];\n',
    );
    const all = [...everySetting.map((each) => ({ ...each, folder: folderOf(each) }))];
    const found = compileEach([...all, { folder: wrong.folder, resolution: "nodenext", format: "commonjs" }]);
    [...everySetting.map(named), "wrong"].forEach((name, index) => {
      reports.set(name, found[index] ?? "not compiled");
    });
  }, 240_000);

  test.each(everySetting)(
    "$format, moduleResolution $resolution: compiles strictly, and runs",
    async (settings) => {
      expect(reports.get(named(settings))).toBe("");
      const script = await readFile(join(folderOf(settings), "bin", "index.js"), "utf8");
      expect(script).toMatch(settings.format === "module" ? /^import .* from "coffer";$/m : /require\("coffer"\)/);
      const running = evaluated.get(script) ?? evaluate({ directory: folderOf(settings), stack: "test" });
      evaluated.set(script, running);
      const graph = await running;
      expect(graph.outputs.name).toBe("globex-test-us-west-2-reports-123456789012");
      expect(graph.outputs.client).toBe("ApiClient");
      expect(find(graph, "Bucket", "reports").protect).toBe(true);
    },
    60_000,
  );

  test("what the package does not export is an error of the compiler", () => {
    expect(reports.get("wrong")).toContain("has no exported member named 'SecureBuckets'");
    expect(reports.get("wrong")).toContain("Cannot find module 'coffer/functions'");
  });
});

test("settings that contradict each other stop the program before anything is made, each with what and why", async () => {
  await write(
    "index.ts",
    `import { SecureBucket, StandbyVault } from "coffer";
     const naming = { company: "globex", environment: "test", region: "us-west-2" };
     new SecureBucket("reports", {
       naming, purpose: "reports", encryption: { kind: "s3" }, receivesAccessLogs: true, forceDestroy: true,
       objectLock: { mode: "governance", days: 3 },
     });`,
  );
  await write("Pulumi.yaml", "name: reports\nruntime: nodejs\nmain: index.ts\n");
  await write("Pulumi.test.yaml", "config:\n  aws:region: us-west-2\n");
  const stop = evaluate({ directory: project.folder, stack: "test" });
  await expect(stop).rejects.toMatchObject({ name: "ProgramError" });
  const message = await stop.catch((error: Error) => error.message);
  expect(message).toContain("reports: objectLock on a bucket that receives access logs; leave it out");
  expect(message).toContain("reports: forceDestroy on a protected bucket");
  expect(message).not.toMatch(/^\s+at /m);
}, 60_000);

test("a vault in the bucket's own region is refused", async () => {
  await write(
    "index.ts",
    `import { StandbyVault } from "coffer";
     new StandbyVault("vault", { naming: { company: "globex", environment: "test", region: "us-west-2" }, region: "us-west-2" });`,
  );
  const stop = evaluate({ directory: project.folder, stack: "test" });
  await expect(stop).rejects.toThrow('vault: region is "us-west-2"; give another region than the bucket\'s');
}, 60_000);

const sizeOf = (graph: Graph, name: string): number => JSON.stringify(find(graph, "Function", name).inputs.code).length;

test("a stack that installs the package deploys functions as small as this repository's", async () => {
  await write(
    "index.ts",
    `import { AccessApi } from "coffer";
     const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
     const bucket = { name: "b", arn: "arn:aws:s3:::b", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/k" };
     const index = { recorderArn: "arn:aws:lambda:eu-central-1:123456789012:function:recorder" };
     new AccessApi("access", { naming, bucket, index });`,
  );
  await write("Pulumi.yaml", "name: reports\nruntime: nodejs\nmain: index.ts\n");
  await write("Pulumi.test.yaml", "config:\n  aws:region: eu-central-1\n");
  const [installed, own] = await Promise.all([evaluate({ directory: project.folder, stack: "test" }), graphOf("dev")]);
  for (const name of ["access-read", "access-write", "access-admin"]) {
    // Bundled from compiled CommonJS, nothing unused could be dropped and it would be several times as large.
    expect(sizeOf(installed, name) / sizeOf(own, name)).toBeCloseTo(1, 1);
  }
}, 60_000);

test("a callback for arriving objects is bundled from the other project, in what reports each message by itself", async () => {
  await write(
    "index.ts",
    `import { ObjectIndex } from "coffer";
     const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
     const bucket = { name: "b", arn: "arn:aws:s3:::b", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/k" };
     const words = ["seen"];
     new ObjectIndex("index", { naming, bucket }).onObject("reports", {
       folder: __dirname,
       callback: async ({ key, size }) => (await import("./report")).report(words, key, size),
     });`,
  );
  await write(
    "report.ts",
    `export const report = (words: string[], key: string, size: number): void => {
       if (size === 0) throw new Error("an empty report");
       console.log(JSON.stringify({ words, key }));
     };`,
  );
  await write("Pulumi.yaml", "name: reports\nruntime: nodejs\nmain: index.ts\n");
  await write("Pulumi.test.yaml", "config:\n  aws:region: eu-central-1\n");
  const bundles = bundlesOf(await evaluate({ directory: project.folder, stack: "test" }));
  const { text = "" } = bundles.find(({ name }) => name === "index-reports") ?? {};
  expect(text).not.toContain(project.folder);
  await write("bundle.js", text);
  const ready = { schemaVersion: "1", bucket: "b", key: "k", versionId: "v", etag: "e" };
  const detail = { ...ready, size: 5, createdAt: "2026-01-15T12:00:00.000Z" };
  const messages = [detail, { ...detail, size: 0 }].map((each, index) => ({
    messageId: `message-${index}`,
    body: JSON.stringify({ id: `event-${index}`, detail: each }),
  }));
  const { answer, log } = await runBundle(join(project.folder, "bundle.js"), { Records: messages }, {});
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
  expect(log).toContainEqual({ words: ["seen"], key: "k" });
}, 60_000);

test("the engine runs index.ts, not what the package exports to other stacks", async () => {
  // Without `main` in Pulumi.yaml, Pulumi's runtime would take the entry that package.json exports.
  const { main } = yaml.parse(await readFile(join(projectDirectory, "Pulumi.yaml"), "utf8"));
  expect(main).toBe("index.ts");
});
