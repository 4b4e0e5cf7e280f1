import { stripVTControlCharacters } from "node:util";
import * as fc from "fast-check";
import { formatLine, Report, Unexpected } from "../../tools/sandbox/demo/report";

const make = () => {
  const lines: string[] = [];
  return { lines, report: new Report((line) => lines.push(stripVTControlCharacters(line))) };
};

test("a line has the step's number, who did what, how it came out and how long it took", () => {
  expect(formatLine(7, "viewer", "lists the objects", "3 objects", 41.6)).toBe(
    `  7  viewer    lists the objects → 3 objects${" ".repeat(27)}   42 ms`,
  );
  expect(formatLine(12, "admin", "deletes an object", "", 1260)).toBe(
    ` 12  admin     deletes an object${" ".repeat(39)}   1.3 s`,
  );
});

test("a text that is too long is cut with an ellipsis, and the time stays", () => {
  expect(formatLine(1, "uploader", "x".repeat(55), "", 3)).toBe(`  1  uploader  ${"x".repeat(55)}     3 ms`);
  expect(formatLine(1, "uploader", "x".repeat(56), "", 3)).toBe(`  1  uploader  ${"x".repeat(54)}…     3 ms`);
  const line = formatLine(1, "uploader", "x".repeat(100), "403 AccessDenied", 3);
  expect(line).toBe(`  1  uploader  ${"x".repeat(54)}…     3 ms`);
});

test("no line is wider than 80 characters, whatever it says", () => {
  const words = fc.string({ unit: "grapheme-ascii", maxLength: 200 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 999 }),
      fc.constantFrom("nobody", "uploader", "viewer", "admin"),
      words,
      words,
      fc.double({ min: 0, max: 9_999_999, noNaN: true }),
      (number, who, what, outcome, milliseconds) => {
        expect(formatLine(number, who, what, outcome, milliseconds).length).toBeLessThanOrEqual(80);
      },
    ),
  );
});

test("steps are numbered, and their results go on", async () => {
  const { lines, report } = make();
  const result = await report.step(
    "alice",
    "adds",
    async () => 4,
    (sum) => `sum ${sum}`,
  );
  await report.step("alice", "rests", async () => undefined);
  expect(result).toBe(4);
  expect(lines[0]).toMatch(/^ {2}1 {2}alice {5}adds → sum 4 +\d+ ms$/);
  expect(lines[1]).toMatch(/^ {2}2 {2}alice {5}rests +\d+ ms$/);
  report.end();
  expect(report.failed).toBe(0);
  expect(lines.at(-1)).toMatch(/^\n2 of 2 steps came out as they should, in \d+ ms$/);
});

test("a step that fails is shown with its reason, counted, and stops what depends on it", async () => {
  const { lines, report } = make();
  const cause = new Error("the bucket is on fire");
  const step = report.step("alice", "uploads", () => Promise.reject(cause));
  await expect(step).rejects.toThrow(Unexpected);
  await expect(step).rejects.toMatchObject({ message: "the bucket is on fire", cause });
  expect(lines[0]).toContain("uploads → UNEXPECTED");
  expect(lines[1]).toBe("     the bucket is on fire");
  report.end();
  expect(report.failed).toBe(1);
  expect(lines.at(-1)).toMatch(/^\n0 of 1 steps came out as they should/);
});

test("a refusal that is the expected one is a success", async () => {
  const { lines, report } = make();
  await report.refusal("viewer", "uploads", "403 AccessDenied", async () => "403 AccessDenied");
  await report.refusal("viewer", "uploads", ["403 A", "403 B"], async () => "403 B");
  expect(lines[0]).toContain("uploads → 403 AccessDenied");
  expect(report.failed).toBe(0);
});

test("another refusal than the expected one is a failure, and the next is still tried", async () => {
  const { lines, report } = make();
  await report.refusal("viewer", "uploads", ["403 A", "403 B"], async () => "500 Internal");
  await report.refusal("viewer", "uploads", "403 A", async () => {
    throw new Unexpected("it was allowed");
  });
  await report.refusal("viewer", "lists", "403 A", async () => "403 A");
  expect(report.failed).toBe(2);
  expect(lines[1]).toBe("     expected 403 A or 403 B, got 500 Internal");
  expect(lines[3]).toBe("     it was allowed");
  expect(lines[4]).toContain("  3  viewer    lists → 403 A");
});

test("a quoted text is wrapped below its step, and a word that is too wide stays whole", () => {
  const { lines, report } = make();
  report.quote(`${"a".repeat(40)} ${"b".repeat(34)} c ${"d".repeat(90)} e`);
  expect(lines).toEqual([`     ${"a".repeat(40)} ${"b".repeat(34)}`, "     c", `     ${"d".repeat(90)}`, "     e"]);
});
