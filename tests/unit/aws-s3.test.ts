import type { AwsAnswer, AwsRequest } from "../../functions/aws/request";
import type { Bucket } from "../../functions/aws/s3/bucket";
import { listObjects, listVersions } from "../../functions/aws/s3/lists";
import {
  abortMultipart,
  completeMultipart,
  listParts,
  multipartChecksumHeaders,
  startMultipart,
} from "../../functions/aws/s3/multipart";
import { headObject } from "../../functions/aws/s3/object";
import { copyVersion, hideObject, removeVersion, restoreArchived } from "../../functions/aws/s3/versions";
import { completed, head, initiated, objectList, partList } from "../support/s3-answers";

/** A bucket that gives these answers, one after the other. */
const bucketOf = (...answers: (string | Readonly<Record<string, string>>)[]) => {
  const requests: AwsRequest[] = [];
  const send = async (request: AwsRequest): Promise<AwsAnswer> => {
    requests.push(request);
    const answer = answers.shift() ?? "";
    return typeof answer === "string"
      ? { headers: new Headers(), text: answer }
      : { headers: new Headers(answer), text: "" };
  };
  const bucket: Bucket = { send, presign: () => Promise.reject(new Error("nothing is presigned here")) };
  return { bucket, requests };
};

test("a page of a listing has its objects, its prefixes and where the next page begins", async () => {
  const { bucket, requests } = bucketOf(
    objectList([["uploads/alice/a+b%2Bc%26%C3%BC.txt", 12]], {
      next: "1ueGcxLPRx1Tr/XYExHnh==",
      prefixes: ["uploads/a+b/"],
    }),
  );
  expect(await listObjects(bucket, { prefix: "uploads/", delimiter: "/", cursor: "before", limit: 7 })).toEqual({
    objects: [
      {
        key: "uploads/alice/a b+c&ü.txt",
        size: 12,
        lastModified: "2026-01-14T09:30:00.000Z",
        etag: "9b2cf535f27731c974343645a3985328",
        storageClass: "STANDARD",
      },
    ],
    prefixes: ["uploads/a b/"],
    cursor: "1ueGcxLPRx1Tr/XYExHnh==",
  });
  const query = {
    "list-type": "2",
    prefix: "uploads/",
    "max-keys": "7",
    "encoding-type": "url",
    delimiter: "/",
    "continuation-token": "before",
  };
  expect(requests).toEqual([{ method: "GET", path: "/", query }]);
});

test("the last page has no cursor, and an empty one no objects", async () => {
  const { bucket, requests } = bucketOf(objectList([]));
  expect(await listObjects(bucket, { prefix: "uploads/", limit: 7 })).toEqual({ objects: [], prefixes: [] });
  expect(Object.keys(requests[0]?.query ?? {})).toEqual(["list-type", "prefix", "max-keys", "encoding-type"]);
});

test("an object's version is asked for and given, with its checksum; an unversioned bucket has none", async () => {
  const { bucket, requests } = bucketOf(head, { "content-length": "0", "last-modified": head["last-modified"] });
  expect((await headObject(bucket, "uploads/alice/a b", "v/1")).versionId).toBe(head["x-amz-version-id"]);
  expect(await headObject(bucket, "uploads/alice/a b")).toEqual({
    size: 0,
    etag: "",
    lastModified: "2026-01-14T09:30:00.000Z",
    storageClass: "STANDARD",
    metadata: {},
  });
  const headers = { "x-amz-checksum-mode": "ENABLED" };
  expect(requests).toEqual([
    { method: "HEAD", path: "/uploads/alice/a%20b", query: { versionId: "v/1" }, headers },
    { method: "HEAD", path: "/uploads/alice/a%20b", query: {}, headers },
  ]);
});

const headOf = async (more: Readonly<Record<string, string>>) =>
  headObject(bucketOf({ ...head, ...more }).bucket, "uploads/alice/a");

test.each([
  ["CRC64NVME", "x-amz-checksum-crc64nvme", "rosUhgp5mIg="],
  ["CRC32C", "x-amz-checksum-crc32c", "yZRlqg=="],
  ["SHA256", "x-amz-checksum-sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="],
])("the %s of a whole object is read; one of its parts' checksums is not", async (algorithm, name, value) => {
  expect((await headOf({ [name]: value })).checksum).toEqual({ algorithm, value });
  expect((await headOf({ [name]: value, "x-amz-checksum-type": "FULL_OBJECT" })).checksum).toEqual({
    algorithm,
    value,
  });
  const composite = await headOf({ [name]: `${value}-3`, "x-amz-checksum-type": "COMPOSITE" });
  expect(composite).not.toHaveProperty("checksum");
});

test("the user metadata is read by its own names", async () => {
  const more = { "x-amz-meta-coffer-upload": "0t8wmo0a", "x-amz-meta-coffer-caller": "alice" };
  expect((await headOf(more)).metadata).toEqual({ "coffer-upload": "0t8wmo0a", "coffer-caller": "alice" });
});

