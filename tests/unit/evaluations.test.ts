import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { keyOf } from "../support/evaluations";

/** A project with a component, and a program beside it. */
const folder = mkdtempSync(join(tmpdir(), "coffer-keys-"));
const [root, directory] = [join(folder, "project"), join(folder, "program")];
const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  write("project/index.ts", "1");
  write("project/components/bucket/index.ts", "1");
  write("project/package-lock.json", "{}");
  write("program/Pulumi.yaml", "name: one");
  write("program/index.ts", "1");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = () => keyOf({ directory, stack: "test" }, root);

test("the key of an evaluation is the same while nothing changes", () => {
  const before = key();
  write("project/index.ts", "1");
  expect(key()).toBe(before);
});

test.each([
  ["the program", "project/index.ts", "2"],
  ["a component", "project/components/bucket/index.ts", "2"],
  ["the pinned packages", "project/package-lock.json", "{ }"],
  ["a new source", "project/functions/read.ts", "1"],
  ["the stack's file", "program/Pulumi.test.yaml", "config: {}"],
  ["the program's own source", "program/index.ts", "2"],
  ["a file below it", "program/parts/one.ts", "1"],
])("%s changes it", (_, file, text) => {
  const before = key();
  write(file, text);
  expect(key()).not.toBe(before);
});

test("where a text is counts, not only what all texts are together", () => {
  write("program/a", "xy");
  write("program/b", "");
  const before = key();
  write("program/a", "x");
  write("program/b", "y");
  expect(key()).not.toBe(before);
});

test("each option changes it", () => {
  const keys = [
    { stack: "test" },
    { stack: "dev" },
    { stack: "test", preview: true },
    { stack: "test", foreign: true },
    { stack: "test", directory },
  ].map((evaluation) => keyOf(evaluation, root));
  expect(new Set(keys).size).toBe(5);
});

test("what no evaluation reads does not change it", () => {
  const before = key();
  write("project/docs/a.md", "1");
  write("project/tests/unit/a.test.ts", "1");
  write("project/node_modules/a/index.js", "1");
  write("program/node_modules/a/index.js", "1");
  expect(key()).toBe(before);
});
