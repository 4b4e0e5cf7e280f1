import * as fc from "fast-check";
import { essenceOf, isMediaType, mediaTypeOrNone } from "../../functions/api/media-type";

test.each([
  "text/plain",
  "text/plain; charset=utf-8",
  "text/plain;charset=utf-8",
  "video/webm;codecs=vp8,opus",
  'video/mp4; codecs="avc1.640028, mp4a.40.2"',
  'text/html; title="a \\"quoted\\" word; and a semicolon"',
  "application/vnd.api+json",
  "application/x-www-form-urlencoded",
  "image/svg+xml",
  "!#$%&'*+-.^_`|~/x",
  "multipart/mixed; boundary=gc0p4Jq0M2Yt08j34c0p",
  'a/b;c="";d=e;',
  "a/b ; c=d ; ; e=f",
])("%s is a media type", (text) => {
  expect(isMediaType(text)).toBe(true);
});

test.each([
  ["nothing", ""],
  ["a type without a subtype", "text"],
  ["a slash alone", "/"],
  ["two slashes", "a/b/c"],
  ["a space before the slash", "text /plain"],
  ["a space around =", "a/b; c = d"],
  ["a parameter without a value", "a/b; c"],
  ["a parameter without a name", "a/b; =d"],
  ["an open quotation", 'a/b; c="d'],
  ["something after a quotation", 'a/b; c="d"e'],
  ["a list", "a/b, c/d"],
  ["a leading space", " a/b"],
  ["a line break", "a/b\r\nx-amz-acl: public-read"],
  ["a line break at the end", "a/b\n"],
  ["a line break in a quotation", 'a/b; c="d\r\ne"'],
  ["an escaped line break", 'a/b; c="d\\\ne"'],
  ["a tab in a quotation", 'a/b; c="d\te"'],
  ["a NUL", "a/b\u0000"],
  ["a letter beyond ASCII", "a/ü"],
  ["one in a quotation", 'a/b; c="ü"'],
  ["256 characters", `a/${"b".repeat(254)}`],
])("%s is none", (_, text) => {
  expect(isMediaType(text)).toBe(false);
});

test("255 characters are taken", () => {
  expect(isMediaType(`a/${"b".repeat(253)}`)).toBe(true);
});

test("the essence is compared without parameters, spaces and capitals", () => {
  expect(essenceOf("Text/HTML ; charset=utf-8")).toBe("text/html");
});

test("nothing that it takes can end a header", () => {
  const pieces = fc.constantFrom(
    "a",
    "/",
    ";",
    " ",
    "=",
    '"',
    "\\",
    ",",
    "\r",
    "\n",
    "\t",
    "\u0000",
    "\u007f",
    "ü",
    "b/c",
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 20 }).map((some) => some.join("")),
    fc.array(pieces, { maxLength: 20 }).map((some) => `a/b;c="${some.join("")}"`),
    fc.string({ unit: "binary", maxLength: 60 }),
  );
  let taken = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (!isMediaType(text)) return;
      taken += 1;
      expect(text).toMatch(/^[ -~]+$/);
    }),
    { numRuns: 5000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test("what is well-formed by the grammar is taken", () => {
  const token = fc.string({
    unit: fc.constantFrom(..."!#$%&'*+-.^_`|~09AZaz"),
    minLength: 1,
    maxLength: 8,
  });
  const quoted = fc
    .string({ unit: fc.constantFrom(..." !#;=,/[]~azAZ", '\\"', "\\\\"), maxLength: 8 })
    .map((text) => `"${text}"`);
  const parameter = fc
    .tuple(fc.constantFrom("", " "), fc.constantFrom("", " "), token, fc.oneof(token, quoted))
    .map(([before, after, name, value]) => `${before};${after}${name}=${value}`);
  fc.assert(
    fc.property(token, token, fc.array(parameter, { maxLength: 4 }), (type, subtype, parameters) => {
      expect(isMediaType(`${type}/${subtype}${parameters.join("")}`)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["semicolons and spaces", `a/b${" ;".repeat(50_000)}\n`],
  ["spaces", `a/b;${" ".repeat(100_000)}\n`],
  ["an open quotation", `a/b;c="${"\\a".repeat(50_000)}`],
  ["backslashes", `a/b;c="${"\\".repeat(100_001)}\n`],
  ["a long token", `${"a".repeat(100_000)}\n`],
])("%s without an end take no longer for it", (_, text) => {
  const began = process.cpuUsage();
  expect(mediaTypeOrNone.test(text)).toBe(false);
  const { user } = process.cpuUsage(began);
  // Some milliseconds; a quadratic pattern would take minutes.
  expect(user).toBeLessThan(2_000_000);
});
