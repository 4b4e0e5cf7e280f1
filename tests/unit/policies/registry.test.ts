import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../policies/rules";

const pack = join(__dirname, "../../../policies");

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (["node_modules", "dist"].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });

const ids = rules.map(({ id }) => id);

test("the set of rules is the one that was agreed on", () => {
  const golden = readFileSync(join(__dirname, "rules.txt"), "utf8").trim().split("\n");
  expect([...ids].sort()).toEqual(golden);
});

test("every file below rules/ is a registered rule, under its own name", () => {
  const files = filesBelow(join(pack, "rules"))
    .filter((path) => !path.endsWith("index.ts"))
    .map((path) => /([^/\\]+)\.ts$/.exec(path)?.[1]);
  expect([...files].sort()).toEqual([...ids].sort());
});

test("no two rules share an id", () => {
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(rules.map((rule) => [rule.id, rule] as const))("%s is tested, and says what, why and how", (id, rule) => {
  const tests = filesBelow(__dirname).filter((path) => path.endsWith(".test.ts"));
  expect(tests.filter((path) => readFileSync(path, "utf8").includes(`testRule("${id}"`))).toHaveLength(1);
  for (const text of [rule.what, rule.why, rule.fix]) expect(text).toMatch(/^\S.*[^.\s]$/s);
  expect(rule.what).toMatch(/^[A-Z]/);
  expect(rule.fix).toMatch(/^[A-Z]/);
  for (const control of rule.controls)
    expect(control).toMatch(/^(FSBP [A-Za-z0-9]+\.\d+|CIS \d+\.\d+\.\d+ \d+(\.\d+)+)$/);
  expect(rule.types.length).toBeGreaterThan(0);
});

test("each rule rests on a page of AWS's documentation, but for the one that is about the check itself", () => {
  const without = rules.filter(({ document }) => typeof document === "string");
  expect(without.map(({ id, document }) => `${id}, ${String(document)}`)).toEqual([
    "program-empty, none: this is about the check itself, and not about AWS",
  ]);
  for (const { document } of rules) {
    if (typeof document === "string") continue;
    expect(document.url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html$/);
    expect(document.title).toMatch(/^(?:Amazon|AWS|IAM|Service) .+, \S.+[^.]$/);
  }
});

test("a rule is short enough to read at one go", () => {
  const long = filesBelow(join(pack, "rules")).filter((path) => readFileSync(path, "utf8").split("\n").length > 100);
  expect(long).toEqual([]);
});

test("the pack imports nothing of the program that it checks, and few packages", () => {
  const imports = filesBelow(pack)
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/(?:from|require\(|import\() ?"([^"]+)"/g)].map(([, name = ""]) =>
        name.startsWith(".") ? join(path, "..", name) : name,
      ),
    );
  const outside = imports.filter((name) => name.startsWith("/") && !name.startsWith(pack));
  expect(outside).toEqual([]);
  expect([...new Set(imports.filter((name) => !name.startsWith("/")))].sort()).toEqual([
    "@pulumi/policy",
    // One function of it, which is asked for once a resource, and not once a rule.
    "@pulumi/policy/deserialize",
    // Resolves the messages of the very @pulumi/policy that is installed.
    "node:module",
    "node:path",
    // User data may be compressed.
    "node:zlib",
    // The Public Suffix List.
    "tldts",
  ]);
});
