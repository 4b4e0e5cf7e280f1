import type { CreateUploadsAnswer, MultipartUpload, SingleUpload } from "../../functions/api/contract";
import { writeApi } from "../../functions/write";
import { config, environment, shared } from "../support/api-config";
import { call, fakePlatform, read, sessionSecret } from "../support/fake-platform";
import { initiated } from "../support/s3-answers";
import { presignedSignature, queryOf } from "../support/sigv4";

const create = async (json: unknown, { api = config, as = "uploader" as "uploader" | "admin" } = {}) => {
  const fake = fakePlatform(() => initiated("upload-1"));
  const { status, body } = await read<CreateUploadsAnswer>(
    writeApi(api, fake.platform)(call("POST /uploads", { as, json })),
  );
  return { ...fake, status, body, uploads: body.uploads };
};
const single = async (item: object, rest: object = {}) => {
  const { uploads } = await create({ uploads: [{ key: "notes.txt", size: 11, ...item }], ...rest });
  return uploads[0] as SingleUpload;
};
const signedHeaders = (url: string) => Object.fromEntries(queryOf(url))["X-Amz-SignedHeaders"]?.split(";");

test("a small file is one PUT: the URL, the headers to send, the real end", async () => {
  const { status, uploads, requests, accesses } = await create({ uploads: [{ key: "notes.txt", size: 11 }] });
  expect(status).toBe(200);
  expect(uploads).toEqual([
    {
      kind: "single",
      // ["uploads/alice/notes.txt",11,false,1768478400]
      id: "WyJ1cGxvYWRzL2FsaWNlL25vdGVzLnR4dCIsMTEsZmFsc2UsMTc2ODQ3ODQwMF0",
      key: "uploads/alice/notes.txt",
      url: expect.stringMatching(
        /^https:\/\/acme-files\.s3\.eu-central-1\.amazonaws\.com\/uploads\/alice\/notes\.txt\?/,
      ),
      headers: {
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": environment.keyArn,
        "content-length": "11",
        "if-none-match": "*",
      },
      expiresAt: "2026-01-15T12:15:00.000Z",
    },
  ]);
  expect(requests).toEqual([]);
  expect(accesses).toEqual(["write for alice"]);
});

test.each([
  ["a plain upload", {}],
  ["an upload that may overwrite", { overwrite: true }],
  ["an upload with a content type", { contentType: "text/plain; charset=utf-8" }],
  ["an empty file", { size: 0 }],
])("%s lists exactly the headers that are signed", async (_, more) => {
  const { url, headers } = await single(more);
  expect(signedHeaders(url)).toEqual(["host", ...Object.keys(headers)].sort());
  const { "X-Amz-Signature": signature, "X-Amz-Expires": seconds } = Object.fromEntries(queryOf(url));
  expect(signature).toBe(presignedSignature({ method: "PUT", url, headers }, sessionSecret));
  expect(seconds).toBe("900");
});

test("only an upload that may not overwrite demands that there is no object yet", async () => {
  expect((await single({ overwrite: false })).headers["if-none-match"]).toBe("*");
  expect((await single({ overwrite: true })).headers).not.toHaveProperty("if-none-match");
});

test("a content type is bound where it is given, and absent where not", async () => {
  expect((await single({ contentType: "image/svg+xml" })).headers["content-type"]).toBe("image/svg+xml");
  expect((await single({})).headers).not.toHaveProperty("content-type");
});

test("a shorter life is granted, a longer one cut to the stack's", async () => {
  expect((await single({}, { expiresIn: 60 })).expiresAt).toBe("2026-01-15T12:01:00.000Z");
  expect((await single({}, { expiresIn: 86_400 })).expiresAt).toBe("2026-01-15T12:15:00.000Z");
});

test("a large file is a multipart upload: begun with the encryption, a URL for each part", async () => {
  const { uploads, requests } = await create({
    uploads: [{ key: "big.bin", size: 20_971_520, contentType: "image/png" }],
  });
  expect(requests).toEqual([
    {
      method: "POST",
      path: "/uploads/alice/big.bin",
      query: { uploads: "" },
      headers: {
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": environment.keyArn,
        "content-type": "image/png",
      },
    },
  ]);
  const plan = uploads[0] as MultipartUpload;
  expect(plan).toMatchObject({
    kind: "multipart",
    key: "uploads/alice/big.bin",
    partSize: 8_388_608,
    parts: [
      { partNumber: 1, size: 8_388_608 },
      { partNumber: 2, size: 8_388_608 },
      { partNumber: 3, size: 4_194_304 },
    ],
    expiresAt: "2026-01-15T12:15:00.000Z",
  });
  expect(JSON.parse(Buffer.from(plan.id, "base64url").toString())).toEqual([
    "uploads/alice/big.bin",
    20_971_520,
    false,
    1_768_478_400,
    "upload-1",
  ]);
});

test("a part's URL takes this part of this upload in its very size", async () => {
  const { uploads } = await create({ uploads: [{ key: "big.bin", size: 20_971_520 }] });
  const { parts } = uploads[0] as MultipartUpload;
  for (const { partNumber, size, url } of parts) {
    const query = Object.fromEntries(queryOf(url));
    expect(query).toMatchObject({ partNumber: String(partNumber), uploadId: "upload-1", "X-Amz-Expires": "900" });
    expect(query["X-Amz-SignedHeaders"]).toBe("content-length;host");
    const headers = { "content-length": String(size) };
    expect(query["X-Amz-Signature"]).toBe(presignedSignature({ method: "PUT", url, headers }, sessionSecret));
  }
  expect.assertions(9);
});

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `${index}.txt`, size: 1 }));

test("one request plans from 1 to 100 uploads, in the order given", async () => {
  const { status, uploads } = await create({ uploads: many(100) });
  expect(status).toBe(200);
  expect(uploads).toHaveLength(100);
  expect(uploads[99]?.key).toBe("uploads/alice/99.txt");
});

test.each([
  [0, "uploads must name at least one upload"],
  [101, "uploads must name at most 100 uploads"],
])("%i uploads are refused", async (count, detail) => {
  const { status, body, accesses } = await create({ uploads: many(count) });
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: "urn:coffer:problem:invalid-request", field: "uploads", detail });
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
    detail: "an object may have 20971520 bytes; this has 20971521",
  });
  expect(requests).toEqual([]);
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
  const { uploads } = await create({ uploads: [{ key: "uploads/bob/a", size: 1 }] }, { api: shared });
  expect(uploads[0]?.key).toBe("uploads/bob/a");
});
