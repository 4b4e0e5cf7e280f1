import * as fc from "fast-check";
import type { UploadPlan } from "../../functions/api/answers";
import type { ApiConfig } from "../../functions/api/config";
import { AwsError } from "../../functions/aws/errors";
import type { AwsRequest } from "../../functions/aws/request";
import { writeApi } from "../../functions/write";
import { config, environment, shared } from "../support/api-config";
import { type Answer, call, fakePlatform, read, sessionSecret } from "../support/fake-platform";
import { initiated, objectList } from "../support/s3-answers";
import { presignedSignature, queryOf } from "../support/sigv4";

/** An S3 that has these keys, begins every multipart upload as `begin` says and frees it when told to. */
const s3 =
  (there: readonly string[], begin: (path: string) => Answer = (path) => initiated(`upload of ${path}`)) =>
  ({ method, path, query = {} }: AwsRequest): Answer => {
    if (method === "GET" && path === "/")
      return objectList(there.filter((key) => key.startsWith(query.prefix ?? "")).map((key) => [key, 1]));
    if (method === "POST" && "uploads" in query) return begin(path);
    if (method === "DELETE" && query.uploadId !== undefined) return "";
    throw new Error(`S3 was asked ${method} ${path}`);
  };

interface Body {
  readonly uploads: readonly UploadPlan[];
  readonly field?: string;
  readonly detail?: string;
}

const world = ({
  there = [] as string[],
  begin = undefined as ((path: string) => Answer) | undefined,
  until = "",
} = {}) => fakePlatform(s3(there, begin), until ? { until: new Date(until) } : {});

const ask = async (
  fake: ReturnType<typeof fakePlatform>,
  json: unknown,
  { api = config, as = "uploader" }: { api?: ApiConfig; as?: "uploader" | "admin" } = {},
) => {
  const { status, body, headers } = await read<Body>(writeApi(api, fake.platform)(call("POST /uploads", { as, json })));
  const begun = fake.requests.filter(({ query = {} }) => "uploads" in query);
  const freed = fake.requests.filter(({ method }) => method === "DELETE").map(({ query = {} }) => query.uploadId);
  return { ...fake, status, body, headers, begun, freed, entries: [...fake.ledgerOf("alice").entries.values()] };
};
const create = (json: unknown, options: Parameters<typeof ask>[2] = {}) => ask(world(), json, options);

const planned = async (item: object, rest: object = {}) => {
  const { body } = await create({ uploads: [{ key: "notes.txt", size: 11, ...item }], ...rest });
  return body.uploads[0];
};
const single = async (item: object, rest: object = {}) => {
  const plan = await planned(item, rest);
  if (plan?.kind !== "single") throw new Error("this is no single PUT");
  return plan;
};
const multipart = async (item: object, rest: object = {}) => {
  const plan = await planned({ key: "big.bin", size: 20_971_520, ...item }, rest);
  if (plan?.kind !== "multipart") throw new Error("this is no multipart upload");
  return plan;
};
const termsOf = (url: string): Readonly<Record<string, string | undefined>> => Object.fromEntries(queryOf(url));
const signedHeaders = (url: string) => termsOf(url)["X-Amz-SignedHeaders"]?.split(";");

/** The end of a URL by what is signed into it. */
const endOf = (url: string): string => {
  const { "X-Amz-Date": date = "", "X-Amz-Expires": seconds } = termsOf(url);
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return new Date(Date.parse(iso) + Number(seconds) * 1000).toISOString();
};

// The id begins with 12:00:00 on 15 January 2026, 1768478400, in base 36.
/** Three days later. */
const until = 1_768_737_600;
const firstId = "0t8wmo000000000000000000001";

