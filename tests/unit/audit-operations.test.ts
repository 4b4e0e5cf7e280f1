import { apiOperation } from "../../tools/sandbox/audit/api-operation";
import { s3Operation } from "../../tools/sandbox/audit/s3-operation";

const name = (request: string, headers = {}): string | undefined => {
  const [method = "", url = ""] = request.split(" ");
  return s3Operation(method, url, headers)?.eventName;
};

test.each([
  ["GET /b/k", "GetObject"],
  ["GET /b/k?versionId=1&response-content-type=a", "GetObject"],
  ["GET /b/k?uploadId=1", "ListParts"],
  ["GET /b/k?tagging", "GetObjectTagging"],
  ["GET /b/k?attributes", "GetObjectAttributes"],
  ["HEAD /b/k", "HeadObject"],
  ["PUT /b/k?x-id=PutObject", "PutObject"],
  ["PUT /b/k?partNumber=1&uploadId=1", "UploadPart"],
  ["PUT /b/k?acl", "PutObjectAcl"],
  ["PUT /b/k?legal-hold", "PutObjectLegalHold"],
  ["PUT /b/k?retention", "PutObjectRetention"],
  ["POST /b/k?uploads", "CreateMultipartUpload"],
  ["POST /b/k?uploadId=1", "CompleteMultipartUpload"],
  ["POST /b/k?restore", "RestoreObject"],
  ["POST /b/k?select&select-type=2", "SelectObjectContent"],
  ["DELETE /b/k", "DeleteObject"],
  ["DELETE /b/k?uploadId=1", "AbortMultipartUpload"],
  ["DELETE /b/k?tagging", "DeleteObjectTagging"],
  ["GET /b", "ListObjects"],
  ["GET /b/?list-type=2&prefix=policy", "ListObjects"],
  ["GET /b?versions", "ListObjectVersions"],
  ["GET /b?uploads", "ListMultipartUploads"],
  ["HEAD /b", "HeadBucket"],
  ["POST /b?delete", "DeleteObjects"],
])("%s is the data event %s", (request, eventName) => {
  expect(name(request)).toBe(eventName);
  const [method = "", url = ""] = request.split(" ");
  expect(s3Operation(method, url, {})?.category).toBe("Data");
});

test.each([
  ["GET /", "ListBuckets"],
  ["PUT /b", "CreateBucket"],
  ["DELETE /b/", "DeleteBucket"],
  ["PUT /b?policy", "PutBucketPolicy"],
  ["DELETE /b?policy", "DeleteBucketPolicy"],
  ["PUT /b?publicAccessBlock", "PutBucketPublicAccessBlock"],
  ["DELETE /b?publicAccessBlock=", "DeleteBucketPublicAccessBlock"],
  ["PUT /b?encryption", "PutBucketEncryption"],
  ["PUT /b?versioning", "PutBucketVersioning"],
  ["PUT /b?object-lock", "PutBucketObjectLockConfiguration"],
  ["DELETE /b?replication", "DeleteBucketReplication"],
  ["PUT /b?lifecycle", "PutBucketLifecycle"],
  ["GET /b?location", "GetBucketLocation"],
])("%s is the management event %s", (request, eventName) => {
  expect(name(request)).toBe(eventName);
  const [method = "", url = ""] = request.split(" ");
  expect(s3Operation(method, url, {})?.category).toBe("Management");
});

test("a copy names its source in a header", () => {
  const headers = { "x-amz-copy-source": "/b/other" };
  expect(name("PUT /b/k", headers)).toBe("CopyObject");
  expect(name("PUT /b/k?partNumber=1&uploadId=1", headers)).toBe("UploadPartCopy");
});

test("bucket and key are decoded, slashes and all; what cannot be decoded stays as it is", () => {
  expect(s3Operation("GET", "/b/a%20b//c%2Bd/?x", {})).toMatchObject({ bucket: "b", key: "a b//c+d/" });
  expect(s3Operation("GET", "/b/100%", {})).toMatchObject({ key: "100%" });
});

test("a preflight is no operation", () => expect(s3Operation("OPTIONS", "/b/k", {})).toBeUndefined());

test("a call in the query protocol", () => {
  const body = "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam&RoleSessionName=alice&TokenCode=123456";
  expect(apiOperation({ url: "/", target: undefined, body })).toEqual({
    eventName: "AssumeRole",
    parameters: { roleArn: "arn:aws:iam", roleSessionName: "alice" },
  });
  expect(apiOperation({ url: "/?Action=GetCallerIdentity", target: undefined, body: "" })).toEqual({
    eventName: "GetCallerIdentity",
    parameters: {},
  });
});

test("a call in the JSON protocol, without what KMS works on", () => {
  const body = JSON.stringify({ KeyId: "k", Plaintext: "secret", CiphertextBlob: "x", EncryptionContext: { a: "b" } });
  expect(apiOperation({ url: "/", target: "TrentService.Decrypt", body })).toEqual({
    eventName: "Decrypt",
    parameters: { keyId: "k", encryptionContext: { a: "b" } },
  });
});

test("what is no call is none", () => {
  expect(apiOperation({ url: "/anything", target: undefined, body: "" })).toBeUndefined();
  expect(apiOperation({ url: "/", target: "TrentService.Sign", body: "{" })).toEqual({
    eventName: "Sign",
    parameters: {},
  });
});