test.each([
  ['ongoing-request="true"', { inProgress: true }],
  [
    'ongoing-request="false", expiry-date="Fri, 23 Jan 2026 00:00:00 GMT"',
    { inProgress: false, readableUntil: "2026-01-23T00:00:00.000Z" },
  ],
])("how far a copy from Glacier is: %s", async (header, restore) => {
  const archived = await headOf({ "x-amz-storage-class": "GLACIER", "x-amz-restore": header });
  expect(archived).toMatchObject({ storageClass: "GLACIER", restore });
  expect(await headOf({})).not.toHaveProperty("restore");
});

describe("an object's versions", () => {
  /** ListObjectVersions of these elements; `next` is where the following page begins. */
  const versionList = (entries: string, next?: { readonly key: string; readonly version: string }): string =>
    `<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>acme-files</Name><EncodingType>url</EncodingType><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? "" : `<NextKeyMarker>${next.key}</NextKeyMarker><NextVersionIdMarker>${next.version}</NextVersionIdMarker>`}${entries}</ListVersionsResult>`;
  const key = "uploads/alice/a b+ü.txt";
  const encoded = "uploads/alice/a+b%2B%C3%BC.txt";
  const time = "<LastModified>2026-01-14T09:30:00.000Z</LastModified>";
  const version = (id: string, name = encoded, more = "<IsLatest>false</IsLatest>") =>
    `<Version><Key>${name}</Key><VersionId>${id}</VersionId>${more}${time}<ETag>&quot;aa&quot;</ETag><Size>7</Size><StorageClass>GLACIER</StorageClass></Version>`;
  const marker = `<DeleteMarker><Key>${encoded}</Key><VersionId>m1</VersionId><IsLatest>true</IsLatest>${time}</DeleteMarker>`;
  const restoring = "<RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus>";
  const readable =
    "<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-01-23T00:00:00.000Z</RestoreExpiryDate></RestoreStatus>";

  test("come with their delete markers in S3's own order, and without those of keys that begin alike", async () => {
    const list = versionList(
      [
        marker,
        version("v2", encoded, restoring),
        version("v9", `${encoded}.old`),
        version("v1", encoded, readable),
      ].join(""),
    );
    const { bucket, requests } = bucketOf(list);
    const shown = {
      current: false,
      lastModified: "2026-01-14T09:30:00.000Z",
      size: 7,
      etag: "aa",
      storageClass: "GLACIER",
    };
    expect(await listVersions(bucket, key, { limit: 10 })).toEqual({
      versions: [
        { versionId: "m1", kind: "delete-marker", current: true, lastModified: "2026-01-14T09:30:00.000Z" },
        { versionId: "v2", kind: "object", ...shown, restore: { inProgress: true } },
        {
          versionId: "v1",
          kind: "object",
          ...shown,
          restore: { inProgress: false, readableUntil: "2026-01-23T00:00:00.000Z" },
        },
      ],
    });
    expect(requests).toEqual([
      {
        method: "GET",
        path: "/",
        query: { versions: "", prefix: key, "max-keys": "10", "encoding-type": "url" },
        headers: { "x-amz-optional-object-attributes": "RestoreStatus" },
      },
    ]);
  });

  test("go on from page to page as long as they are of the same key", async () => {
    const { bucket, requests } = bucketOf(
      versionList(version("v2"), { key: encoded, version: "v2" }),
      versionList(version("v1"), { key: `${encoded}.old`, version: "v9" }),
    );
    const first = await listVersions(bucket, key, { limit: 1 });
    expect(first.cursor).toBe("v2");
    const second = await listVersions(bucket, key, { limit: 1, cursor: first.cursor });
    expect(second).not.toHaveProperty("cursor");
    expect(requests[1]?.query).toMatchObject({ "key-marker": key, "version-id-marker": "v2" });
  });
});

test("a multipart upload begins with the headers of the whole object", async () => {
  const { bucket, requests } = bucketOf(initiated("VXBsb2FkIElE"));
  const headers = { "x-amz-server-side-encryption": "aws:kms" };
  expect(await startMultipart(bucket, "uploads/alice/big.bin", headers)).toBe("VXBsb2FkIElE");
  expect(requests).toEqual([{ method: "POST", path: "/uploads/alice/big.bin", query: { uploads: "" }, headers }]);
});

test("an upload that begins without an id is an error", async () => {
  await expect(startMultipart(bucketOf("<InitiateMultipartUploadResult/>").bucket, "a", {})).rejects.toThrow(
    "S3 answered CreateMultipartUpload without an UploadId",
  );
});

test("parts are listed to the last page", async () => {
  const { bucket, requests } = bucketOf(
    partList(
      [
        [1, "aa", 8],
        [2, "bb", 8],
      ],
      2,
    ),
    partList([[3, "cc", 4]]),
  );
  expect(await listParts(bucket, "uploads/alice/big.bin", "upload-1")).toEqual([
    { partNumber: 1, etag: "aa", size: 8 },
    { partNumber: 2, etag: "bb", size: 8 },
    { partNumber: 3, etag: "cc", size: 4 },
  ]);
  expect(requests.map(({ query }) => query)).toEqual([
    { uploadId: "upload-1", "part-number-marker": "0" },
    { uploadId: "upload-1", "part-number-marker": "2" },
  ]);
});

