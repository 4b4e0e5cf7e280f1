import { config, environment } from "../support/api-config";
import {
  ask,
  crc32c,
  crc64,
  create,
  endOf,
  firstId,
  planned,
  sha256,
  signedHeaders,
  single,
  termsOf,
  until,
  world,
} from "../support/create-uploads";
import { sessionSecret } from "../support/fake-platform";
import { presignedSignature } from "../support/sigv4";

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
