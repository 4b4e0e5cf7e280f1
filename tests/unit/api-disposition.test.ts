import * as fc from "fast-check";
import { contentDisposition, fileName, fileNameOf, inlineTypes, presentation } from "../../functions/api/disposition";
import { refusalOf } from "../support/thrown";

const of = (asked: Parameters<typeof presentation>[0], contentType?: string, key = "uploads/alice/report.pdf") =>
  presentation(asked, { key, ...(contentType === undefined ? {} : { contentType }) }, "disposition");

test("a download is an attachment under its key's name, with its own type", () => {
  expect(of({}, "application/pdf")).toEqual({
    "response-content-disposition": "attachment; filename=\"report.pdf\"; filename*=UTF-8''report.pdf",
    "response-content-type": "application/pdf",
  });
});

test.each([
  ["no type", undefined],
  ["an empty one", ""],
  ["one that is none", "text"],
  ["one with a line break", "text/plain\r\nx: y"],
])("an object with %s is bytes", (_, contentType) => {
  expect(of({}, contentType)["response-content-type"]).toBe("application/octet-stream");
});

test("whatever runs in a browser is an attachment, and never shown", () => {
  for (const type of [
    "text/html",
    "TEXT/HTML; charset=utf-8",
    "application/xhtml+xml",
    "image/svg+xml",
    "text/xml",
    "application/xml",
    "text/javascript",
    "application/octet-stream",
    "multipart/x-mixed-replace",
    undefined,
  ]) {
    expect(of({}, type)["response-content-disposition"]).toMatch(/^attachment;/);
    expect(refusalOf(() => of({ disposition: "inline" }, type))).toMatchObject({
      type: "invalid-request",
      field: "disposition",
    });
  }
});

test("what is shown is of these types", () => {
  // The list is short on purpose; a type that browsers run scripts of must not come into it.
  expect(inlineTypes.filter((type) => /html|xml|svg|script|json|css/.test(type))).toEqual([]);
  for (const type of inlineTypes)
    expect(of({ disposition: "inline" }, `${type.toUpperCase()}; a=b`)["response-content-disposition"]).toMatch(
      /^inline;/,
    );
});

test("the type that the caller asks for is the one that counts", () => {
  expect(of({ disposition: "inline", contentType: "text/plain" }, "text/html")).toMatchObject({
    "response-content-type": "text/plain",
  });
  expect(refusalOf(() => of({ disposition: "inline", contentType: "text/html" }, "text/plain"))).toMatchObject({
    type: "invalid-request",
  });
  expect(of({ contentType: "" }, "image/png")["response-content-type"]).toBe("image/png");
});

// RFC 6266 and RFC 8187, worked out by hand.
test.each([
  ["naïve file.txt", "attachment; filename=\"na_ve file.txt\"; filename*=UTF-8''na%C3%AFve%20file.txt"],
  ["報告.pdf", "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E5%A0%B1%E5%91%8A.pdf"],
  ["😀.png", "attachment; filename=\"_.png\"; filename*=UTF-8''%F0%9F%98%80.png"],
  ['a"b;c', "attachment; filename=\"a_b;c\"; filename*=UTF-8''a%22b%3Bc"],
  ["100%'(*)", "attachment; filename=\"100_'(*)\"; filename*=UTF-8''100%25%27%28%2A%29"],
])("the name %s is told twice", (name, header) => {
  expect(contentDisposition("attachment", name)).toBe(header);
});

test.each([
  ["uploads/alice/a.txt", "a.txt"],
  ["a.txt", "a.txt"],
  ["uploads/alice/photos/", "download"],
  ["uploads/alice/inv\u202etxt.exe", "inv_txt.exe"],
  ["uploads/alice/a\\b", "a_b"],
  ["uploads/alice/a\u0001b", "a_b"],
  [`uploads/${"x".repeat(300)}.txt`, `${"x".repeat(251)}.txt`],
  // 127 letters of two bytes are 254; one more would be 256.
  [`uploads/${"ü".repeat(200)}`, "ü".repeat(127)],
])("the name of %s is %s", (key, name) => {
  expect(fileNameOf(key)).toBe(name);
});

test.each(["", "a/b", "a\\b", "a\nb", "a\u0000", "\u202eexe.txt", "\ud800"])("%j is no file's name", (name) => {
  expect(fileName.test(name)).toBe(false);
});

test.each(["report (2).pdf", "naïve.txt", "報告.pdf", "😀.png", "a:b*c?.txt", "~"])("%j is one", (name) => {
  expect(fileName.test(name)).toBe(true);
});

test("whatever the key, the header is one line of ASCII that tells the name", () => {
  const keys = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: fc.constantFrom('"', "\\", "%", ";", "'", "\r", "\n", "ü", "\u202e", "a", "."), maxLength: 50 }),
  );
  fc.assert(
    fc.property(
      keys.filter((key) => key.isWellFormed()),
      (key) => {
        const name = fileNameOf(key);
        expect(fileName.test(name)).toBe(true);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        const header = contentDisposition("attachment", name);
        const [, plain, extended = ""] =
          /^attachment; filename="([^"\\%]*)"; filename\*=UTF-8''(.*)$/.exec(header) ?? [];
        expect(header).toMatch(/^[ -~]+$/);
        expect(plain).toBeDefined();
        expect(extended).toMatch(/^[A-Za-z0-9!#$&+.^_`|~%-]+$/);
        expect(decodeURIComponent(extended)).toBe(name);
      },
    ),
    { numRuns: 1000 },
  );
});
