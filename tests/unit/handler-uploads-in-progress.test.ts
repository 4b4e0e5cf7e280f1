import * as v from "valibot";
import type { Upload } from "../../functions/api/ledger";
import { answers, type OpenUpload, problemBody, type UploadPlan } from "../../functions/api/response-schemas";
import { AwsError } from "../../functions/aws/errors";
import type { AwsRequest } from "../../functions/aws/request";
import type { RecordAnswer, RecordRequest } from "../../functions/records/contract";
import { writeApi } from "../../functions/write";
import { config, environment } from "../support/api-config";
import { type Answer, call, fakePlatform, read, sessionSecret } from "../support/fake-platform";
import { initiated, objectList, partList } from "../support/s3-answers";
import { presignedSignature, queryOf } from "../support/sigv4";

const MiB = 1_048_576;
const key = "uploads/alice/big.bin";
const id = "0t8wmo0aaaaaaaaaaaaaaaaaaaa";
/** 12:00:00 on 15 January 2026, UTC. */
const at = 1_768_478_400;
const single: Upload = { id, key, size: 11, overwrite: false, at, until: at + 3 * 86_400 };
const multipart: Upload = {
  ...single,
  size: 20 * MiB,
  multipart: { uploadId: "upload-1", partSize: 8 * MiB },
};
const done = { key, size: 11, versionId: "v1", etag: "e", createdAt: "2026-01-15T12:00:00.000Z" };

const fails = (status: number, code: string) => (): never => {
  throw new AwsError(status, code, "message of S3");
};
const noSuchUpload = fails(404, "NoSuchUpload");

const world = (
  uploads: readonly Upload[],
  s3?: (request: AwsRequest) => Answer,
  recorder?: (request: RecordRequest) => RecordAnswer,
) => {
  const fake = fakePlatform(s3, recorder ? { recorder } : {});
  const { ledger, entries } = fake.ledgerOf("alice");
  for (const upload of uploads) entries.set(upload.id, { open: upload });
  const api = writeApi(config, fake.platform);
  const send = <T>(route: string, more: object = {}) => read<T>(api(call(route, more)));
  const named = <T = Readonly<Record<string, unknown>>>(route: string, of = id, more: object = {}) =>
    send<T>(route, { pathParameters: { id: of }, ...more });
  return {
    ...fake,
    ledger,
    entries,
    send,
    get: (of = id, more: object = {}) => named<UploadPlan>("GET /uploads/{id}", of, more),
    abort: (of = id, more: object = {}) => named("DELETE /uploads/{id}", of, more),
    list: (query: object = {}, more: object = {}) =>
      send<{ uploads: OpenUpload[]; cursor?: string }>("GET /uploads", { queryStringParameters: query, ...more }),
  };
};
const termsOf = (url: string): Readonly<Record<string, string | undefined>> => Object.fromEntries(queryOf(url));

describe("the list of uploads in progress", () => {
  const five = ["c", "a", "e", "b", "d"].map((last, index) => ({ ...single, id: `0t8wmo0${last}`, key, size: index }));

  test("tells of each what it is, since when and until when it can be resumed", async () => {
    const { list, requests, accesses } = world([multipart]);
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body).toEqual({
      uploads: [
        {
          id,
          key,
          size: 20_971_520,
          startedAt: "2026-01-15T12:00:00.000Z",
          resumeUntil: "2026-01-18T12:00:00.000Z",
        },
      ],
    });
    expect(requests).toEqual([]);
    expect(accesses).toEqual(["write for alice"]);
  });

  test("holds what POST /uploads planned, in the order of their time", async () => {
    const fake = fakePlatform(({ method }) => (method === "GET" ? objectList([]) : initiated("upload-1")));
    let seconds = 0;
    const platform = { ...fake.platform, now: () => (at + seconds) * 1000 };
    const api = writeApi(config, platform);
    // 36 ** 6 seconds after 1970 is in the year 2038, when the time has one digit more.
    for (const [passed, name] of [
      [0, "first"],
      [1, "second"],
      [3600, "third"],
      [36 ** 6 - at, "last"],
    ] as const) {
      seconds = passed;
      await api(call("POST /uploads", { json: { uploads: [{ key: name, size: 1 }] } }));
    }
    const ids = [...fake.ledgerOf("alice").entries.keys()];
    expect(ids).toHaveLength(4);
    expect([...ids].sort()).toEqual(ids);
  });

  test("comes page by page, by cursor and limit, and the last page has no cursor", async () => {
    const { list } = world([...five].sort((a, b) => (a.id < b.id ? -1 : 1)));
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { body } = await list({ limit: "2", ...(cursor && { cursor }) });
      pages.push(body.uploads.map((upload) => upload.id));
      cursor = body.cursor;
    } while (cursor !== undefined && pages.length < 9);
    expect(pages).toEqual([["0t8wmo0a", "0t8wmo0b"], ["0t8wmo0c", "0t8wmo0d"], ["0t8wmo0e"]]);
  });

  test("has a hundred on a page unless the caller asks for another number", async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ ...single, id: `a${String(index).padStart(3, "0")}` }));
    const { list } = world(many);
    expect((await list()).body.uploads).toHaveLength(100);
    expect((await list({ limit: "1000" })).body.uploads).toHaveLength(101);
  });

  test("holds nobody else's uploads", async () => {
    const { list } = world([single]);
    expect((await list({}, { by: "bob" })).body).toEqual({ uploads: [] });
  });

  test.each([
    ["limit", { limit: "0" }],
    ["limit", { limit: "1001" }],
    ["limit", { limit: "-1" }],
    ["limit", { limit: "1e2" }],
    ["cursor", { cursor: "" }],
    ["cursor", { cursor: "open#bob" }],
    ["cursor", { cursor: "../a" }],
    ["prefix", { prefix: "uploads/bob/" }],
  ])("refuses a %s it cannot use: %j", async (field, query) => {
    const { list, accesses } = world([single]);
    expect(await list(query)).toMatchObject({ status: 400, body: { field } });
    expect(accesses).toEqual([]);
  });
});

