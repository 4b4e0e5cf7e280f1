import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { projectDirectory } from "../../tools/graph/evaluate";
import { programFolder, scratch, verdictOf } from "../support/programs";

// Each test evaluates a program in a process of its own.
jest.setTimeout(120_000);

/** No line of a stack trace, and nothing of this project's own files. */
const plain = (text: string): void => {
  expect(text).not.toMatch(/^\s+at .*node_modules/m);
  expect(text).not.toMatch(/^\s+at .*graph\//m);
};

/** A program that is written for the test, with or without dependencies. */
const written = (name: string, files: Readonly<Record<string, string>>, { installed = true } = {}): string => {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  if (installed) symlinkSync(join(projectDirectory, "node_modules"), join(folder, "node_modules"));
  const project = { "Pulumi.yaml": `name: ${name}\nruntime: nodejs\nmain: index.ts\n` };
  for (const [file, text] of Object.entries({ ...project, ...files })) writeFileSync(join(folder, file), text);
  return folder;
};

describe("what the engine would not let pass ends with 2, by the program's own words", () => {
  test.each([
    ["async-export-throws", "the function gave up\n    at index.ts:6:9"],
    ["throwing-apply", "nobody wants arn:aws:sns:eu-central-1:123456789012:events-"],
    ["floating-rejection", "nobody awaits this\n    at index.ts:4:21"],
    ["log-error", "the topic must not be there"],
    ["throws", "events is not wanted\n    at index.ts:4:9"],
    ["twins", "Two resources have the URN urn:pulumi:test::twins::aws:s3/bucket:Bucket::data. Give each"],
    ["python", "'runtime: python'; only Node.js programs can be run here."],
    ["environment", "takes values from Pulumi ESC ('environment:'), which only Pulumi's service can open."],
    ["remote-component", "awsx:ec2:Vpc is a component that a provider plugin runs"],
    ["nothing", "The program registers nothing but the stack. See that"],
    ["process-exit", "The program ended itself (process.exit) before all of it had run."],
  ])("%s", async (name, message) => {
    const { status, said } = await verdictOf(programFolder(name));
    expect(said).toContain(message);
    expect(status).toBe(2);
    plain(said);
  });

  test("a program that does not end is stopped", async () => {
    const { status, said } = await verdictOf(programFolder("hanging"), { timeout: 30 });
    expect(said).toContain("did not end within 30 s, and was stopped. Look for what keeps it alive");
    expect(status).toBe(2);
  });

  test("a file that is no TypeScript", async () => {
    const { status, said } = await verdictOf(written("broken", { "index.ts": "export const = 1;\n" }));
    expect(said).toMatch(/index\.ts.*1.*14[\s\S]*Variable declaration expected|index\.ts\(1,14\)/);
    expect(status).toBe(2);
    plain(said);
  });

  test("a module that is not there", async () => {
    const { status, said } = await verdictOf(written("lost", { "index.ts": 'import "./nowhere";\n' }));
    expect(said).toContain("Cannot find module './nowhere'");
    expect(status).toBe(2);
    plain(said);
  });

  test("a program whose dependencies are not installed", async () => {
    const folder = written("bare", { "index.ts": "", "package.json": "{}" }, { installed: false });
    const { status, said } = await verdictOf(folder);
    expect(said).toContain("has no @pulumi/pulumi. Install its dependencies first: run 'npm install'");
    expect(status).toBe(2);
  });

  test.each<[string, Record<string, string>, string]>([
    ["no project", { "Pulumi.yaml": "" }, "gives the project no name"],
    ["a main that is not there", { "Pulumi.yaml": "name: a\nruntime: nodejs\nmain: b.ts\n" }, "b.ts does not exist"],
    [
      "a value that is missing",
      { "Pulumi.yaml": "name: a\nruntime: nodejs\nconfig:\n  size: { type: integer }\n" },
      "declares a:size without a default",
    ],
    ["a file that is no YAML", { "Pulumi.yaml": "name: [" }, "Pulumi.yaml cannot be read"],
  ])("%s", async (name, files, message) => {
    const { status, said } = await verdictOf(written(name.replaceAll(" ", "-"), { "index.ts": "", ...files }));
    expect(said).toContain(message);
    expect(status).toBe(2);
  });
});

test("two policies for one bucket are no matter of luck", async () => {
  const { status, violations } = await verdictOf(programFolder("two-policies"));
  expect(violations).toEqual(
    expect.arrayContaining(["s3-one-setting second", "s3-one-setting off", "s3-public-policy second"]),
  );
  expect(status).toBe(1);
});

describe("npm run check", () => {
  const run = (name: string) => {
    const [sarif, junit] = [join(scratch, `${name}.sarif`), join(scratch, `${name}.xml`)];
    const command = [
      "tools/scripts/ts.mjs",
      "tools/graph/check/main.ts",
      "--directory",
      programFolder(name),
      "--stack",
      "test",
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...command, "--sarif", sarif, "--junit", junit], {
      cwd: projectDirectory,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    });
    const log = JSON.parse(readFileSync(sarif, "utf8")) as Log;
    return { status, stdout, stderr, invocation: log.runs[0]?.invocations?.[0], xml: readFileSync(junit, "utf8") };
  };

  test("says in every report that something could not be judged", () => {
    const { status, stdout, invocation, xml } = run("provider-function");
    expect(status).toBe(2);
    expect(stdout).toContain("Could not be judged\n");
    expect(stdout).toMatch(/\d+ not known yet, \d+\s+could\s+not\s+be\s+judged\.\n$/);
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications?.map(({ descriptor }) => descriptor?.id)).toContain(
      "provider-function",
    );
    expect(xml).toMatch(/errors="[1-9]\d*"/);
    expect(xml).toContain("Only AWS can answer aws.route53.getZone");
  });

  test("says in every report that the program failed", () => {
    const { status, stderr, invocation, xml } = run("throws");
    expect(status).toBe(2);
    expect(stderr).toContain("events is not wanted\n    at index.ts:4:9");
    plain(stderr);
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications?.[0]?.message.text).toContain("events is not wanted");
    expect(xml).toMatch(/errors="1"/);
  });
});

test("a copy of a program elsewhere runs with its own copy of the SDK", async () => {
  const folder = join(scratch, "copied");
  cpSync(programFolder("async-export"), folder, { recursive: true });
  symlinkSync(join(projectDirectory, "node_modules"), join(folder, "node_modules"));
  expect((await verdictOf(folder)).violations).toContain("s3-public-acl late");
});
