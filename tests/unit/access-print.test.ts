import type { DecidedSection } from "../../tools/graph/access/matrix";
import { summary } from "../../tools/graph/access/summary";
import { lines, table } from "../../tools/graph/access/text-table";

const question = { principal: "anonymous", action: "s3:GetObject", resource: "arn:aws:s3:::files/a" } as const;

const cell = (column: string, allowed: boolean, because: string) => ({ column, question, allowed, because });

const section: DecidedSection = {
  name: "objects",
  title: "Objects",
  about: `What each role may do, ${"at some length, ".repeat(10)}and where.`,
  labels: ["action", "on", "with"],
  rows: [
    {
      labels: ["s3:GetObject", "a|b", ""],
      cells: [
        cell("Viewer", true, "identity policy: ReadPrefix; permissions boundary: UsePrefix"),
        cell(
          "Somebody whose name is long, from another account",
          false,
          `bucket policy: ${"DenyThis, ".repeat(11)}DenyThis`,
        ),
      ],
    },
  ],
};

const colour = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

test("a table fits 80 columns, whatever is in it, and loses nothing", () => {
  const text = table([section]).replaceAll(colour, "");
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(text).toContain("  Viewer                                             allow  identity policy:");
  expect(text.match(/DenyThis/g)).toHaveLength(12);
  expect(text.match(/at\s+some\s+length/g)).toHaveLength(10);
  expect(text).not.toMatch(/[─│┌ ]$/m);
});

test("elsewhere a request is a line of five fields", () => {
  expect(lines([section]).split("\n")[0]?.split("\t")).toEqual([
    "objects",
    "allow",
    "Viewer",
    "s3:GetObject, a|b",
    "identity policy: ReadPrefix; permissions boundary: UsePrefix",
  ]);
});

test("the summary has a line for each caller, kind of action and deciding statements", () => {
  const found = summary("dev", [section])
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(found).toEqual([
    "| who | can | where | allowed by |",
    "| --- | --- | --- | --- |",
    "| Viewer | read objects | a\\|b | identity: ReadPrefix; boundary: UsePrefix |",
    "| statement | denies | to |",
    "| --- | --- | --- |",
    "| bucket policy: DenyThis | read objects | Somebody whose name is long, from another account |",
  ]);
});

test("places of one caller, action and reason share a line; an action without a class is refused by name", () => {
  const rows = ["own prefix", "another's prefix"].map((place) => ({
    labels: ["s3:GetObject", place, ""],
    cells: [cell("Viewer", true, "identity policy: ReadPrefix")],
  }));
  expect(summary("dev", [{ ...section, rows }])).toContain(
    "| Viewer | read objects | own prefix; another's prefix | identity: ReadPrefix |",
  );
  const unknown = { ...cell("Viewer", true, "x"), question: { ...question, action: "ec2:RunInstances" } };
  expect(() => summary("dev", [{ ...section, rows: [{ labels: ["x"], cells: [unknown] }] }])).toThrow(
    "ec2:RunInstances has no class",
  );
});
