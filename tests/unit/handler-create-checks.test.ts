import * as fc from "fast-check";
import { AwsError } from "../../functions/aws/errors";
import { config, shared } from "../support/api-config";
import { ask, crc32c, crc64, create, many, multipart, sha256, termsOf, world } from "../support/create-uploads";
import { type Answer, sessionSecret } from "../support/fake-platform";
import { initiated } from "../support/s3-answers";
import { presignedSignature } from "../support/sigv4";

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
