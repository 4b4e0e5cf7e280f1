import { AwsError } from "../../functions/aws/errors";
import { readApi } from "../../functions/read";
import { config, shared } from "../support/api-config";
import { type Answer, call, fakePlatform, read, sessionSecret } from "../support/fake-platform";
import { head, objectList } from "../support/s3-answers";
import { presignedSignature, queryOf } from "../support/sigv4";

const limits = {
  urlSeconds: 900,
  largestObject: 1_099_511_627_776,
  largestBatch: 100,
  openUploads: 1000,
  planning: { perSecond: 50, burst: 1000, perRequest: 10 },
  resumeDays: 3,
  sessionSeconds: 3600,
};
const uploading = ["createUploads", "listUploads", "getUpload", "completeUpload", "abortUpload"];
const viewing = ["listObjects", "getObject", "createDownloads", "listVersions"];

test.each([
  ["uploader", { writes: "uploads/alice/", operations: ["whoami", ...uploading] }],
  ["viewer", { reads: "uploads/", operations: ["whoami", ...viewing] }],
  [
    "admin",
    {
      writes: "uploads/alice/",
      reads: "uploads/",
      operations: ["whoami", ...uploading, ...viewing, "createRestore", "deleteObject"],
    },
  ],
] as const)("whoami tells an %s what it may do and where, without asking S3", async (role, expected) => {
  const { platform, accesses } = fakePlatform();
  const { status, headers, body } = await read(readApi(config, platform)(call("GET /whoami", { as: role })));
  expect(status).toBe(200);
  expect(headers).toEqual({ "content-type": "application/json", "cache-control": "no-store" });
  expect(body).toEqual({ caller: "alice", role, ...expected, limits });
  expect(accesses).toEqual([]);
});

test("where the stack's layout is shared, whoami says that uploads go anywhere below the prefix", async () => {
  const { platform } = fakePlatform();
  expect((await read(readApi(shared, platform)(call("GET /whoami")))).body).toMatchObject({ writes: "uploads/" });
});

const list = async (query: Record<string, string>, answer: Answer = objectList([])) => {
  const fake = fakePlatform(() => answer);
  const event = call("GET /objects", { as: "viewer", by: "victor", queryStringParameters: query });
  return { ...fake, ...(await read(readApi(config, fake.platform)(event))) };
};

test("a listing without parameters is of the whole prefix, 1,000 objects a page", async () => {
  const { status, body, requests, accesses } = await list({}, objectList([["uploads/alice/a.txt", 12]]));
  expect(status).toBe(200);
  expect(body).toEqual({
    objects: [
      {
        key: "uploads/alice/a.txt",
        size: 12,
        lastModified: "2026-01-14T09:30:00.000Z",
        etag: "9b2cf535f27731c974343645a3985328",
        storageClass: "STANDARD",
      },
    ],
    prefixes: [],
  });
  expect(requests[0]?.query).toEqual({
    "list-type": "2",
    prefix: "uploads/",
    "max-keys": "1000",
    "encoding-type": "url",
  });
  expect(accesses).toEqual(["read for victor"]);
});

test("a page's cursor asks for the next one", async () => {
  const first = await list(
    { limit: "1" },
    objectList([["uploads/a", 1]], { next: "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J==" }),
  );
  expect(first.body.cursor).toBe("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J==");
  const { requests, body } = await list({ limit: "1", cursor: String(first.body.cursor) });
  expect(requests[0]?.query).toMatchObject({
    "max-keys": "1",
    "continuation-token": "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J==",
  });
  expect(body).not.toHaveProperty("cursor");
});

test("folders are shown by prefix and delimiter", async () => {
  const query = { prefix: "uploads/alice/", delimiter: "/", limit: "1000" };
  const { body, requests } = await list(
    query,
    objectList([], { prefixes: ["uploads/alice/2025/", "uploads/alice/2026+%2B/"] }),
  );
  expect(body).toEqual({ objects: [], prefixes: ["uploads/alice/2025/", "uploads/alice/2026 +/"] });
  expect(requests[0]?.query).toMatchObject({ prefix: "uploads/alice/", delimiter: "/" });
});

test("keys come as they are, whatever XML or a URL makes of them", async () => {
  const encoded = "uploads/alice/a+b%2Bc%25d%26%3Ce%3E%F0%9F%98%80.txt";
  const { body } = await list({}, objectList([[encoded, 1]]));
  expect(body).toMatchObject({ objects: [{ key: "uploads/alice/a b+c%d&<e>😀.txt" }] });
});

test.each(["payroll/", "upload", "uploads", "/uploads/"])(
  "a listing of %j is refused before S3 is asked",
  async (prefix) => {
    const { status, body, accesses } = await list({ prefix });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toMatchObject({ field: "prefix" });
    expect(accesses).toEqual([]);
  },
);

const key = "uploads/alice/report 1.pdf";
const get = async (query: Record<string, string> = {}, asked = key, answer: () => Answer = () => head) => {
  const fake = fakePlatform(answer);
  const event = call("GET /objects/{key+}", {
    as: "viewer",
    pathParameters: { key: asked },
    queryStringParameters: query,
  });
  const { status, headers, body } = await read<Record<string, string>>(readApi(config, fake.platform)(event));
  return { ...fake, status, headers, body, url: body.url ?? "" };
};
const version = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo";