const crc64 = { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" };
const crc32c = { algorithm: "CRC32C", value: "yZRlqg==" };
const sha256 = { algorithm: "SHA256", value: "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=" };

test("a small file is one PUT: the URL, the headers to send, the real end", async () => {
  const { status, body, requests, accesses, entries } = await create({ uploads: [{ key: "notes.txt", size: 11 }] });
  expect(status).toBe(200);
  expect(body.uploads).toEqual([
    {
      kind: "single",
      id: firstId,
      key: "uploads/alice/notes.txt",
      size: 11,
      url: expect.stringMatching(
        /^https:\/\/acme-files\.s3\.eu-central-1\.amazonaws\.com\/uploads\/alice\/notes\.txt\?/,
      ),
      headers: {
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": environment.keyArn,
        "content-type": "application/octet-stream",
        "x-amz-meta-coffer-upload": firstId,
        "x-amz-meta-coffer-caller": "alice",
        "content-length": "11",
        "if-none-match": "*",
      },
      expiresAt: "2026-01-15T12:15:00.000Z",
    },
  ]);
  expect(requests.map(({ method, path, query }) => [method, path, query?.prefix])).toEqual([
    ["GET", "/", "uploads/alice/notes.txt"],
  ]);
  expect(accesses).toEqual(["write for alice"]);
  expect(entries).toEqual([
    { open: { id: firstId, key: "uploads/alice/notes.txt", size: 11, overwrite: false, at: 1_768_478_400, until } },
  ]);
});

test.each([
  ["a plain upload", {}],
  ["an upload that may overwrite", { overwrite: true }],
  ["an upload with a content type", { contentType: "text/plain; charset=utf-8" }],
  ["an upload with a CRC64NVME", { checksum: crc64 }],
  ["an upload with a CRC32C", { checksum: crc32c }],
  ["an upload with a SHA256", { checksum: sha256 }],
  ["an empty file", { size: 0 }],
  ["the largest file of one PUT", { size: 16_777_216 }],
])("%s lists exactly the headers that are signed, and none of them is in the query", async (_, more) => {
  const { url, headers } = await single(more);
  expect(signedHeaders(url)).toEqual(["host", ...Object.keys(headers)].sort());
  expect(termsOf(url)).toMatchObject({
    "X-Amz-Signature": presignedSignature({ method: "PUT", url, headers }, sessionSecret),
  });
  const query = Object.keys(termsOf(url)).map((name) => name.toLowerCase());
  for (const name of Object.keys(headers)) expect(query).not.toContain(name);
});

test.each([
  ["x-amz-checksum-crc64nvme", crc64],
  ["x-amz-checksum-crc32c", crc32c],
  ["x-amz-checksum-sha256", sha256],
])("%s is bound into the signature of a single PUT: no other checksum, and none, fits it", async (name, checksum) => {
  const { url, headers } = await single({ checksum });
  expect(headers[name]).toBe(checksum.value);
  expect(signedHeaders(url)).toContain(name);
  const { [name]: _, ...without } = headers;
  const given = termsOf(url)["X-Amz-Signature"];
  expect(presignedSignature({ method: "PUT", url, headers }, sessionSecret)).toBe(given);
  for (const other of [without, { ...headers, [name]: "AAAAAA==" }])
    expect(presignedSignature({ method: "PUT", url, headers: other }, sessionSecret)).not.toBe(given);
});

test("an upload without a checksum promises none", async () => {
  const { url, headers } = await single({});
  expect(`${url} ${JSON.stringify(headers)}`).not.toMatch(/checksum|crc/i);
});

test("who uploads, and which upload it is, is signed into the object", async () => {
  const { id, url, headers } = await single({});
  expect(headers).toMatchObject({ "x-amz-meta-coffer-upload": id, "x-amz-meta-coffer-caller": "alice" });
  expect(signedHeaders(url)).toEqual(expect.arrayContaining(["x-amz-meta-coffer-upload", "x-amz-meta-coffer-caller"]));
  const forged = { ...headers, "x-amz-meta-coffer-caller": "bob" };
  expect(presignedSignature({ method: "PUT", url, headers: forged }, sessionSecret)).not.toBe(
    termsOf(url)["X-Amz-Signature"],
  );
});

test("only an upload that may not overwrite demands that there is no object yet", async () => {
  expect((await single({})).headers["if-none-match"]).toBe("*");
  expect((await single({ overwrite: false })).headers["if-none-match"]).toBe("*");
  expect((await single({ overwrite: true })).headers).not.toHaveProperty("if-none-match");
});

test.each([
  ["image/svg+xml", "image/svg+xml"],
  ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp8,opus"],
  ['video/webm; codecs="vp8, opus"', 'video/webm; codecs="vp8, opus"'],
  ["", "application/octet-stream"],
  [undefined, "application/octet-stream"],
])("the content type %j is signed as %j, so that no holder of the URL chooses one", async (contentType, signed) => {
  const asked = { uploads: [{ key: "a", size: 1, ...(contentType === undefined ? {} : { contentType }) }] };
  const { body } = await create(asked);
  const [plan] = body.uploads;
  if (plan?.kind !== "single") throw new Error("this is no single PUT");
  expect(plan.headers["content-type"]).toBe(signed);
  expect(signedHeaders(plan.url)).toContain("content-type");
});

test("the type of an object in parts is bound when it is begun", async () => {
  const { begun } = await create({ uploads: [{ key: "big.bin", size: 20_971_520, contentType: "" }] });
  expect(begun[0]?.headers).toMatchObject({ "content-type": "application/octet-stream" });
});

// Seconds of the URL's life: 900 unless its holder could replace the object with other bytes.
test.each([
  ["overwrites without a checksum", { overwrite: true }, {}, 300],
  ["overwrites, asked for longer", { overwrite: true }, { expiresIn: 900 }, 300],
  ["overwrites, asked for shorter", { overwrite: true }, { expiresIn: 60 }, 60],
  ["overwrites with a checksum", { overwrite: true, checksum: crc64 }, {}, 900],
  ["does not overwrite", {}, {}, 900],
  ["overwrites in parts, which are of no use once they are joined", { overwrite: true, size: 20_971_520 }, {}, 900],
])("a URL that %s lives %#", async (_, item, rest, seconds) => {
  const plan = await planned(item, rest);
  const [url = ""] = plan === undefined ? [] : plan.kind === "single" ? [plan.url] : plan.parts.map((part) => part.url);
  expect(termsOf(url)["X-Amz-Expires"]).toBe(String(seconds));
  expect(plan?.expiresAt).toBe(new Date(Date.parse("2026-01-15T12:00:00Z") + seconds * 1000).toISOString());
});

// Sessions of the tests end at 13:00:00, and it is 12:00:00.250: a second is kept for clocks that differ.
test.each([
  ["what was asked", 60, 900, "2026-01-15T13:00:00Z", "2026-01-15T12:01:00.000Z"],
  ["the stack's most", 86_400, 900, "2026-01-15T13:00:00Z", "2026-01-15T12:15:00.000Z"],
  ["the stack's most, where nothing was asked", undefined, 300, "2026-01-15T13:00:00Z", "2026-01-15T12:05:00.000Z"],
  ["the end of the session", 7200, 7200, "2026-01-15T13:00:00Z", "2026-01-15T12:59:58.000Z"],
  ["the end of a session that is almost over", undefined, 900, "2026-01-15T12:06:00Z", "2026-01-15T12:05:58.000Z"],
])("a URL's end is the least of all, here %s, and it is true", async (_, expiresIn, urlSeconds, until, expiresAt) => {
  const uploads = [
    { key: "a", size: 1 },
    { key: "big.bin", size: 20_971_520 },
  ];
  const api = { ...config, urlSeconds };
  const { body } = await ask(world({ until }), { uploads, ...(expiresIn && { expiresIn }) }, { api });
  const urls = body.uploads.flatMap((plan) => (plan.kind === "single" ? [plan.url] : plan.parts.map(({ url }) => url)));
  expect(body.uploads.map((plan) => plan.expiresAt)).toEqual([expiresAt, expiresAt]);
  expect(urls.map(endOf)).toEqual([expiresAt, expiresAt, expiresAt, expiresAt]);
});

test("a large file is a multipart upload: begun with what belongs to the object, a URL for each part", async () => {
  const { body, begun, entries } = await create({
    uploads: [{ key: "big.bin", size: 20_971_520, contentType: "image/png" }],
  });
  expect(begun).toEqual([
    {
      method: "POST",
      path: "/uploads/alice/big.bin",
      query: { uploads: "" },
      headers: {
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": environment.keyArn,
        "content-type": "image/png",
        "x-amz-meta-coffer-upload": firstId,
        "x-amz-meta-coffer-caller": "alice",
      },
    },
  ]);
  const url = expect.any(String);
  expect(body.uploads).toEqual([
    {
      kind: "multipart",
      id: firstId,
      key: "uploads/alice/big.bin",
      size: 20_971_520,
      partSize: 8_388_608,
      arrived: [],
      parts: [
        { partNumber: 1, size: 8_388_608, url },
        { partNumber: 2, size: 8_388_608, url },
        { partNumber: 3, size: 4_194_304, url },
      ],
      expiresAt: "2026-01-15T12:15:00.000Z",
    },
  ]);
  expect(entries).toEqual([
    {
      open: {
        id: firstId,
        key: "uploads/alice/big.bin",
        size: 20_971_520,
        overwrite: false,
        at: 1_768_478_400,
        until,
        contentType: "image/png",
        multipart: { uploadId: "upload of /uploads/alice/big.bin", partSize: 8_388_608 },
      },
    },
  ]);
});

test("one byte above what one PUT carries is a multipart upload", async () => {
  expect((await planned({ size: 16_777_216 }))?.kind).toBe("single");
  expect((await planned({ size: 16_777_217 }))?.kind).toBe("multipart");
});

test.each([crc64, crc32c])(
  "S3 is told at the start that it will compare a $algorithm of the whole object",
  async (checksum) => {
    const { begun, entries } = await create({ uploads: [{ key: "big.bin", size: 20_971_520, checksum }] });
    expect(begun[0]?.headers).toMatchObject({
      "x-amz-checksum-algorithm": checksum.algorithm,
      "x-amz-checksum-type": "FULL_OBJECT",
    });
    expect(entries).toMatchObject([{ open: { checksum } }]);
  },
);

test("a multipart upload without a checksum begins without one", async () => {
  const { begun } = await create({ uploads: [{ key: "big.bin", size: 20_971_520 }] });
  expect(Object.keys(begun[0]?.headers ?? {}).filter((name) => name.includes("checksum"))).toEqual([]);
});

test("a SHA256 of an object in parts is refused, since S3 would not compare it; of one PUT it is not", async () => {
  const of = (size: number) => ({
    uploads: [
      { key: "a", size: 1 },
      { key: "b", size, checksum: sha256 },
    ],
  });
  expect((await create(of(16_777_216))).status).toBe(200);
  const { status, body, accesses } = await create(of(16_777_217));
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: "urn:coffer:problem:invalid-request", field: "uploads.1.checksum.algorithm" });
  expect(accesses).toEqual([]);
});

