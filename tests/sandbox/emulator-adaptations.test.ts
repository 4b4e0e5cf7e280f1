import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "../../tools/graph/evaluate";
import { installEmulator } from "../../tools/sandbox/emulator/install";

const folder = join(projectDirectory, "tools", "sandbox", "emulator");

let python: string;
beforeAll(async () => {
  python = await installEmulator({ root: projectDirectory, say: () => undefined });
}, 300_000);

/** Runs a line of Python in the folder of the adaptations. */
const run = (line: string) => spawnSync(python, ["-B", "-c", line], { cwd: folder, encoding: "utf8" });

const modulesOf = (text: string): ReadonlySet<string> => new Set(JSON.parse(text) as string[]);

test("the installed release has every name that the adaptations use", () => {
  const { status, stderr } = run("import expected; expected.check()");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test.each([
  ["another release", "expected.RELEASE = '9.9.9'", "the adaptations are written for 9.9.9"],
  [
    "a name that is gone",
    "expected.NAMES[('x.py: a reason', 'a test')] = {'ministack.services.s3': ['_gone']}",
    "ministack.services.s3 has no _gone (x.py: a reason; held by a test).",
  ],
])("%s stops the start with a sentence", (_, change, message) => {
  const { status, stderr } = run(`import expected; ${change}; expected.check()`);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});

test("every private name that an adaptation uses is listed, with a test that exists", () => {
  const { stdout } = run(
    "import expected, json; print(json.dumps([m + ' ' + n for mods in expected.NAMES.values() for m, ns in mods.items() for n in ns]))",
  );
  const listed = new Set([...modulesOf(stdout)].map((entry) => entry.split(" ")[1]));
  const used = readdirSync(folder)
    .filter((name) => name.endsWith(".py") && name !== "expected.py")
    .flatMap((name) => [
      ...readFileSync(join(folder, name), "utf8").matchAll(
        /\b(?:s3|sts|iam|eventbridge|cloudwatch|cloudwatch_logs|logs|iam_evaluator|iam_actions|ministack)\.(_[a-z]\w*)/g,
      ),
    ])
    .map(([, name]) => name);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !listed.has(name))).toEqual([]);

  const tests = run("import expected, json; print(json.dumps(sorted({test for _, test in expected.NAMES})))").stdout;
  for (const file of modulesOf(tests)) expect(readFileSync(join(projectDirectory, file), "utf8")).toContain("test(");
});
