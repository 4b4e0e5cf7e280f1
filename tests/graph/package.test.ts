import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as yaml from "yaml";
import { evaluate, type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { bundlesOf, runBundle } from "../support/bundle";
import { find, graphOf } from "../support/graph";

/** Another team's project that has installed this package. */
let project: string;
beforeAll(async () => {
  const packed = spawnSync("npm", ["run", "--silent", "build"], { cwd: projectDirectory, encoding: "utf8" });
  if (packed.status !== 0) throw new Error(packed.stdout + packed.stderr);
  project = await mkdtemp(join(tmpdir(), "coffer-package-"));
  const modules = join(project, "node_modules");
  await mkdir(join(modules, "coffer"), { recursive: true });
  for (const file of ["package.json", "dist"])
    await symlink(join(projectDirectory, file), join(modules, "coffer", file));
  for (const scope of ["@pulumi", "@types"])
    await symlink(join(projectDirectory, "node_modules", scope), join(modules, scope));
}, 60_000);
afterAll(() => rm(project, { recursive: true, force: true }));

const write = (file: string, text: string) => writeFile(join(project, file), text);

test("another stack imports the components by the package's name, with their types", async () => {
  await write(
    "index.ts",
    `import { EncryptionKey, SecureBucket } from "coffer";
     const naming = { company: "globex", environment: "test", region: "us-west-2" };
     const key = new EncryptionKey("key", { naming, purpose: "reports", grants: [{ to: "s3" }] });
     const encryption = { kind: "kms", keyArn: key.arn } as const;
     const bucket = new SecureBucket("reports", { naming, purpose: "reports", encryption });
     export const name = bucket.name;
     // @ts-expect-error the types are there: no such argument
     export const wrong = () => new SecureBucket("x", { naming, purpose: "x", encryption, acl: "public-read" });`,
  );
  await write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        target: "es2022",
        strict: true,
        noUnusedLocals: true,
        noEmit: true,
        types: ["node"],
        rootDir: ".",
      },
    }),
  );
  const tsc = join(projectDirectory, "node_modules", "typescript", "bin", "tsc");
  const checked = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" });
  expect(checked.stdout).toBe("");
  await write("Pulumi.yaml", "name: reports\nruntime: nodejs\nmain: index.ts\n");
  await write("Pulumi.test.yaml", "config:\n  aws:region: us-west-2\n");
  const graph = await evaluate({ directory: project, stack: "test" });
  expect(graph.outputs.name).toBe("globex-test-us-west-2-reports-123456789012");
  expect(find(graph, "Bucket", "reports").protect).toBe(true);
}, 60_000);

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
  const stop = evaluate({ directory: project, stack: "test" });
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
  const stop = evaluate({ directory: project, stack: "test" });
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
  const [installed, own] = await Promise.all([evaluate({ directory: project, stack: "test" }), graphOf("dev")]);
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
  const bundles = bundlesOf(await evaluate({ directory: project, stack: "test" }));
  const { text = "" } = bundles.find(({ name }) => name === "index-reports") ?? {};
  expect(text).not.toContain(project);
  await write("bundle.js", text);
  const ready = { schemaVersion: "1", bucket: "b", key: "k", versionId: "v", etag: "e" };
  const detail = { ...ready, size: 5, createdAt: "2026-01-15T12:00:00.000Z" };
  const messages = [detail, { ...detail, size: 0 }].map((each, index) => ({
    messageId: `message-${index}`,
    body: JSON.stringify({ id: `event-${index}`, detail: each }),
  }));
  const { answer, log } = await runBundle(join(project, "bundle.js"), { Records: messages }, {});
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
  expect(log).toContainEqual({ words: ["seen"], key: "k" });
}, 60_000);

test("the engine runs index.ts, not what the package exports to other stacks", async () => {
  // Without `main` in Pulumi.yaml, Pulumi's runtime would take the entry that package.json exports.
  const { main } = yaml.parse(await readFile(join(projectDirectory, "Pulumi.yaml"), "utf8"));
  expect(main).toBe("index.ts");
});