test.each([
  ["a checksum that is too short", { algorithm: "CRC32C", value: "yZRlq==" }, "uploads.0.checksum.value"],
  ["one of another length", { algorithm: "CRC32C", value: crc64.value }, "uploads.0.checksum.value"],
  ["one in hexadecimal", { algorithm: "CRC32C", value: "c99465aa" }, "uploads.0.checksum.value"],
  ["one with a line break", { algorithm: "CRC32C", value: "yZRlqg==\n" }, "uploads.0.checksum.value"],
  ["one for URLs", { algorithm: "SHA256", value: sha256.value.replace("+", "-") }, "uploads.0.checksum.value"],
  ["one without padding", { algorithm: "CRC64NVME", value: "rosUhgp5mIg" }, "uploads.0.checksum.value"],
  ["one that spells the same bytes otherwise", { algorithm: "CRC32C", value: "yZRlqh==" }, "uploads.0.checksum.value"],
  ["another that does", { algorithm: "CRC64NVME", value: "rosUhgp5mIh=" }, "uploads.0.checksum.value"],
  ["one with half of it", { algorithm: "CRC32C", value: "yZRlqg=" }, "uploads.0.checksum.value"],
  ["a number", { algorithm: "CRC64NVME", value: 7 }, "uploads.0.checksum.value"],
  ["none", { algorithm: "CRC64NVME" }, "uploads.0.checksum.value"],
  ["an unknown algorithm", { algorithm: "MD5", value: "1B2M2Y8AsgTpgAmY7PhCfg==" }, "uploads.0.checksum.algorithm"],
  ["an algorithm in small letters", { ...crc32c, algorithm: "crc32c" }, "uploads.0.checksum.algorithm"],
  ["no algorithm", { value: crc32c.value }, "uploads.0.checksum.algorithm"],
  ["a field more", { ...crc32c, type: "COMPOSITE" }, "uploads.0.checksum.type"],
  ["no object", "yZRlqg==", "uploads.0.checksum"],
])("as a checksum, %s is refused", async (_, checksum, field) => {
  const { status, body, accesses } = await create({ uploads: [{ key: "a", size: 1, checksum }] });
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: "urn:coffer:problem:invalid-request", field });
  expect(accesses).toEqual([]);
});

