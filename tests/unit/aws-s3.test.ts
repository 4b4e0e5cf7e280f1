import type { AwsAnswer, AwsRequest } from "../../functions/aws/request";
import {
  abortMultipart,
  type Bucket,
  completeMultipart,
  headObject,
  hideObject,
  listObjects,
  listParts,
  startMultipart,
} from "../../functions/aws/s3";
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

test("an object's version is asked for and given; an unversioned bucket has none", async () => {
  const { bucket, requests } = bucketOf(head, { "content-length": "0", "last-modified": head["last-modified"] });
  expect((await headObject(bucket, "uploads/alice/a b", "v/1"))?.versionId).toBe(head["x-amz-version-id"]);
  expect(await headObject(bucket, "uploads/alice/a b")).toEqual({
    size: 0,
    etag: "",
    lastModified: "2026-01-14T09:30:00.000Z",
  });
  expect(requests).toEqual([
    { method: "HEAD", path: "/uploads/alice/a%20b", query: { versionId: "v/1" } },
    { method: "HEAD", path: "/uploads/alice/a%20b", query: {} },
  ]);
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

test("a completion names every part in order, and must not replace an object unless told to", async () => {
  const { bucket, requests } = bucketOf(completed, completed);
  const upload = {
    uploadId: "upload-1",
    parts: [
      { partNumber: 1, etag: "aa", size: 8 },
      { partNumber: 2, etag: "bb", size: 4 },
    ],
  };
  await completeMultipart(bucket, "uploads/alice/big.bin", { ...upload, overwrite: false });
  await completeMultipart(bucket, "uploads/alice/big.bin", { ...upload, overwrite: true });
  expect(requests[0]).toEqual({
    method: "POST",
    path: "/uploads/alice/big.bin",
    query: { uploadId: "upload-1" },
    headers: { "content-type": "application/xml", "if-none-match": "*" },
    body: '<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Part><PartNumber>1</PartNumber><ETag>aa</ETag></Part><Part><PartNumber>2</PartNumber><ETag>bb</ETag></Part></CompleteMultipartUpload>',
  });
  expect(requests[1]?.headers).toEqual({ "content-type": "application/xml" });
});

test("aborting names the upload, hiding names no version: neither can destroy one", async () => {
  const { bucket, requests } = bucketOf("", "");
  await abortMultipart(bucket, "uploads/alice/big.bin", "upload-1");
  await hideObject(bucket, "uploads/alice/big.bin");
  expect(requests).toEqual([
    { method: "DELETE", path: "/uploads/alice/big.bin", query: { uploadId: "upload-1" } },
    { method: "DELETE", path: "/uploads/alice/big.bin" },
  ]);
});