describe("an upload that is resumed", () => {
  const parts = (...there: number[]) =>
    partList(there.map((number) => [number, `etag-${number}`, number === 3 ? 4 * MiB : 8 * MiB]));

  test.each([
    ["nothing", [], [1, 2, 3]],
    ["the first part", [1], [2, 3]],
    ["the second part", [2], [1, 3]],
    ["the last part", [3], [1, 2]],
    ["the ends", [3, 1], [2]],
    ["everything", [1, 2, 3], []],
  ])("of which %s has arrived gets URLs for the rest alone, in their right sizes", async (_, there, missing) => {
    const { get, requests } = world([multipart], () => parts(...there));
    const { status, body } = await get();
    const sizes = [8 * MiB, 8 * MiB, 4 * MiB];
    expect(status).toBe(200);
    expect(body).toEqual({
      kind: "multipart",
      id,
      key,
      size: 20 * MiB,
      partSize: 8 * MiB,
      arrived: there.map((partNumber) => ({ partNumber, size: sizes[partNumber - 1] })),
      parts: missing.map((partNumber) => ({ partNumber, size: sizes[partNumber - 1], url: expect.any(String) })),
      expiresAt: "2026-01-15T12:15:00.000Z",
    });
    expect(requests).toEqual([
      { method: "GET", path: `/${key}`, query: { uploadId: "upload-1", "part-number-marker": "0" } },
    ]);
  });

  test("gets URLs of this upload that take the part in its very size", async () => {
    const { get } = world([multipart], () => parts(1));
    const { body } = await get();
    const urls = body.kind === "multipart" ? body.parts : [];
    expect(urls).toHaveLength(2);
    for (const { partNumber, size, url } of urls) {
      const headers = { "content-length": String(size) };
      expect(url.startsWith(`https://acme-files.s3.eu-central-1.amazonaws.com/${key}?`)).toBe(true);
      expect(termsOf(url)).toMatchObject({
        uploadId: "upload-1",
        partNumber: String(partNumber),
        "X-Amz-SignedHeaders": "content-length;host",
        "X-Amz-Signature": presignedSignature({ method: "PUT", url, headers }, sessionSecret),
      });
    }
  });

  test("is cut as it was planned, not as it would be today", async () => {
    const old = { ...multipart, multipart: { uploadId: "upload-1", partSize: 5 * MiB } };
    const { get } = world([old], () => partList([[1, "aa", 5 * MiB]]));
    expect((await get()).body).toMatchObject({
      partSize: 5_242_880,
      parts: [2, 3, 4].map((partNumber) => ({ partNumber, size: 5_242_880 })),
    });
  });

  test("in one PUT gets a fresh URL with the same headers, and nothing is asked of S3", async () => {
    const checksum = { algorithm: "CRC32C", value: "yZRlqg==" } as const;
    const { get, requests } = world([{ ...single, contentType: "text/plain", checksum }]);
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body).toEqual({
      kind: "single",
      id,
      key,
      size: 11,
      url: expect.any(String),
      headers: {
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": environment.keyArn,
        "content-type": "text/plain",
        "x-amz-meta-coffer-upload": id,
        "x-amz-meta-coffer-caller": "alice",
        "content-length": "11",
        "x-amz-checksum-crc32c": "yZRlqg==",
        "if-none-match": "*",
      },
      expiresAt: "2026-01-15T12:15:00.000Z",
    });
    const { url, headers } = body.kind === "single" ? body : { url: "", headers: {} };
    expect(termsOf(url)["X-Amz-Signature"]).toBe(presignedSignature({ method: "PUT", url, headers }, sessionSecret));
    expect(requests).toEqual([]);
  });

  test("in one PUT that may overwrite may still", async () => {
    const { get } = world([{ ...single, overwrite: true }]);
    const { body } = await get();
    expect(body.kind === "single" && Object.keys(body.headers)).not.toContain("if-none-match");
  });

  test.each([
    ["60", "2026-01-15T12:01:00.000Z"],
    ["604800", "2026-01-15T12:15:00.000Z"],
  ])("may ask for URLs of %s seconds", async (expiresIn, expiresAt) => {
    const { get } = world([single]);
    expect((await get(id, { queryStringParameters: { expiresIn } })).body.expiresAt).toBe(expiresAt);
  });

  test.each([
    ["completed", { completed: done }],
    ["aborted", { aborted: key }],
  ])("is refused once it was %s", async (how, outcome) => {
    const { get, ledger, requests } = world([multipart]);
    await ledger.close(multipart, outcome);
    expect(await get()).toMatchObject({
      status: 409,
      body: { type: "urn:coffer:problem:upload-closed", detail: `this upload was ${how}`, field: "id" },
    });
    expect(requests).toEqual([]);
  });

  test("is not found once S3 has freed its parts", async () => {
    const { get } = world([multipart], noSuchUpload);
    expect(await get()).toMatchObject({ status: 404, body: { type: "urn:coffer:problem:not-found" } });
  });
});