test("a download is a URL of this very version, with what is known of it", async () => {
  const { status, body, url, requests, accesses } = await get();
  expect(status).toBe(200);
  expect(body).toEqual({
    key,
    size: 4096,
    etag: "9b2cf535f27731c974343645a3985328",
    lastModified: "2026-01-14T09:30:00.000Z",
    versionId: version,
    contentType: "application/pdf",
    url: expect.stringContaining("amazonaws.com/uploads/alice/report%201.pdf?"),
    expiresAt: "2026-01-15T12:15:00.000Z",
  });
  expect(requests).toEqual([
    {
      method: "HEAD",
      path: "/uploads/alice/report%201.pdf",
      query: {},
      headers: { "x-amz-checksum-mode": "ENABLED" },
    },
  ]);
  expect(accesses).toEqual(["read for alice"]);
  const query = Object.fromEntries(queryOf(url));
  expect(query).toMatchObject({ versionId: version, "X-Amz-Expires": "900", "X-Amz-SignedHeaders": "host" });
  expect(query["X-Amz-Signature"]).toBe(presignedSignature({ method: "GET", url }, sessionSecret));
});

test.each([
  ["crc64nvme", "CRC64NVME", "AAAAAAAAAAA="],
  ["crc32c", "CRC32C", "4waSgw=="],
  ["sha256", "SHA256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
])("a download tells the whole object's %s", async (name, algorithm, value) => {
  const { body } = await get({}, key, () => ({ ...head, [`x-amz-checksum-${name}`]: value }));
  expect(body.checksum).toEqual({ algorithm, value });
});

test("a checksum of the parts' checksums is not shown as one of the object", async () => {
  const composite = { "x-amz-checksum-sha256": "r4TZ6+e1vQ==-2", "x-amz-checksum-type": "COMPOSITE" };
  expect((await get({}, key, () => ({ ...head, ...composite }))).body).not.toHaveProperty("checksum");
});

test("metadata that the API keeps for itself is not shown", async () => {
  const { body } = await get({}, key, () => ({ ...head, "x-amz-meta-coffer-upload": "0t8w5sentinel" }));
  expect(JSON.stringify(body)).not.toContain("sentinel");
});

test.each([
  ["GLACIER", undefined, "the object is in GLACIER: no restore was requested"],
  ["DEEP_ARCHIVE", 'ongoing-request="true"', "the object is in DEEP_ARCHIVE: a restore is in progress"],
])("an object in %s gives no URL that would fail", async (storageClass, restore, detail) => {
  const { status, body } = await get({}, key, () => ({
    ...head,
    "x-amz-storage-class": storageClass,
    ...(restore && { "x-amz-restore": restore }),
  }));
  expect(status).toBe(409);
  expect(body).toMatchObject({ type: "urn:coffer:problem:archived", detail, field: "key" });
});

test.each([
  ["GLACIER", 'ongoing-request="false", expiry-date="Fri, 23 Jan 2026 00:00:00 GMT"'],
  ["GLACIER_IR", undefined],
  ["STANDARD_IA", undefined],
])("an object in %s that can be read is (%s)", async (storageClass, restore) => {
  const { status, url } = await get({}, key, () => ({
    ...head,
    "x-amz-storage-class": storageClass,
    ...(restore && { "x-amz-restore": restore }),
  }));
  expect(status).toBe(200);
  expect(url).toContain("X-Amz-Signature=");
});

test("an earlier version and a shorter life may be asked for", async () => {
  const { body, url, requests } = await get({ versionId: "older", expiresIn: "60" });
  expect(requests[0]?.query).toEqual({ versionId: "older" });
  expect(body.expiresAt).toBe("2026-01-15T12:01:00.000Z");
  expect(Object.fromEntries(queryOf(url))["X-Amz-Expires"]).toBe("60");
  expect((await get({ expiresIn: "604800" })).body.expiresAt).toBe("2026-01-15T12:15:00.000Z");
});

test("no URL outlives the session that signs it, and the answer says so", async () => {
  const long = { ...config, urlSeconds: 43_200 };
  const { platform } = fakePlatform(() => head);
  const event = call("GET /objects/{key+}", { as: "viewer", pathParameters: { key } });
  const { body } = await read<Record<string, string>>(readApi(long, platform)(event));
  // The session ends at 13:00:00.
  expect(Date.parse(body.expiresAt ?? "")).toBeGreaterThan(Date.parse("2026-01-15T12:59:50Z"));
  expect(Date.parse(body.expiresAt ?? "")).toBeLessThan(Date.parse("2026-01-15T13:00:00Z"));
});

const refuse = (status: number) => () => {
  throw new AwsError(status, `Http${status}`, "");
};

// 400: a version id that is none; 403: no right to list; 405: the version is a delete marker.
test.each([400, 403, 404, 405])(
  "S3's %i for an object is one answer: nobody learns which keys exist",
  async (s3Status) => {
    const { status, headers, body } = await get({ versionId: version }, key, refuse(s3Status));
    expect(status).toBe(404);
    expect(headers).toEqual({ "content-type": "application/problem+json", "cache-control": "no-store" });
    expect(body).toEqual({
      type: "urn:coffer:problem:not-found",
      title: "not found",
      status: 404,
      detail: "the object or version does not exist",
      next: "List what exists with GET /objects, GET /versions or GET /uploads.",
      field: "key",
      requestId: "request-1",
    });
  },
);

test.each([500, 503, 429])("S3's %i for an object is not taken for a missing one", async (s3Status) => {
  expect((await get({}, key, refuse(s3Status))).status).toBe(503);
});
