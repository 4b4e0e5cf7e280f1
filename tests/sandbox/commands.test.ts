import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { projectDirectory } from "../../tools/graph/evaluate";
import { findHandler, handlerFile } from "../../tools/sandbox/resources/find";

const runner = join(projectDirectory, "tools", "scripts", "ts.mjs");

interface Run {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly output: () => string;
  /** Resolves when a text was printed. */
  readonly printed: (text: string) => Promise<void>;
  readonly ended: Promise<number | null>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
};

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
});

const run = (program: string, ...options: string[]): Run => {
  const child = spawn(process.execPath, [runner, join(projectDirectory, program), ...options], {
    cwd: projectDirectory,
  });
  running.add(child);
  let text = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      for (const listener of listeners) listener();
    });
  const ended = new Promise<number | null>((done) => child.on("close", done)).finally(() => running.delete(child));
  const printed = (expected: string) =>
    new Promise<void>((done, fail) => {
      const look = () => text.includes(expected) && done();
      listeners.add(look);
      look();
      void ended.then(() => fail(new Error(`it ended before it printed '${expected}':\n${text}`)));
    });
  return { child, output: () => text, printed, ended };
};

const processes = () =>
  spawnSync("ps", ["-A", "-o", "pid=,ppid=,pgid="], { encoding: "utf8" })
    .stdout.trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid, parent, group]) => ({ pid, parent, group }));

/** The process groups that a command has started beside its own: the emulator is in one, with all that it starts. */
const groupsOf = ({ child }: Run): (number | undefined)[] =>
  processes()
    .filter(({ pid, parent, group }) => parent === child.pid && group === pid)
    .map(({ group }) => group);

const goneSoon = async (groups: readonly (number | undefined)[]): Promise<boolean> => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!processes().some(({ group }) => groups.includes(group))) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
};

const folderIn = (output: string): string => /AWS_CONFIG_FILE=(\S+)\/aws\/config/.exec(output)?.[1] ?? "none";

test("the demo shows every step as it should be, none wider than 80 columns, and ends with 0", async () => {
  const demo = run("tools/sandbox/demo/main.ts");
  expect(await demo.ended).toBe(0);
  const lines = demo.output().split("\n");
  expect(demo.output()).toContain("42 of 42 steps came out as they should");
  expect(lines.at(-2)).toMatch(
    /^Destroyed \d{3} resources in \d+\.\d s; nothing is left, but 3 keys that KMS will delete in 30 days\.$/,
  );
  expect(lines.filter((line) => /^ *\d+ {2}/.test(line) && line.length > 80)).toEqual([]);
}, 120_000);

test("two sandboxes run at once; each prints how to use it and ends with Ctrl-C, leaving nothing behind", async () => {
  const both = [run("tools/sandbox/main.ts"), run("tools/sandbox/main.ts")];
  await Promise.all(both.map(({ printed }) => printed("Ctrl-C stops it.")));
  const folders = both.map(({ output }) => folderIn(output()));
  const groups = both.flatMap(groupsOf);
  expect(new Set(folders).size).toBe(2);
  expect(new Set(groups).size).toBe(2);
  for (const { child } of both) child.kill("SIGINT");
  expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([130, 130]);
  expect(await goneSoon(groups)).toBe(true);
  expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
}, 180_000);

test("a sandbox that is killed takes its emulator with it", async () => {
  const sandbox = run("tools/sandbox/main.ts");
  await sandbox.printed("Ctrl-C stops it.");
  const groups = groupsOf(sandbox);
  expect(groups).toHaveLength(1);
  sandbox.child.kill("SIGKILL");
  await sandbox.ended;
  expect(await goneSoon(groups)).toBe(true);
  await rm(folderIn(sandbox.output()), { recursive: true, force: true });
}, 120_000);

test("a sandbox that is interrupted while it deploys stops what it started", async () => {
  const sandbox = run("tools/sandbox/main.ts");
  await sandbox.printed("Starting the emulator");
  await new Promise((done) => setTimeout(done, 1500));
  const groups = groupsOf(sandbox);
  expect(groups).toHaveLength(1);
  sandbox.child.kill("SIGINT");
  expect(await sandbox.ended).toBe(130);
  expect(await goneSoon(groups)).toBe(true);
}, 120_000);

test("an empty sandbox answers on the port that it is given, and says how to use it", async () => {
  const port = await freePort();
  const sandbox = run("tools/sandbox/main.ts", "--empty", "--port", String(port));
  await sandbox.printed("Ctrl-C stops it.");
  expect(sandbox.output()).toContain(`https://127.0.0.1:${port}, with nothing in it`);
  expect(sandbox.output()).toContain(`export AWS_ENDPOINT_URL=https://127.0.0.1:${port}\n`);
  sandbox.child.kill("SIGINT");
  expect(await sandbox.ended).toBe(130);
}, 60_000);

test("a sandbox is destroyed on request, and says that nothing is left", async () => {
  const sandbox = run("tools/sandbox/main.ts", "--destroy");
  expect(await sandbox.ended).toBe(0);
  expect(sandbox.output()).toMatch(/^Destroyed \d{3} resources in .*; nothing is left, but 3 keys/m);
}, 120_000);

test("a stack that does not exist is named, with those that do", async () => {
  const sandbox = run("tools/sandbox/main.ts", "--stack", "nope");
  expect(await sandbox.ended).toBe(1);
  expect(sandbox.output()).toContain("There is no Pulumi.nope.yaml");
  expect(sandbox.output()).toContain("The stacks that have a file are: dev, sandbox");
  expect(sandbox.output()).not.toMatch(/^\s+at /m);
});

test("a port that is no port is refused with what is allowed", async () => {
  const sandbox = run("tools/sandbox/main.ts", "--port", "99999");
  expect(await sandbox.ended).toBe(2);
  expect(sandbox.output()).toContain("Give a number from 1 to 65535.");
});

test("a type without a handler is an error that names it and where handlers live", () => {
  expect(() => findHandler("aws:ec2/vpc:Vpc")).toThrow(
    /cannot make resources of the type aws:ec2\/vpc:Vpc yet[\s\S]*sandbox\/resources\/ec2\/vpc\.ts/,
  );
});

test("handlers are found by their type's name", () => {
  expect(handlerFile("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")).toBe(
    "s3/bucket-public-access-block.ts",
  );
});