test("a checksum of any bytes is taken", async () => {
  const ofBytes = (algorithm: string, length: number) =>
    fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => ({ algorithm, value: Buffer.from(bytes).toString("base64") }));
  const any = fc.oneof(ofBytes("CRC64NVME", 8), ofBytes("CRC32C", 4), ofBytes("SHA256", 32));
  await fc.assert(
    fc.asyncProperty(any, async (checksum) => {
      expect((await create({ uploads: [{ key: "a", size: 1, checksum }] })).status).toBe(200);
    }),
  );
});

test.each([
  ["a negative size", { size: -1 }, "uploads.0.size"],
  ["half a byte", { size: 0.5 }, "uploads.0.size"],
  ["a size in words", { size: "11" }, "uploads.0.size"],
  ["no size", { size: undefined }, "uploads.0.size"],
  ["no key", { key: undefined }, "uploads.0.key"],
  ["an empty key", { key: "" }, "uploads.0.key"],
  ["a folder", { key: "photos/" }, "uploads.0.key"],
  ["a content type that is none", { contentType: "text" }, "uploads.0.contentType"],
  [
    "a header more in the content type",
    { contentType: "text/plain\r\nx-amz-acl: public-read" },
    "uploads.0.contentType",
  ],
  ["a wish that is no wish", { overwrite: "yes" }, "uploads.0.overwrite"],
  ["a field that nobody reads", { acl: "public-read" }, "uploads.0.acl"],
])("%s is refused by its field, before a session is opened", async (_, item, field) => {
  const { status, body, accesses } = await create({ uploads: [{ key: "notes.txt", size: 11, ...item }] });
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: "urn:coffer:problem:invalid-request", field });
  expect(accesses).toEqual([]);
});

