import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "../../tools/graph/evaluate";
import { commandBlocks, documents, inlineCommands } from "../support/documents";

const scripts = (
  JSON.parse(readFileSync(join(projectDirectory, "package.json"), "utf8")) as { scripts: Record<string, string> }
).scripts;

/**
 * What holds each npm script that a document names: a test that runs the script's own file, or the reason why none does.
 * A script that is named and not here fails, and so does one that is here and no longer named.
 */
const npmScripts: Readonly<Record<string, { readonly test: string } | { readonly why: string }>> = {
  access: { test: "tests/graph/access-command.test.ts" },
  "bench:api": { why: "a measurement, of minutes" },
  "bench:policies": { why: "a measurement, of minutes" },
  build: { why: "`npm pack` runs it as `prepack`, and tests/graph/package.test.ts packs" },
  "bundle-report": { why: "prints sizes that tests/graph/bundles.test.ts holds" },
  check: { test: "tests/graph/check.test.ts" },
  docs: { test: "tests/graph/generated-documents.test.ts" },
  demo: { test: "tests/sandbox/commands.test.ts" },
  format: { why: "`.ci/run` runs the same program to check" },
  graph: { why: "prints what tests/graph evaluates" },
  lint: { why: "`.ci/run` runs it" },
  "policies:build": { test: "tests/graph/policy-engine.test.ts" },
  "policies:data": { why: "tests/unit/policies/data-files.test.ts compares its output" },
  redrive: { test: "tests/sandbox/index.test.ts" },
  sandbox: { test: "tests/sandbox/commands.test.ts" },
  test: { why: "runs this" },
  typecheck: { why: "`.ci/run` runs it" },
};

/** Programs whose commands stand in the running text, each with why no test runs them. */
const others: Readonly<Record<string, string>> = {
  pulumi: "needs the Pulumi CLI and an account",
  bash: "`bash .ci/run` runs all of this",
  "npx jest": "runs this",
  "npx coffer-check": "tests/graph/coffer-check.test.ts runs the command of the packed package",
  "npm ci": "tools/scripts/install.mjs runs it",
  "npm pack": "tests/graph/coffer-check.test.ts runs it in another folder",
  "npm install": "the package is published by its team",
  curl: "stands for the blocks that tests/sandbox/documents.test.ts runs",
  aws: "is for an account; tests/sandbox/documents.test.ts asks whether operation and options exist",
};

const scriptOf = (command: string): string | undefined =>
  /^npm (?:run )?(?:--silent )?([\w:-]+)/.exec(command)?.[1] ?? undefined;

const isNpmScript = (command: string) => /^npm (run|test)\b/.test(command);
const named = documents().flatMap((file) => [
  ...inlineCommands(file),
  ...commandBlocks(file).flatMap(({ text }) => text.split("\n").filter(isNpmScript)),
]);

test("each block of commands in a document is run by a test, or says why not", () => {
  const blocks = documents().flatMap(commandBlocks);
  expect(blocks.length).toBeGreaterThan(5);
  expect(blocks.filter(({ held }) => held === undefined).map(({ where }) => where)).toEqual([]);
  const files = blocks.flatMap(({ held, where }) => (held?.kind === "held-by" ? [[where, held.file] as const] : []));
  expect(files.filter(([, file]) => !existsSync(join(projectDirectory, file)))).toEqual([]);
});

test("each npm script that a document names exists, and is held by a test or has a reason", () => {
  const names = new Set(named.filter(isNpmScript).map(scriptOf));
  expect([...names].filter((name) => name === undefined || scripts[name] === undefined)).toEqual([]);
  expect([...names].sort()).toEqual(Object.keys(npmScripts).sort());
});

test.each(Object.entries(npmScripts).flatMap(([name, held]) => ("test" in held ? [[name, held.test] as const] : [])))(
  "npm run %s is run by %s",
  (name, file) => {
    const program = /[\w/-]+\/(?:main\.ts|[\w-]+\.mjs)$/.exec(scripts[name] ?? "")?.[0] ?? name;
    const text = readFileSync(join(projectDirectory, file), "utf8").replaceAll('", "', "/");
    expect(text).toContain(program);
  },
);

test("each other command in the running text is of a program that says why no test runs it", () => {
  const unheld = named.filter((command) => {
    if (isNpmScript(command)) return false;
    return !Object.keys(others).some((program) => `${command} `.startsWith(`${program} `));
  });
  expect(unheld).toEqual([]);
});