describe("aborting", () => {
  test("frees the parts and ends the upload", async () => {
    const { abort, requests, entries, records } = world([multipart], () => "");
    expect(await abort()).toMatchObject({ status: 200, body: { id, key } });
    expect(requests).toEqual([{ method: "DELETE", path: `/${key}`, query: { uploadId: "upload-1" } }]);
    expect(entries.get(id)).toEqual({ closed: { aborted: key } });
    expect(records).toEqual([]);
  });

  test("a second time is the same, and asks nothing of S3", async () => {
    const { abort, requests } = world([multipart], () => "");
    const first = await abort();
    expect(await abort()).toEqual(first);
    expect(requests).toHaveLength(1);
  });

  test("at the same moment twice is the same to both", async () => {
    let freed = 0;
    const { abort } = world(
      [multipart],
      () => {
        freed += 1;
        return freed === 1 ? "" : noSuchUpload();
      },
      () => ({ refused: "missing" }),
    );
    const answers = await Promise.all([abort(), abort()]);
    expect(answers).toMatchObject([
      { status: 200, body: { id, key } },
      { status: 200, body: { id, key } },
    ]);
  });

  test("a single PUT asks nothing of S3: there is nothing to free", async () => {
    const { abort, requests, entries } = world([single]);
    expect(await abort()).toMatchObject({ status: 200, body: { id, key } });
    expect(requests).toEqual([]);
    expect(entries.get(id)).toEqual({ closed: { aborted: key } });
  });

  test("what S3 has freed already ends the upload too", async () => {
    const { abort, entries } = world([multipart], noSuchUpload, () => ({ refused: "missing" }));
    expect(await abort()).toMatchObject({ status: 200, body: { id, key } });
    expect(entries.get(id)).toEqual({ closed: { aborted: key } });
  });

  test("what was joined before, by a completion that did not come to its end, tells that it is complete", async () => {
    const { abort, entries, records } = world([multipart], noSuchUpload);
    expect(await abort()).toMatchObject({
      status: 409,
      body: { type: "urn:coffer:problem:upload-closed", detail: "this upload was completed" },
    });
    expect(records).toEqual([{ record: { key, upload: id, size: 20_971_520 } }]);
    expect(entries.get(id)).toMatchObject({ closed: { completed: { key, versionId: "version-1" } } });
  });

  test.each([
    ["a single PUT", single],
    ["a multipart upload", multipart],
  ])("%s that was completed is refused, and nothing is asked of S3", async (_, upload) => {
    const { abort, ledger, requests, entries } = world([upload]);
    await ledger.close(upload, { completed: done });
    expect(await abort()).toMatchObject({
      status: 409,
      body: { type: "urn:coffer:problem:upload-closed", detail: "this upload was completed", field: "id" },
    });
    expect(requests).toEqual([]);
    expect(entries.get(id)).toEqual({ closed: { completed: done } });
  });

  test("is refused if a completion came first while it was under way", async () => {
    const { abort, entries } = world([multipart], () => {
      entries.set(id, { closed: { completed: done } });
      return "";
    });
    expect(await abort()).toMatchObject({ status: 409, body: { type: "urn:coffer:problem:upload-closed" } });
  });

  test.each([
    [403, "AccessDenied", 500],
    [503, "SlowDown", 503],
  ])("is no success where S3 answers %i %s: the upload stays", async (status, code, answered) => {
    const { abort, entries } = world([multipart], fails(status, code));
    expect((await abort()).status).toBe(answered);
    expect(entries.get(id)).toEqual({ open: multipart });
  });

  test("refuses a parameter that nobody reads", async () => {
    const { abort, requests } = world([multipart]);
    expect(await abort(id, { queryStringParameters: { force: "true" } })).toMatchObject({
      status: 400,
      body: { field: "force", detail: "force is not a field of this request" },
    });
    expect(requests).toEqual([]);
  });
});