test("a completion names every part in order and the size, and must not replace an object unless told to", async () => {
  const { bucket, requests } = bucketOf(completed, completed);
  const upload = {
    uploadId: "upload-1",
    parts: [
      { partNumber: 1, etag: "aa", size: 8 },
      { partNumber: 2, etag: "bb", size: 4 },
    ],
    size: 12,
  };
  await completeMultipart(bucket, "uploads/alice/big.bin", { ...upload, overwrite: false });
  await completeMultipart(bucket, "uploads/alice/big.bin", { ...upload, overwrite: true });
  expect(requests[0]).toEqual({
    method: "POST",
    path: "/uploads/alice/big.bin",
    query: { uploadId: "upload-1" },
    slow: true,
    headers: { "content-type": "application/xml", "x-amz-mp-object-size": "12", "if-none-match": "*" },
    body: '<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Part><PartNumber>1</PartNumber><ETag>aa</ETag></Part><Part><PartNumber>2</PartNumber><ETag>bb</ETag></Part></CompleteMultipartUpload>',
  });
  expect(requests[1]?.headers).toEqual({ "content-type": "application/xml", "x-amz-mp-object-size": "12" });
});

test("a checksum of the whole object is announced at the start, and given when the parts are joined", async () => {
  const { bucket, requests } = bucketOf(completed);
  const checksum = { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" } as const;
  expect(multipartChecksumHeaders(checksum)).toEqual({
    "x-amz-checksum-algorithm": "CRC64NVME",
    "x-amz-checksum-type": "FULL_OBJECT",
  });
  expect(multipartChecksumHeaders(undefined)).toEqual({});
  await completeMultipart(bucket, "a", { uploadId: "upload-1", parts: [], size: 12, checksum, overwrite: true });
  expect(requests[0]?.headers).toEqual({
    "content-type": "application/xml",
    "x-amz-mp-object-size": "12",
    "x-amz-checksum-crc64nvme": "rosUhgp5mIg=",
    "x-amz-checksum-type": "FULL_OBJECT",
  });
});

test("aborting names the upload, hiding names no version: neither can destroy one", async () => {
  const { bucket, requests } = bucketOf("", "");
  await abortMultipart(bucket, "uploads/alice/big.bin", "upload-1");
  await hideObject(bucket, "uploads/alice/big.bin");
  expect(requests).toEqual([
    { method: "DELETE", path: "/uploads/alice/big.bin", query: { uploadId: "upload-1" } },
    { method: "DELETE", path: "/uploads/alice/big.bin", repeatable: false },
  ]);
});

test("hiding gives the marker's own version", async () => {
  expect(await hideObject(bucketOf({ "x-amz-version-id": "m1" }).bucket, "a")).toBe("m1");
  expect(await hideObject(bucketOf("").bucket, "a")).toBeUndefined();
});

test("removing names the one version", async () => {
  const { bucket, requests } = bucketOf("");
  await removeVersion(bucket, "uploads/alice/a b", "m1");
  expect(requests).toEqual([{ method: "DELETE", path: "/uploads/alice/a%20b", query: { versionId: "m1" } }]);
});

test("a version is copied onto its own key, named as S3 reads it, and the new version is given", async () => {
  const { bucket, requests } = bucketOf({ "x-amz-version-id": "v3" });
  const copy = {
    bucketName: "acme-files",
    key: "uploads/alice/a b+?ü",
    versionId: "v/1+=",
    headers: { "x-amz-acl": "no" },
  };
  expect(await copyVersion(bucket, copy)).toBe("v3");
  expect(requests).toEqual([
    {
      method: "PUT",
      path: "/uploads/alice/a%20b%2B%3F%C3%BC",
      repeatable: false,
      slow: true,
      headers: {
        "x-amz-copy-source": "/acme-files/uploads/alice/a%20b%2B%3F%C3%BC?versionId=v%2F1%2B%3D",
        "x-amz-acl": "no",
      },
    },
  ]);
});

test("a copy from Glacier is asked for with its days and its tier, of one version or the current one", async () => {
  const { bucket, requests } = bucketOf("", "");
  await restoreArchived(bucket, "uploads/alice/a", { versionId: "v1", days: 7, tier: "Bulk" });
  await restoreArchived(bucket, "uploads/alice/a", { days: 1, tier: "Standard" });
  expect(requests[0]).toEqual({
    method: "POST",
    path: "/uploads/alice/a",
    query: { restore: "", versionId: "v1" },
    headers: { "content-type": "application/xml" },
    body: '<RestoreRequest xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Days>7</Days><GlacierJobParameters><Tier>Bulk</Tier></GlacierJobParameters></RestoreRequest>',
  });
  expect(requests[1]?.query).toEqual({ restore: "" });
});