test("a part's URL takes this part of this upload in its very size", async () => {
  const { parts } = await multipart({});
  for (const { partNumber, size, url } of parts) {
    const query = termsOf(url);
    expect(query).toMatchObject({
      partNumber: String(partNumber),
      uploadId: "upload of /uploads/alice/big.bin",
      "X-Amz-Expires": "900",
    });
    expect(query["X-Amz-SignedHeaders"]).toBe("content-length;host");
    const headers = { "content-length": String(size) };
    expect(query["X-Amz-Signature"]).toBe(presignedSignature({ method: "PUT", url, headers }, sessionSecret));
  }
  expect.assertions(9);
});

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `${index}.txt`, size: 1 }));

test("one request plans up to 100 uploads, in the order given, whatever their kind", async () => {
  const uploads = many(100).map((item, index) => (index % 10 === 9 ? { ...item, size: 20_971_520 } : item));
  const { status, body, begun, entries } = await create({ uploads });
  expect(status).toBe(200);
  expect(body.uploads.map(({ key }) => key)).toEqual(uploads.map(({ key }) => `uploads/alice/${key}`));
  expect(body.uploads.map(({ kind }) => kind).filter((kind) => kind === "multipart")).toHaveLength(10);
  expect(body.uploads[9]?.kind).toBe("multipart");
  expect(new Set(body.uploads.map(({ id }) => id)).size).toBe(100);
  expect(begun).toHaveLength(10);
  expect(entries).toHaveLength(100);
});

