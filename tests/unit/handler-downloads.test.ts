import type { AnswerOf } from "../../functions/api/response-schemas";
import { AwsError } from "../../functions/aws/errors";
import type { AwsRequest } from "../../functions/aws/request";
import { readApi } from "../../functions/read";
import { config } from "../support/api-config";
import { type Answer, call, fakePlatform, read, sessionSecret } from "../support/fake-platform";
import { head } from "../support/s3-answers";
import { presignedSignature } from "../support/sigv4";

/** An S3 that has every object but those whose name says otherwise. */
const s3 = ({ path }: AwsRequest): Answer => {
  if (path.includes("missing")) throw new AwsError(404, "Http404", "");
  if (path.includes("busy")) throw new AwsError(503, "SlowDown", "");
  return path.includes("archived") ? { ...head, "x-amz-storage-class": "GLACIER" } : head;
};

const download = async (downloads: readonly object[], more: object = {}) => {
  const fake = fakePlatform(s3);
  const event = call("POST /downloads", { as: "viewer", json: { downloads, ...more } });
  const answer = await read<AnswerOf<"createDownloads">>(readApi(config, fake.platform)(event));
  return { ...fake, ...answer };
};

test("each object of a batch has its own URL, in the order asked", async () => {
  const { status, body, requests, accesses } = await download([
    { key: "uploads/bob/b.txt" },
    { key: "uploads/alice/a.txt", versionId: "older" },
  ]);
  expect(status).toBe(200);
  expect(body.downloads.map(({ key }) => key)).toEqual(["uploads/bob/b.txt", "uploads/alice/a.txt"]);
  for (const each of body.downloads) {
    const url = "url" in each ? each.url : "";
    expect(url.split("X-Amz-Signature=")[1]).toBe(presignedSignature({ method: "GET", url }, sessionSecret));
  }
  expect(requests.map(({ path, query }) => [path, query])).toEqual([
    ["/uploads/bob/b.txt", {}],
    ["/uploads/alice/a.txt", { versionId: "older" }],
  ]);
  expect(accesses).toEqual(["read for alice"]);
});

test("what cannot be had has a problem of its own, and refuses none of the others", async () => {
  const { status, body } = await download([
    { key: "uploads/alice/a.txt" },
    { key: "uploads/alice/missing.txt" },
    { key: "payroll/2026.csv" },
    { key: "uploads/alice/../b.txt" },
    { key: "uploads/alice/archived.txt" },
    { key: "uploads/alice/z.txt" },
  ]);
  expect(status).toBe(200);
  const shown = body.downloads.map((each) =>
    "problem" in each ? [each.key, each.problem.type, each.problem.status, each.problem.field] : each.key,
  );
  expect(shown).toEqual([
    "uploads/alice/a.txt",
    ["uploads/alice/missing.txt", "urn:coffer:problem:not-found", 404, "key"],
    ["payroll/2026.csv", "urn:coffer:problem:outside-prefix", 403, "downloads.2.key"],
    ["uploads/alice/../b.txt", "urn:coffer:problem:invalid-request", 400, "downloads.3.key"],
    ["uploads/alice/archived.txt", "urn:coffer:problem:archived", 409, "key"],
    "uploads/alice/z.txt",
  ]);
});

test("a key outside of the prefix is not looked for", async () => {
  const { requests } = await download([{ key: "payroll/2026.csv" }, { key: "payroll/missing.csv" }]);
  expect(requests).toEqual([]);
});

test("an S3 that is busy is no missing object: the whole batch is asked for again", async () => {
  const { status, headers, body } = await download([{ key: "uploads/alice/a.txt" }, { key: "uploads/alice/busy.txt" }]);
  expect(status).toBe(503);
  expect(headers).toMatchObject({ "retry-after": "2" });
  expect(body).not.toHaveProperty("downloads");
});

test("a shorter life holds for every URL of the batch", async () => {
  const { body } = await download([{ key: "uploads/a" }, { key: "uploads/b" }], { expiresIn: 60 });
  const ends = body.downloads.map((each) => ("expiresAt" in each ? each.expiresAt : undefined));
  expect(ends).toEqual(["2026-01-15T12:01:00.000Z", "2026-01-15T12:01:00.000Z"]);
});

test("a hundred objects are one batch, and one more is refused", async () => {
  const named = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `uploads/alice/${index}` }));
  const { status, body } = await download(named(100));
  expect(status).toBe(200);
  expect(body.downloads).toHaveLength(100);
  const more = await download(named(101));
  expect(more.status).toBe(400);
  expect(more.body).toMatchObject({ field: "downloads", detail: "downloads must name at most 100 downloads" });
  expect((await download([])).status).toBe(400);
});

test("the log of a batch over several callers' files names their common prefix", async () => {
  const both = await download([{ key: "uploads/bob/b.txt" }, { key: "uploads/alice/a.txt" }]);
  expect(both.lines).toMatchObject([{ action: "createDownloads", prefix: "uploads/" }]);
  const one = await download([{ key: "uploads/bob/b.txt" }, { key: "uploads/bob/a.txt" }]);
  expect(one.lines).toMatchObject([{ action: "createDownloads", prefix: "uploads/bob/" }]);
});
