import * as fc from "fast-check";
import { keyToFetch, keyToReach, keyToWrite, prefixToList } from "../../functions/api/object-keys";
import { Problem } from "../../functions/api/problem";
import { config, shared } from "../support/api-config";
import { refusalOf } from "../support/thrown";

const write = (asked: string) => keyToWrite(config, "alice", asked, "uploads.0.key");

test.each([
  ["notes.txt", "uploads/alice/notes.txt"],
  ["2026/q1/notes.txt", "uploads/alice/2026/q1/notes.txt"],
  ["uploads/alice/notes.txt", "uploads/alice/notes.txt"],
  ["uploadsx/notes.txt", "uploads/alice/uploadsx/notes.txt"],
  ["alice/notes.txt", "uploads/alice/alice/notes.txt"],
  [".hidden", "uploads/alice/.hidden"],
  ["...", "uploads/alice/..."],
  ["a..b/..c/d..", "uploads/alice/a..b/..c/d.."],
  ["a%2F..%2Fb", "uploads/alice/a%2F..%2Fb"],
  ["näive 😀+&=.txt", "uploads/alice/näive 😀+&=.txt"],
])("an uploader who asks for %j writes %j", (asked, key) => {
  expect(write(asked)).toBe(key);
});

test.each(["uploads/bob/notes.txt", "uploads/alicent/notes.txt", "uploads/alice", "uploads/notes.txt"])(
  "a full key of somebody else, %j, is outside the caller's prefix",
  (asked) => {
    expect(refusalOf(() => write(asked))).toEqual({
      type: "outside-prefix",
      detail: "this caller's keys begin with 'uploads/alice/'",
      field: "uploads.0.key",
    });
  },
);

const malformed: [string, RegExp][] = [
  ["", /not a folder/],
  ["folder/", /not a folder/],
  ["uploads/alice/", /not a folder/],
  ["..", /contains a '\.' or '\.\.' segment/],
  ["../bob/notes.txt", /contains a '\.' or '\.\.' segment/],
  ["a/../../bob/notes.txt", /contains a '\.' or '\.\.' segment/],
  ["uploads/alice/../bob/notes.txt", /contains a '\.' or '\.\.' segment/],
  ["a/..", /contains a '\.' or '\.\.' segment/],
  [".", /contains a '\.' or '\.\.' segment/],
  ["./a", /contains a '\.' or '\.\.' segment/],
  ["a/./b", /contains a '\.' or '\.\.' segment/],
  ["/notes.txt", /begins with '\/' or contains '\/\/'/],
  ["//notes.txt", /begins with '\/' or contains '\/\/'/],
  ["a//b", /begins with '\/' or contains '\/\/'/],
  ["uploads/alice//b", /begins with '\/' or contains '\/\/'/],
  ["a\u0000b", /control character/],
  ["a\nb", /control character/],
  ["a\u007fb", /control character/],
  ["a\u0085b", /control character/],
  ["a\ud800", /not valid Unicode/],
  ["\udc00b", /not valid Unicode/],
  ["\ude00\ud83d", /not valid Unicode/],
];

test.each(malformed)("%j is refused as malformed", (asked, detail) => {
  const refusal = refusalOf(() => write(asked));
  expect(refusal).toEqual({ type: "invalid-request", detail: expect.stringMatching(detail), field: "uploads.0.key" });
});

// "uploads/alice/" has 14 bytes, S3's limit is 1,024, and "é" has 2 bytes of UTF-8 in one character.
test("a key has at most 1,024 bytes of UTF-8 with its prefix", () => {
  expect(write("a".repeat(1010))).toHaveLength(1024);
  expect(write("é".repeat(505))).toHaveLength(519);
  expect(write(`uploads/alice/${"a".repeat(1010)}`)).toHaveLength(1024);
  expect(refusalOf(() => write("a".repeat(1011))).detail).toContain("1025 bytes");
  expect(refusalOf(() => write("é".repeat(506))).detail).toContain("1026 bytes");
});

const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
const segment = fc.oneof(
  fc.constantFrom("..", ".", "", "uploads", "alice", "bob", "a", "..a", "\u0000", "%2e%2e"),
  fc.string({ unit: "grapheme" }),
  fc.array(anyUnit, { maxLength: 4 }).map((units) => units.join("")),
);
const anyKey = fc.oneof(
  fc.array(segment, { maxLength: 5 }).map((segments) => segments.join("/")),
  fc.array(segment, { maxLength: 3 }).map((segments) => ["uploads", "alice", ...segments].join("/")),
);

const isPrintable = (character: string) => {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0x20 && (code < 0x7f || code > 0x9f);
};

