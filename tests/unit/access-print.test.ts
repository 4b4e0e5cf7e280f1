import { markdown } from "../../tools/graph/access/markdown";
import type { DecidedSection } from "../../tools/graph/access/matrix";
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
        cell("Somebody whose name is long, from another account", false, `bucket policy: ${"DenyThis, ".repeat(12)}`),
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

test("in Markdown a row is a request and a column who makes it; a label that no row has is left out", () => {
  const [heading, rule, row] = markdown("dev", [section])
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(heading).toBe("| action | on | Viewer | Somebody whose name is long, from another account |");
  expect(rule).toBe("| --- | --- | --- | --- |");
  expect(row).toContain("| `s3:GetObject` | a\\|b | **allow**<br>identity policy: ReadPrefix<br>permissions boundary:");
});