test.each([
  [0, "uploads must name at least one of the uploads"],
  [101, "uploads must name at most 100 uploads"],
])("%i uploads are refused", async (count, detail) => {
  const { status, body, accesses } = await create({ uploads: many(count) });
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: "urn:coffer:problem:invalid-request", field: "uploads", detail });
  expect(accesses).toEqual([]);
});

test.each([
  ["the same name", "a.txt", "a.txt"],
  ["a name and the full key", "a.txt", "uploads/alice/a.txt"],
])("a key that comes twice, as %s, is refused", async (_, one, other) => {
  const uploads = [one, "b.txt", other].map((key) => ({ key, size: 1, overwrite: true }));
  const { status, body, accesses } = await create({ uploads });
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: "urn:coffer:problem:invalid-request", field: "uploads.2.key" });
  expect(accesses).toEqual([]);
});

test("an object may be as large as the stack allows and no larger, and nothing is begun before that is known", async () => {
  const api = { ...config, largestObject: 20_971_520 };
  expect((await create({ uploads: [{ key: "a", size: 20_971_520 }] }, { api })).status).toBe(200);
  const uploads = [
    { key: "a", size: 20_971_520 },
    { key: "b", size: 20_971_521 },
  ];
  const { status, body, requests } = await create({ uploads }, { api });
  expect(status).toBe(413);
  expect(body).toMatchObject({
    type: "urn:coffer:problem:too-large",
    field: "uploads.1.size",
    limit: 20_971_520,
    detail: "an object may have 20971520 bytes; this has 20971521",
  });
  expect(requests).toEqual([]);
});

describe("of 10 uploads that may be in progress", () => {
  const api = { ...config, openUploads: 10 };
  const createAfter = async (inProgress: number, more: number) => {
    const fake = world();
    if (inProgress > 0)
      await ask(fake, { uploads: many(inProgress).map((item) => ({ ...item, key: `old-${item.key}` })) });
    return ask(fake, { uploads: [{ key: "big.bin", size: 20_971_520 }, ...many(more - 1)] }, { api });
  };

  test.each([
    [0, 10],
    [7, 3],
    [9, 1],
  ])("%i and %i more are allowed", async (inProgress, more) => {
    const { status, entries } = await createAfter(inProgress, more);
    expect(status).toBe(200);
    expect(entries).toHaveLength(10);
  });

  test.each([
    [0, 11],
    [7, 4],
    [10, 1],
    [12, 1],
    [3, 100],
  ])(
    "%i and %i more are not: nothing is begun, and the caller may come again in a minute",
    async (inProgress, more) => {
      const { status, headers, body, begun, entries } = await createAfter(inProgress, more);
      expect(status).toBe(429);
      expect(headers["retry-after"]).toBe("60");
      expect(body).toMatchObject({ type: "urn:coffer:problem:too-many-uploads", limit: 10, retryAfterSeconds: 60 });
      expect(begun).toEqual([]);
      expect(entries).toHaveLength(inProgress);
    },
  );
});

