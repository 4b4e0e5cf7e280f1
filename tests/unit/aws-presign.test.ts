import * as fc from "fast-check";
import { objectPath, openBucket } from "../../functions/aws/s3/bucket";
import { environment } from "../support/api-config";
import { presignedSignature, queryOf } from "../support/sigv4";

const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey, sessionToken: "IQoJb3Jp/Z2lu+X2VjEA==" };
const at = new Date("2026-01-15T12:00:00Z");
const place = { bucket: "acme-files", region: "eu-central-1", environment: {} };
const bucket = openBucket(place, credentials);

const signedHeaders = (url: string) => Object.fromEntries(queryOf(url))["X-Amz-SignedHeaders"]?.split(";");

// AWS's example ("Authenticating Requests: Using Query Parameters") with X-Amz-Content-Sha256 added, which our URLs
// carry; the signature was worked out apart from this project, with Python's hmac.
test("signs AWS's documented example, byte for byte", async () => {
  const example = openBucket(
    { bucket: "examplebucket", region: "us-east-1", environment: { AWS_ENDPOINT_URL_S3: "https://s3.amazonaws.com" } },
    { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey },
  );
  const url = await example.presign({
    method: "GET",
    path: "/test.txt",
    expiresIn: 86_400,
    at: new Date("2013-05-24T00:00:00Z"),
  });
  expect(url).toBe(
    "https://examplebucket.s3.amazonaws.com/test.txt?x-amz-content-sha256=UNSIGNED-PAYLOAD&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=3007d4a635b3aa552fe945c51b41f2d91aafb0549822c469aaa6acaa3c64aefc",
  );
  expect(presignedSignature({ method: "GET", url }, secretAccessKey)).toBe(
    "3007d4a635b3aa552fe945c51b41f2d91aafb0549822c469aaa6acaa3c64aefc",
  );
});

const putHeaders = {
  "x-amz-server-side-encryption": "aws:kms",
  "x-amz-server-side-encryption-aws-kms-key-id": environment.keyArn,
  "content-type": "text/plain",
  "content-length": "11",
  "if-none-match": "*",
};
const put = { method: "PUT", path: "/uploads/alice/notes.txt", headers: putHeaders, expiresIn: 900, at };

test("an upload's headers are part of the signature and not of the query", async () => {
  const url = await bucket.presign(put);
  expect(signedHeaders(url)).toEqual([
    "content-length",
    "content-type",
    "host",
    "if-none-match",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
  ]);
  expect(Object.fromEntries(queryOf(url))).toEqual({
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    "X-Amz-Security-Token": "IQoJb3Jp/Z2lu+X2VjEA==",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "ASIAEXAMPLE/20260115/eu-central-1/s3/aws4_request",
    "X-Amz-Date": "20260115T120000Z",
    "X-Amz-Expires": "900",
    "X-Amz-SignedHeaders": expect.any(String),
    "X-Amz-Signature": presignedSignature({ method: "PUT", url, headers: putHeaders }, secretAccessKey),
  });
});

test("an upload's URL promises no checksum: one of an empty body would refuse every file", async () => {
  const url = await bucket.presign(put);
  const emptyBody = ["e3b0c44298fc1c14", "AAAAAA", "47DEQpj8HBSa"];
  expect(url).not.toMatch(/checksum|crc|md5/i);
  for (const hash of emptyBody) expect(url).not.toContain(hash);
});

test.each(["x-amz-server-side-encryption", "content-length", "if-none-match", "content-type"])(
  "a URL fits no request with another %s",
  async (name) => {
    const url = await bucket.presign(put);
    const given = Object.fromEntries(queryOf(url))["X-Amz-Signature"];
    const other = { method: "PUT", url, headers: { ...putHeaders, [name]: "other" } };
    expect(given).toMatch(/^[0-9a-f]{64}$/);
    expect(presignedSignature(other, secretAccessKey)).not.toBe(given);
  },
);

test("the version and the part are signed with the rest of the query", async () => {
  const query = { partNumber: "2", uploadId: "VXBsb2FkIElE+/=" };
  const url = await bucket.presign({ method: "PUT", path: "/uploads/alice/big.bin", query, expiresIn: 60, at });
  const entries = Object.fromEntries(queryOf(url));
  expect(entries).toMatchObject(query);
  expect(entries["X-Amz-Signature"]).toBe(presignedSignature({ method: "PUT", url }, secretAccessKey));
});

test("keys of every kind are encoded as S3 reads them, and signed as they are sent", async () => {
  expect(objectPath("uploads/alice/a b+c=ü😀!'()*~.txt")).toBe(
    "/uploads/alice/a%20b%2Bc%3D%C3%BC%F0%9F%98%80%21%27%28%29%2A~.txt",
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (name) => {
      const path = objectPath(`uploads/alice/${name}`);
      const url = await bucket.presign({ method: "GET", path, expiresIn: 60, at });
      expect(url.startsWith(`https://acme-files.s3.eu-central-1.amazonaws.com${path}?`)).toBe(true);
      expect(decodeURIComponent(path)).toBe(`/uploads/alice/${name}`);
      const { "X-Amz-Signature": given } = Object.fromEntries(queryOf(url));
      expect(given).toBe(presignedSignature({ method: "GET", url }, secretAccessKey));
    }),
  );
});

test("below an address, the bucket is part of the path and the port of the signed host", async () => {
  const local = openBucket({ ...place, environment: { AWS_ENDPOINT_URL: "https://127.0.0.1:4566" } }, credentials);
  const url = await local.presign({ method: "GET", path: "/uploads/a.txt", expiresIn: 60, at });
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:4566\/acme-files\/uploads\/a\.txt\?/);
  const { "X-Amz-Signature": given } = Object.fromEntries(queryOf(url));
  expect(given).toBe(presignedSignature({ method: "GET", url }, secretAccessKey));
});