test.each([
  ["unknown", "0t8wmo0bbbbbbbbbbbbbbbbbbbb", {}],
  ["another caller's", id, { by: "bob" }],
  ["another caller's, for an admin,", id, { as: "admin", by: "ada" }],
  ["malformed", "../../bob", {}],
  ["encoded", "%2e%2e%2fbob", {}],
  ["empty", "", {}],
])("an id that is %s is not found, and all are answered alike", async (_, named, more) => {
  const { get, abort, requests, entries } = world([multipart]);
  const expected = {
    status: 404,
    body: {
      type: "urn:coffer:problem:not-found",
      title: "not found",
      status: 404,
      detail: "the caller has no upload with this id, or it has expired",
      next: "List what exists with GET /objects, GET /versions or GET /uploads.",
      field: "id",
      requestId: "request-1",
    },
  };
  for (const { status, body } of [await get(named, more), await abort(named, more)])
    expect({ status, body }).toEqual(expected);
  expect(requests).toEqual([]);
  expect(entries.get(id)).toEqual({ open: multipart });
});

test("every answer is as the contract says, from the plan to the end", async () => {
  const fake = fakePlatform(({ method, path, query = {} }) => {
    if (path === "/") return objectList([]);
    if ("uploads" in query) return initiated("upload-1");
    return method === "GET" ? partList([1, 2].map((number) => [number, "aa", 10 * MiB])) : "<Result/>";
  });
  const send = <T>(route: string, more: object = {}) => read<T>(writeApi(config, fake.platform)(call(route, more)));
  const checksum = { algorithm: "CRC32C", value: "yZRlqg==" };
  const uploads = [
    { key: "a", size: 1, checksum },
    { key: "b", size: 20 * MiB, checksum },
    { key: "c", size: 1 },
  ];
  const planned = await send<{ uploads: UploadPlan[] }>("POST /uploads", { json: { uploads } });
  const ids = planned.body.uploads.map((plan) => ({ pathParameters: { id: plan.id } }));
  expect(v.safeParse(answers.createUploads, planned.body).issues).toBeUndefined();
  const bodyOf = async (route: string, more?: object) => (await send(route, more)).body;
  const listed = await bodyOf("GET /uploads", { queryStringParameters: { limit: "1" } });
  expect(listed).toHaveProperty("cursor");
  expect(v.safeParse(answers.listUploads, listed).issues).toBeUndefined();
  for (const more of ids)
    expect(v.safeParse(answers.getUpload, await bodyOf("GET /uploads/{id}", more)).issues).toBeUndefined();
  for (const more of ids.slice(0, 2)) {
    const completed = await bodyOf("POST /uploads/{id}/complete", more);
    expect(v.safeParse(answers.completeUpload, completed).issues).toBeUndefined();
  }
  expect(v.safeParse(answers.abortUpload, await bodyOf("DELETE /uploads/{id}", ids[2])).issues).toBeUndefined();
  expect(v.safeParse(problemBody, await bodyOf("DELETE /uploads/{id}", ids[0])).issues).toBeUndefined();
});
