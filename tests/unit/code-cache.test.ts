import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder with packages, and a program that loads them with the code that was kept. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), "coffer-code-")));
const modules = join(folder, "node_modules");
const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const keepCode = join(__dirname, "../../tools/graph/program/code-cache.cjs");

beforeAll(() => {
  write(
    "program.cjs",
    `const { writeSync } = require("node:fs");
     require(${JSON.stringify(keepCode)}).keepCode(${JSON.stringify(modules)}, __filename);
     const found = require("thing");
     found.later().then((later) => writeSync(1, JSON.stringify({ ...found, later })));`,
  );
  write("node_modules/thing/lazy.js", 'exports.later = async () => (await import ("./other.mjs")).other;\n');
  write("node_modules/thing/other.mjs", "export const other = 2;\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const thing = (value: string): string => `#!/usr/bin/env node
"use strict";
exports.value = ${value};
exports.file = __filename;
exports.folder = __dirname;
exports.resolved = require.resolve("./other.mjs");
exports.cached = require.cache[__filename] === module;
exports.main = require.main === module;
exports.whole = this === exports && module.parent !== undefined;
exports.later = async () => require("./lazy").later();
`;

const run = (): unknown => {
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "program.cjs")], { encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout);
};

const place = join(modules, "thing");
const expected = (value: number) => ({
  ...{ value, file: join(place, "index.js"), folder: place, resolved: join(place, "other.mjs") },
  ...{ cached: true, main: false, whole: true, later: 2 },
});

test("a package that is compiled, and one whose code was kept, run as Node.js runs them, import() too", () => {
  write("node_modules/thing/index.js", thing("1"));
  expect(run()).toEqual(expected(1));
  expect(readdirSync(join(modules, ".cache", "coffer", "code"))).toHaveLength(1);
  expect(run()).toEqual(expected(1));
});

test("a changed source of the same length is compiled again", () => {
  write("node_modules/thing/index.js", thing("1"));
  expect(run()).toEqual(expected(1));
  write("node_modules/thing/index.js", thing("3"));
  expect(run()).toEqual(expected(3));
});

test("what cannot be read as kept code costs time only", () => {
  write("node_modules/thing/index.js", thing("4"));
  run();
  const kept = join(modules, ".cache", "coffer", "code");
  for (const file of readdirSync(kept)) writeFileSync(join(kept, file), "no code");
  expect(run()).toEqual(expected(4));
});