test("whatever is asked, what is accepted lies below the caller's own prefix and is a plain key", () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyKey, (asked) => {
      let key: string;
      try {
        key = write(asked);
      } catch (error) {
        return error instanceof Problem && error.status < 500;
      }
      accepted += 1;
      const segments = key.split("/");
      return (
        key.startsWith("uploads/alice/") &&
        key.endsWith(asked) &&
        segments.every((part) => part !== "" && part !== "." && part !== "..") &&
        [...key].every(isPrintable) &&
        new TextEncoder().encode(key).length <= 1024
      );
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test("in a shared layout everybody writes anywhere below the prefix, and nowhere else", () => {
  const write = (asked: string) => keyToWrite(shared, "alice", asked, "key");
  expect(write("notes.txt")).toBe("uploads/notes.txt");
  expect(write("uploads/bob/notes.txt")).toBe("uploads/bob/notes.txt");
  expect(write("payroll/notes.txt")).toBe("uploads/payroll/notes.txt");
  expect(refusalOf(() => write("uploads/../payroll/notes.txt")).type).toBe("invalid-request");
});

test("a reader reaches every caller's keys, by their full names only", () => {
  const reach = (asked: string) => keyToReach(config, asked, "key");
  expect(reach("uploads/bob/notes.txt")).toBe("uploads/bob/notes.txt");
  expect(reach("uploads/bob/folder/")).toBe("uploads/bob/folder/");
  for (const asked of ["notes.txt", "payroll/2026.csv", "uploads", "uploadsx/notes.txt", ""])
    expect(refusalOf(() => reach(asked))).toEqual({
      type: "outside-prefix",
      detail: "this caller's keys begin with 'uploads/'",
      field: "key",
    });
  expect(refusalOf(() => reach("/uploads/a")).type).toBe("outside-prefix");
  for (const asked of ["uploads/\ud800", `uploads/${"a".repeat(1017)}`])
    expect(refusalOf(() => reach(asked))).toMatchObject({ type: "invalid-request", field: "key" });
});

// S3 reads a key as it is: this one begins with "uploads/", and has nothing to do with "payroll/2026.csv".
const odd = ["uploads/../payroll/2026.csv", "uploads/alice/.", "uploads//a", "uploads/a\n", "uploads/a\u0085"];

test.each(odd)("what S3 lists can be reached, and removed, whatever the API would write: %j", (asked) => {
  expect(keyToReach(config, asked, "key")).toBe(asked);
  expect(prefixToList(config, asked)).toBe(asked);
});

test("a key that no URL can name is not given one", () => {
  expect(keyToFetch(config, "uploads//a", "key")).toBe("uploads//a");
  expect(keyToFetch(config, "uploads/alice/...", "key")).toBe("uploads/alice/...");
  for (const asked of ["uploads/../payroll/2026.csv", "uploads/alice/.", "uploads/./a"])
    expect(refusalOf(() => keyToFetch(config, asked, "key"))).toEqual({
      type: "invalid-request",
      detail: "a URL cannot name a key with a '.' or '..' segment; copy it to a plain key, or delete it",
      field: "key",
    });
  expect(refusalOf(() => keyToFetch(config, "payroll/..", "key")).type).toBe("outside-prefix");
});

test("a listing begins at the stack's prefix or below it", () => {
  expect(prefixToList(config, undefined)).toBe("uploads/");
  expect(prefixToList(config, "")).toBe("uploads/");
  expect(prefixToList(config, "uploads/")).toBe("uploads/");
  expect(prefixToList(config, "uploads/al")).toBe("uploads/al");
  for (const asked of ["u", "uploads", "payroll/", "alice/"])
    expect(refusalOf(() => prefixToList(config, asked))).toMatchObject({ type: "outside-prefix", field: "prefix" });
});

test.each(["uploads/.", "uploads/alice/.", "uploads/alice/.h", "uploads/alice/.."])(
  "%s lists the keys that begin so, hidden files among them",
  (asked) => {
    expect(prefixToList(config, asked)).toBe(asked);
  },
);

test.each(["../.", "/.", "./uploads/", "/uploads/"])("a listing takes no way out: %s is refused", (asked) => {
  expect(refusalOf(() => prefixToList(config, asked))).toMatchObject({ type: "outside-prefix", field: "prefix" });
});

test("a dot is a prefix below the stack's own only, and never a whole key", () => {
  expect(refusalOf(() => prefixToList(config, ".")).type).toBe("outside-prefix");
  expect(refusalOf(() => write("uploads/alice/.")).type).toBe("invalid-request");
});
