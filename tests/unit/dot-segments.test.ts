import * as fc from "fast-check";
import { dotSegmentPatterns } from "../../components/secure-bucket/bucket-policy";
import { hasDotSegment } from "../../functions/api/object-keys";

/** A pattern as IAM matches it: `*` is any characters, `/` among them (IAM User Guide, "Resource", wildcards). */
const matches = (pattern: string, key: string): boolean => {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return key === pattern;
  if (!key.startsWith(first)) return false;
  let from = first.length;
  const last = rest.pop() ?? "";
  for (const piece of rest) {
    const found = key.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return key.length - last.length >= from && key.endsWith(last);
};
const denied = (key: string): boolean => dotSegmentPatterns.some((pattern) => matches(pattern, key));

/** Said another way than the code under test does: what a URL of it would lose. */
const resolves = (key: string): boolean => /(^|\/)\.{1,2}(\/|$)/.test(key);

const key = fc.oneof(
  fc
    .array(fc.constantFrom("..", ".", "...", "", "a", ".a", "a.", "..a", "a..", "a.b"), { minLength: 1, maxLength: 6 })
    .map((segments) => segments.join("/")),
  fc.string({ unit: fc.constantFrom(".", "/", "a"), minLength: 1, maxLength: 12 }),
);

test("the bucket denies exactly the keys with a '.' or '..' segment", () => {
  let seen = 0;
  fc.assert(
    fc.property(key, (name) => {
      if (resolves(name)) seen += 1;
      expect([name, denied(name)]).toEqual([name, resolves(name)]);
      expect([name, hasDotSegment(name)]).toEqual([name, resolves(name)]);
    }),
    { numRuns: 5_000 },
  );
  expect(seen).toBeGreaterThan(500);
});

test.each([".", "..", "./a", "../a", "a/.", "a/..", "a/./b", "uploads/mallory/../alice/x", "a//../b", "../.."])(
  "%s is denied",
  (name) => {
    expect(denied(name)).toBe(true);
  },
);

test.each(["...", ".a", "a.", "..a", "a..", "a/.hidden", "a/..b/c", "a/b../c", "a/.../b", ".a/b", "a."])(
  "%s is a plain key",
  (name) => {
    expect(denied(name)).toBe(false);
  },
);
