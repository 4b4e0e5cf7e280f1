import fc from "fast-check";
import { download, upload } from "../../client/transfer";
import { refused } from "../support/refused";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
let uploader: Member;
let viewer: Member;
beforeAll(async () => {
  [uploader, viewer] = await Promise.all([memberOf(sandbox.get(), "uploader"), memberOf(sandbox.get(), "viewer")]);
});

const whole = (name: string): string => `uploads/alice/${name}`;

/** Whether a key is one that the API takes, told by the rules as they are documented. */
const isKey = (name: string): boolean =>
  name !== "" &&
  !name.startsWith("/") &&
  !name.endsWith("/") &&
  !name.includes("//") &&
  !name.startsWith("uploads/") &&
  name.isWellFormed() &&
  !name.split("/").some((segment) => segment === "." || segment === "..") &&
  ![...name].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
  }) &&
  Buffer.byteLength(whole(name)) <= 1024;

const segment = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 12 }) },
  fc.constantFrom(
    "100%",
    "a+b",
    "a b",
    "%2F",
    "%2e%2e",
    "…",
    "é",
    "é",
    "ﬁ",
    "👩‍👩‍👧‍👦",
    "שלום",
    "مرحبا",
    "a&b=c",
    "#?;:@",
    "'\"<>",
    "*?$x",
    "~._-",
    "\\",
  ),
);
const key = fc
  .array(segment, { minLength: 1, maxLength: 3 })
  .map((segments) => segments.join("/"))
  .filter(isKey);

test("whatever key a file is uploaded under, it is listed and comes back under the very same", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(key, async (name) => {
      // A folder of its own for each: a shorter key may be drawn twice.
      run += 1;
      const path = `round-trip/${run}/${name}`;
      const content = Buffer.from(name);
      const plan = await upload(uploader.api, path, content);
      expect(plan.key).toBe(whole(path));
      const { objects } = await viewer.api.listObjects({ prefix: whole(`round-trip/${run}/`) });
      expect(objects.map((object) => object.key)).toEqual([plan.key]);
      expect((await download(viewer.api, plan.key)).equals(content)).toBe(true);
      expect((await viewer.api.listVersions(plan.key)).versions).toHaveLength(1);
    }),
    { numRuns: 40 },
  );
}, 120_000);

test("two spellings of one letter are two keys", async () => {
  const [composed, decomposed] = ["caf\u00e9.txt", "cafe\u0301.txt"];
  await upload(uploader.api, `spelling/${composed}`, Buffer.from("NFC"));
  await upload(uploader.api, `spelling/${decomposed}`, Buffer.from("NFD"));
  expect((await download(viewer.api, whole(`spelling/${composed}`))).toString()).toBe("NFC");
  expect((await download(viewer.api, whole(`spelling/${decomposed}`))).toString()).toBe("NFD");
});

test("a key of 1,024 bytes with its prefix is the longest", async () => {
  const longest = "ü".repeat((1024 - whole("").length) / 2);
  expect(Buffer.byteLength(whole(longest))).toBe(1024);
  await upload(uploader.api, longest, Buffer.from("long"));
  expect((await download(viewer.api, whole(longest))).toString()).toBe("long");
  expect(await refused(upload(uploader.api, `${longest}x`, Buffer.from("too long")))).toBe(
    "400 urn:coffer:problem:invalid-request",
  );
});
