import type { UploadPlan } from "../../functions/api/response-schemas";
import { checksumOf } from "../support/checksum";
import { refused } from "../support/refused";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

/** What docs/api.md says of the holder of a URL. */

const sandbox = useSandbox();
let uploader: Member;
let viewer: Member;
beforeAll(async () => {
  [uploader, viewer] = await Promise.all([memberOf(sandbox.get(), "uploader"), memberOf(sandbox.get(), "viewer")]);
});

type Item = Parameters<Member["api"]["createUploads"]>[0]["uploads"][number];
type Single = Extract<UploadPlan, { kind: "single" }>;

const planOf = async (item: Item): Promise<Single> => {
  const [plan] = (await uploader.api.createUploads({ uploads: [item] })).uploads;
  if (plan?.kind !== "single") throw new Error("expected a single upload");
  return plan;
};
const put = async ({ url, headers }: Single, content: Buffer, more: Readonly<Record<string, string>> = {}) =>
  (await uploader.api.put(url, content, { ...headers, ...more })).status;

// The emulator ignores `response-…` where a version is named (docs/sandbox.md): what S3 is told is in the URL.
const told = (url: string) => {
  const query = new URL(url).searchParams;
  return [query.get("response-content-disposition"), query.get("response-content-type")];
};

test("a stored page is downloaded, not opened, unless it is asked for as text; nobody can change that", async () => {
  const page = Buffer.from("<script>alert(1)</script>");
  const plan = await planOf({ key: "seite ü.html", size: page.length, contentType: "text/html" });
  expect(await put(plan, page)).toBe(200);
  await uploader.api.completeUpload(plan.id);
  const { url } = await viewer.api.getObject(plan.key);
  expect(told(url)).toEqual([
    "attachment; filename=\"seite _.html\"; filename*=UTF-8''seite%20%C3%BC.html",
    "text/html",
  ]);
  expect((await viewer.api.fetch(url)).body).toEqual(page);
  expect((await viewer.api.fetch(url.replace("attachment", "inline"))).status).toBe(403);
  const without = url.replace(/response-content-disposition=[^&]*&/, "");
  expect((await viewer.api.fetch(without)).status).toBe(403);
  expect(await refused(viewer.api.getObject(plan.key, { disposition: "inline" }))).toBe(
    "400 urn:coffer:problem:invalid-request",
  );
  const text = await viewer.api.getObject(plan.key, { disposition: "inline", contentType: "text/plain" });
  expect(told(text.url)).toEqual([expect.stringMatching(/^inline;/), "text/plain"]);
}, 60_000);

test("the holder of a URL chooses neither type nor size", async () => {
  const plan = await planOf({ key: "typed.bin", size: 4 });
  expect(await put(plan, Buffer.from("four"), { "content-type": "text/html" })).toBe(403);
  expect(await put(plan, Buffer.from("fives"), { "content-length": "5" })).toBe(403);
  expect(await put(plan, Buffer.from("four"))).toBe(200);
}, 60_000);

test("after an abort a URL still carries its file, once", async () => {
  const plan = await planOf({ key: "aborted.txt", size: 4 });
  await uploader.api.abortUpload(plan.id);
  expect(await put(plan, Buffer.from("late"))).toBe(200);
  expect(await put(plan, Buffer.from("more"))).toBe(412);
}, 60_000);

test("with overwrite it carries the same bytes again if they have a checksum, and any otherwise", async () => {
  const content = Buffer.from("same");
  const checksum = await checksumOf("CRC32C", content);
  const bound = await planOf({ key: "bound.txt", size: 4, overwrite: true, checksum });
  expect([await put(bound, content), await put(bound, content)]).toEqual([200, 200]);
  expect(await put(bound, Buffer.from("else"))).toBe(400);
  const free = await planOf({ key: "free.txt", size: 4, overwrite: true });
  expect([await put(free, content), await put(free, Buffer.from("else"))]).toEqual([200, 200]);
  const life = (plan: Single) => (Date.parse(plan.expiresAt) - Date.now()) / 1000;
  expect(life(free)).toBeLessThanOrEqual(300);
  expect(life(bound)).toBeGreaterThan(600);
}, 60_000);
