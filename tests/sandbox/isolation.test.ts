import fc from "fast-check";
import { ApiError } from "../../client/api-client";
import { upload } from "../../client/transfer";
import { refused } from "../support/refused";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

/** A URL that was made for one caller reaches no other's prefix, whatever the caller puts into any field. */

const sandbox = useSandbox();
let uploader: Member;
let viewer: Member;
let admin: Member;
let victim: string;
beforeAll(async () => {
  [uploader, viewer, admin] = await Promise.all([
    memberOf(sandbox.get(), "uploader"),
    memberOf(sandbox.get(), "viewer"),
    memberOf(sandbox.get(), "admin"),
  ]);
  victim = (await upload(admin.api, "victim.txt", Buffer.from("untouched"))).key;
}, 150_000);

const own = "/uploads/alice/";

/** The object that a URL names, as S3 reads it: percent-decoded once, nothing resolved. */
const objectOf = (url: string): string => {
  const [, path = ""] = /^https:\/\/[^/]+\/[^/]+(\/[^?]*)/.exec(url) ?? [];
  return decodeURIComponent(path);
};

const hostile = fc.oneof(
  fc.constantFrom(
    "uploads/ada/victim.txt",
    "../ada/victim.txt",
    "..%2Fada%2Fvictim.txt",
    "%2e%2e/ada/victim.txt",
    "./../ada/victim.txt",
    "..\\ada\\victim.txt",
    "/uploads/ada/victim.txt",
    "//ada/victim.txt",
    "uploads/alice/../ada/victim.txt",
    "uploads/alice/%2e%2e/ada/victim.txt",
    "uploads/alicia/x",
    "uploads/alice",
    "uploads/*",
    "x?versionId=1",
    "x#/../ada",
    "x&X-Amz-Expires=9",
    "．．/ada/victim.txt",
    "․․/ada/victim.txt",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .tuple(fc.constantFrom("../", "..%2f", "uploads/", "./", "%2e%2e/"), fc.string({ maxLength: 12 }))
    .map((a) => a.join("")),
);

test("an upload that is planned is below the caller's own prefix, or it is refused", async () => {
  await fc.assert(
    fc.asyncProperty(hostile, fc.constantFrom(1, 17 * 1024 ** 2), async (key, size) => {
      const plans = await uploader.api.createUploads({ uploads: [{ key, size, overwrite: true }] }).catch((error) => {
        if (error instanceof ApiError && [400, 403].includes(error.status)) return { uploads: [] };
        throw error;
      });
      for (const plan of plans.uploads) {
        expect(plan.key.startsWith("uploads/alice/")).toBe(true);
        const urls = plan.kind === "single" ? [plan.url] : plan.parts.map((part) => part.url);
        for (const url of urls) expect(objectOf(url).startsWith(own)).toBe(true);
        await uploader.api.abortUpload(plan.id);
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("a URL that is changed to another's object is refused, by path, by query and by header", async () => {
  const [plan] = (await uploader.api.createUploads({ uploads: [{ key: "mine.txt", size: 4, overwrite: true }] }))
    .uploads;
  if (plan?.kind !== "single") throw new Error("expected a single upload");
  const body = Buffer.from("evil");
  const { keyArn, bucket } = sandbox.get().deployment.outputs;
  const elsewhere = plan.url.replace("/uploads/alice/mine.txt", `/${victim}`);
  const attempts: [string, Record<string, string>][] = [
    [elsewhere, plan.headers],
    [plan.url.replace("/alice/mine.txt", "/alice/../ada/victim.txt"), plan.headers],
    [plan.url.replace("/alice/mine.txt", "/alice/%2e%2e/ada/victim.txt"), plan.headers],
    [`${plan.url}&uploadId=x&partNumber=1`, plan.headers],
    [plan.url, { ...plan.headers, "x-amz-copy-source": `/${bucket}/${victim}` }],
    [plan.url, { ...plan.headers, "x-amz-meta-coffer-caller": "ada" }],
    [plan.url, { ...plan.headers, "x-amz-acl": "public-read" }],
    [plan.url, { ...plan.headers, "x-amz-server-side-encryption-aws-kms-key-id": `${keyArn}0` }],
  ];
  for (const [url, headers] of attempts) {
    const { status } = await uploader.api.put(url, body, headers);
    expect(`${url.slice(0, 120)} ${status}`).toMatch(/ (400|403)$/);
  }
  const { url } = await viewer.api.getObject(victim);
  expect((await viewer.api.fetch(url)).body.toString()).toBe("untouched");
});

test("another caller's upload cannot be seen, resumed, completed or aborted", async () => {
  expect(await refused(uploader.api.getUpload("0".repeat(27)))).toBe("404 urn:coffer:problem:not-found");
  const [others] = (await admin.api.createUploads({ uploads: [{ key: "theirs.bin", size: 17 * 1024 ** 2 }] })).uploads;
  const id = others?.id ?? "";
  for (const attempt of [
    uploader.api.getUpload(id),
    uploader.api.completeUpload(id),
    uploader.api.abortUpload(id),
    uploader.api.getUpload(`${id}/../${id}`),
  ])
    expect(await refused(attempt)).toMatch(/^40[34] /);
  expect((await uploader.api.listUploads()).uploads.map((upload) => upload.id)).not.toContain(id);
  expect(await admin.api.getUpload(id)).toMatchObject({ id });
});
