import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "sarif";
import { projectDirectory } from "../../tools/graph/evaluate";

// `npm run check` runs twice, over the insecure example.
jest.setTimeout(120_000);

const copy = mkdtempSync(join(tmpdir(), "coffer-rule-throws-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const folders = ["components", "config", "examples", "functions", "policies", "tools"];
const files = ["package.json", "package-lock.json", "tsconfig.json", "index.ts"];
/** An advisory rule: its failure must stop the check all the same. */
const broken = "lambda-dead-letters";

/** `npm run check` of the copy, as a person starts it. */
const check = (name: string) => {
  const [sarif, junit] = [join(copy, `${name}.sarif`), join(copy, `${name}.xml`)];
  const args = ["run", "--silent", "--ignore-scripts", "check", "--", "--directory", join(copy, "examples/insecure")];
  const { status, stdout, stderr } = spawnSync("npm", [...args, "--sarif", sarif, "--junit", junit], {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  const log = JSON.parse(readFileSync(sarif, "utf8")) as Log;
  const [run] = log.runs;
  const found = (run?.results ?? []).map(({ ruleId, message }) => `${ruleId} ${message.text}`).sort();
  return { status, text: stdout + stderr, invocation: run?.invocations?.[0], found, xml: readFileSync(junit, "utf8") };
};

let whole: ReturnType<typeof check>;
let torn: ReturnType<typeof check>;
beforeAll(() => {
  for (const one of [...folders, ...files])
    cpSync(join(projectDirectory, one), join(copy, one), {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
  symlinkSync(join(projectDirectory, "node_modules"), join(copy, "node_modules"));
  whole = check("whole");
  const file = join(copy, "policies/rules/lambda", `${broken}.ts`);
  const text = readFileSync(file, "utf8");
  const changed = text.replace(/(\*check\([^\n]*\{\n)/, '$1    throw new TypeError("torn\\n apart");\n');
  if (changed === text) throw new Error(`${file} has no check to break`);
  writeFileSync(file, changed);
  torn = check("torn");
});

test("the check of the whole pack ends with 1, and ran to its end", () => {
  expect(whole.status).toBe(1);
  expect(whole.invocation?.executionSuccessful).toBe(true);
  expect(whole.found.length).toBeGreaterThanOrEqual(40);
  expect(whole.found.filter((one) => one.startsWith(`${broken} `)).length).toBeGreaterThan(0);
});

test("with one rule that throws it ends with 2, and has every finding of the other rules", () => {
  expect(torn.status).toBe(2);
  const others = whole.found.filter((one) => !one.startsWith(`${broken} `));
  expect(torn.found.filter((one) => others.includes(one))).toEqual(others);
});

test("the text names the rule that failed, what it threw, and what to do, without a stack trace", () => {
  expect(torn.text).toContain(`${broken} failed: TypeError: torn apart`);
  expect(torn.text).toContain("report it");
  expect(torn.text).not.toMatch(/^\s+at .*\(/m);
});

test("SARIF and JUnit say that the run was not complete, and name the rule", () => {
  expect(torn.invocation?.executionSuccessful).toBe(false);
  expect(JSON.stringify(torn.invocation?.toolExecutionNotifications)).toContain(`${broken} failed`);
  expect(torn.xml).toMatch(new RegExp(`<error[^>]*${broken} failed|<error[^>]*>[^<]*${broken} failed`));
  expect(whole.xml).not.toContain("<error");
});