// 8,000 MiB are 1,000 parts of 8 MiB. A URL is reckoned as 2,400 characters and its path; Lambda takes 6 MB of answer.
describe("an answer that Lambda would not take is refused before anything is begun", () => {
  const thousand = 8_388_608_000;
  const long = "\u00fc".repeat(505);

  test("2,000 parts with short keys fit, and 1,000 with the longest key", async () => {
    const two = ["a", "b"].map((key) => ({ key, size: thousand }));
    expect((await create({ uploads: two })).status).toBe(200);
    expect((await create({ uploads: [{ key: long, size: thousand }] })).status).toBe(200);
  });

  test.each([
    ["3,000 parts with short keys", ["a", "b", "c"]],
    ["2,000 with long ones", [long.slice(1), long.slice(2)]],
  ])("%s do not", async (_, keys) => {
    const { status, body, requests, accesses } = await create({
      uploads: keys.map((key) => ({ key, size: thousand })),
    });
    expect(status).toBe(413);
    expect(body).toMatchObject({ type: "urn:coffer:problem:too-large", field: "uploads" });
    expect([...requests, ...accesses]).toEqual([]);
  });
});

describe("where an object of the key exists", () => {
  const there = ["uploads/alice/b.txt"];
  const uploads = [
    { key: "big.bin", size: 20_971_520 },
    { key: "b.txt", size: 1 },
  ];

  test("the upload is refused by its key, and nothing of the batch is planned", async () => {
    const { status, body, begun, entries } = await ask(world({ there }), { uploads });
    expect(status).toBe(409);
    expect(body).toMatchObject({ type: "urn:coffer:problem:exists-already", field: "uploads.1.key" });
    expect(body).not.toHaveProperty("uploads");
    expect([...begun, ...entries]).toEqual([]);
  });

  test("an upload that may overwrite is planned, and S3 is not even asked about it", async () => {
    const fake = world({ there });
    const { status, requests } = await ask(fake, { uploads: [{ key: "b.txt", size: 1, overwrite: true }] });
    expect(status).toBe(200);
    expect(requests).toEqual([]);
  });

  test("a key that only begins alike does not count", async () => {
    const { status } = await ask(world({ there: ["uploads/alice/b.txt.old"] }), { uploads });
    expect(status).toBe(200);
  });
});

describe("what was begun is freed, and nothing is in progress,", () => {
  const uploads = ["a", "b", "c"].map((key) => ({ key, size: 20_971_520 }));

  test("if the uploads cannot be entered in the ledger", async () => {
    const fake = world();
    const { ledger } = fake.ledgerOf("alice");
    jest.spyOn(ledger, "open").mockRejectedValue(new AwsError(400, "TransactionCanceledException", "conflict"));
    const { status, headers, freed, entries } = await ask(fake, { uploads: [...uploads, { key: "d", size: 1 }] });
    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("2");
    expect(freed.sort()).toEqual(["a", "b", "c"].map((key) => `upload of /uploads/alice/${key}`));
    expect(entries).toEqual([]);
  });

  test("if one of the batch cannot be begun, whatever the order", async () => {
    for (const broken of ["a", "b", "c"]) {
      const begin = (path: string): Answer => {
        if (path.endsWith(broken)) throw new AwsError(503, "SlowDown", "Reduce your rate");
        return initiated(`upload of ${path}`);
      };
      const { status, freed, entries } = await ask(world({ begin }), { uploads });
      expect(status).toBe(503);
      expect(freed.sort()).toEqual(
        ["a", "b", "c"].filter((key) => key !== broken).map((key) => `upload of /uploads/alice/${key}`),
      );
      expect(entries).toEqual([]);
    }
  });
});

test("a key of somebody else is refused, an admin's too, and nothing is begun", async () => {
  for (const as of ["uploader", "admin"] as const) {
    const uploads = [
      { key: "big.bin", size: 20_971_520 },
      { key: "uploads/bob/notes.txt", size: 1 },
    ];
    const { status, body, requests } = await create({ uploads }, { as });
    expect(status).toBe(403);
    expect(body).toMatchObject({
      type: "urn:coffer:problem:outside-prefix",
      field: "uploads.1.key",
      detail: "this caller's keys begin with 'uploads/alice/'",
    });
    expect(requests).toEqual([]);
  }
});

test("in a shared layout uploads land anywhere below the prefix", async () => {
  const { body } = await create({ uploads: [{ key: "uploads/bob/a", size: 1 }] }, { api: shared });
  expect(body.uploads[0]?.key).toBe("uploads/bob/a");
});
