import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, staleness, update } from "../../tools/docs/compare";
import { table, withPart } from "../../tools/docs/markdown";
import { type GeneratedDocument, generatedDocuments } from "../../tools/docs/registry";
import { type DecidedSection, decideAll } from "../../tools/graph/access/matrix";
import { sections } from "../../tools/graph/access/sections";
import { projectDirectory } from "../../tools/graph/evaluate";
import { graphOf } from "../support/graph";

const { version } = JSON.parse(readFileSync(join(projectDirectory, "package.json"), "utf8")) as { version: string };
let decided: Promise<DecidedSection[]> | undefined;
const inputs = {
  version,
  graph: () => graphOf(),
  matrix: async () => {
    decided ??= decideAll(await graphOf(), sections);
    return decided;
  },
};

test.each(generatedDocuments)(
  "$file is up to date",
  async (document) => {
    expect(staleness(await compare(document, projectDirectory, inputs))).toBeUndefined();
  },
  120_000,
);

test("these documents are generated", () => {
  expect(generatedDocuments.map(({ file }) => file)).toEqual([
    "docs/openapi.json",
    "docs/object-ready.v1.schema.json",
    "docs/components.md",
    "docs/configuration.md",
    "docs/policies.md",
    "docs/policies-inventory.csv",
    "docs/audit.md",
    "docs/guardrail-calls.md",
    "docs/access.md",
    "docs/access-matrix.tsv",
  ]);
});

describe("a document of one's own", () => {
  const document: GeneratedDocument = { file: "docs/a.md", from: "two lines", text: () => "one\ntwo\n" };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "coffer-docs-"));
    mkdirSync(join(folder, "docs"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const compared = (written?: string) => {
    if (written !== undefined) writeFileSync(join(folder, "docs/a.md"), written);
    return compare(document, folder, inputs);
  };

  test.each([
    [
      "a changed line",
      "one\nthree\n",
      "docs/a.md is stale: line 2 should be 'two'. It is made of two lines. Run `npm run docs`",
    ],
    ["a missing line", "one\n", "docs/a.md is stale: line 2 should be 'two'."],
    ["a line too many", "one\ntwo\n\n", "docs/a.md is stale: line 4 should be ''."],
    ["no newline at the end", "one\ntwo", "docs/a.md is stale: line 3 should be ''."],
    ["no file", undefined, "docs/a.md is missing. It is made of two lines. Run `npm run docs`"],
  ])("%s is stale, named with the command, and corrected", async (_, written, message) => {
    const found = await compared(written);
    expect(staleness(found)).toContain(message);
    expect(update(found)).toBe(true);
    expect(readFileSync(join(folder, "docs/a.md"), "utf8")).toBe("one\ntwo\n");
  });

  test("one that is up to date is not written", async () => {
    const found = await compared("one\ntwo\n");
    expect(staleness(found)).toBeUndefined();
    expect(update(found)).toBe(false);
  });

  test("one that cannot be made is an error that names it", async () => {
    const broken = { ...document, text: () => Promise.reject(new Error("no such table")) };
    await expect(compare(broken, folder, inputs)).rejects.toThrow("docs/a.md cannot be made: no such table");
  });
});

describe("a part of a document", () => {
  const [begin, end] = ["<!-- x: made by `npm run docs`. A change by hand is lost. -->", "<!-- end of x -->"];

  test("is replaced, and nothing else", () => {
    expect(withPart(`a\n\n${begin}\n\nold\n\n${end}\n\nb\n`, "x", table(["n"], [["1"], ["22"]]))).toBe(
      `a\n\n${begin}\n\n| n  |\n| -- |\n| 1  |\n| 22 |\n\n${end}\n\nb\n`,
    );
  });

  test.each([
    ["neither", "text"],
    ["no end", `a ${begin} b`],
    ["no beginning", `a ${end} b`],
    ["the wrong order", `${end} a ${begin}`],
    ["two beginnings", `${begin} a ${begin} b ${end}`],
    ["two ends", `${begin} a ${end} b ${end}`],
  ])("is refused with %s", (_, text) => {
    expect(() => withPart(text, "x", [])).toThrow("once each and in this order");
  });
});

test("npm run docs -- --check ends with 0 here, and --help names each document", () => {
  const run = (...options: string[]) => {
    const main = [join(projectDirectory, "tools/scripts/ts.mjs"), join(projectDirectory, "tools/docs/main.ts")];
    return spawnSync(process.execPath, [...main, ...options], { encoding: "utf8" });
  };
  const { status, stderr, stdout } = run("--check");
  expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: "", stdout: "" });
  const help = run("--help").stdout;
  for (const { file } of generatedDocuments) expect(help).toContain(file);
}, 120_000);
