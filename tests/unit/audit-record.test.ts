import { recordOf } from "../../tools/sandbox/audit/record";
import { alice, exchange, signedFor } from "../support/exchange";

const place = { accountId: "123456789012", region: "us-east-1" };
const record = (given: Parameters<typeof exchange>[0] = {}) => recordOf(exchange(given), place);

const refusal = (code: string, message = "no") => ({
  status: 403,
  answer: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

test("an upload", () => {
  const headers = {
    host: "127.0.0.1:4566",
    authorization: signedFor("s3"),
    "user-agent": "aws-cli/2",
    "x-amz-date": "20260102T030405Z",
    "x-amz-security-token": "token",
    "x-amz-content-sha256": "hash",
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-customer-key": "secret",
  };
  expect(record({ headers })).toEqual({
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:alice",
      arn: "arn:aws:sts::123456789012:assumed-role/uploader/alice",
      accountId: "123456789012",
      accessKeyId: "ASIAEXAMPLE",
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: "AROAEXAMPLE",
          arn: "arn:aws:iam::123456789012:role/uploader",
          accountId: "123456789012",
          userName: "uploader",
        },
        attributes: { creationDate: "2026-01-02T03:00:00Z", mfaAuthenticated: "false" },
      },
    },
    eventTime: "2026-01-02T03:04:05Z",
    eventSource: "s3.amazonaws.com",
    eventName: "PutObject",
    awsRegion: "eu-central-1",
    sourceIPAddress: "127.0.0.1",
    userAgent: "[aws-cli/2]",
    requestParameters: {
      "x-amz-server-side-encryption": "aws:kms",
      bucketName: "acme-main",
      Host: "127.0.0.1:4566",
      key: "uploads/alice/report.pdf",
    },
    responseElements: { "x-amz-version-id": "v1" },
    additionalEventData: {
      SignatureVersion: "SigV4",
      AuthenticationMethod: "AuthHeader",
      CipherSuite: "TLS_AES_256_GCM_SHA384",
      bytesTransferredIn: 1000,
      bytesTransferredOut: 0,
      "x-amz-id-2": "ID2",
    },
    resources: [
      { type: "AWS::S3::Object", ARN: "arn:aws:s3:::acme-main/uploads/alice/report.pdf" },
      { type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::acme-main", accountId: "123456789012" },
    ],
    requestID: "R1",
    eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: false,
    recipientAccountId: "123456789012",
    eventCategory: "Data",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_256_GCM_SHA384",
      clientProvidedHostHeader: "127.0.0.1:4566",
    },
  });
});

test("a presigned URL names its signer's region and leaves its signature out", () => {
  const url =
    "/acme-main/a.txt?versionId=7&X-Amz-Credential=ASIAEXAMPLE%2F20260102%2Feu-west-1%2Fs3%2Faws4_request" +
    "&X-Amz-Signature=sig&X-Amz-Security-Token=tok&X-Amz-Expires=900";
  const found = record({ method: "GET", url, headers: { host: "h" }, bytesOut: 5 });
  expect(found).toMatchObject({
    eventName: "GetObject",
    awsRegion: "eu-west-1",
    readOnly: true,
    responseElements: null,
    additionalEventData: { AuthenticationMethod: "QueryString", bytesTransferredOut: 5 },
  });
  expect(found?.requestParameters).toEqual({
    versionId: "7",
    "X-Amz-Expires": "900",
    bucketName: "acme-main",
    Host: "h",
    key: "a.txt",
  });
});

test("a refusal has its code and message", () => {
  expect(record(refusal("AccessDenied", "User: x is not authorized &amp; so on"))).toMatchObject({
    errorCode: "AccessDenied",
    errorMessage: "User: x is not authorized & so on",
    responseElements: null,
  });
  expect(record({ method: "HEAD", status: 403, answer: "" })).toMatchObject({ errorCode: "AccessDenied" });
  expect(record({ method: "HEAD", status: 404, answer: "" })).toMatchObject({ errorCode: "NoSuchKey" });
  expect(record()).not.toHaveProperty("errorCode");
});

test("a request of nobody's is one of an anonymous principal, in the default region", () => {
  const anonymous = { method: "GET", headers: { host: "h" }, caller: undefined, ...refusal("AccessDenied") };
  expect(record(anonymous)).toMatchObject({
    userIdentity: { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" },
    awsRegion: "us-east-1",
    errorCode: "AccessDenied",
  });
});

test.each([
  ["a broken signature", refusal("SignatureDoesNotMatch")],
  ["a key that does not exist", refusal("InvalidAccessKeyId")],
  ["an expired session", refusal("ExpiredToken")],
  ["an expired URL", refusal("AccessDenied", "Request has expired")],
  ["a session that nobody knows", { caller: undefined }],
])("CloudTrail does not record %s", (_what, given) => expect(record(given)).toBeUndefined());

test("a listing names the beginning of the objects' ARNs, a bucket's setting the bucket", () => {
  expect(record({ method: "GET", url: "/acme-main?list-type=2" })?.resources).toEqual([
    { type: "AWS::S3::Object", ARNPrefix: "arn:aws:s3:::acme-main/" },
    { type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::acme-main", accountId: "123456789012" },
  ]);
  expect(record({ url: "/acme-main?policy" })).toMatchObject({
    eventName: "PutBucketPolicy",
    managementEvent: true,
    eventCategory: "Management",
    resources: [{ type: "AWS::S3::Bucket" }],
  });
});

test("calls of IAM, STS, KMS and CloudTrail are management events", () => {
  const headers = { host: "h", authorization: signedFor("kms"), "x-amz-target": "TrentService.DisableKey" };
  const kms = record({ method: "POST", url: "/", headers, body: '{"KeyId":"k"}' });
  expect(kms).toMatchObject({
    eventSource: "kms.amazonaws.com",
    eventName: "DisableKey",
    requestParameters: { keyId: "k" },
    responseElements: null,
    managementEvent: true,
    readOnly: false,
  });
  const denied = { status: 400, answer: '{"__type":"com.amazonaws.kms#AccessDeniedException","message":"no"}' };
  expect(record({ method: "POST", url: "/", headers, ...denied })).toMatchObject({
    errorCode: "AccessDeniedException",
    errorMessage: "no",
  });
  const get = { ...headers, "x-amz-target": "TrentService.GetKeyPolicy" };
  expect(record({ method: "POST", url: "/", headers: get })?.readOnly).toBe(true);
});

test("calls of other services are not recorded", () => {
  const headers = { host: "h", authorization: signedFor("logs"), "x-amz-target": "Logs_20140328.PutLogEvents" };
  expect(record({ method: "POST", url: "/", headers })).toBeUndefined();
  expect(
    record({ method: "GET", url: "/objects", headers: { host: "h", authorization: signedFor("execute-api") } }),
  ).toBeUndefined();
});

test("root and users are named as what they are", () => {
  const user = {
    type: "User",
    id: "AIDA1",
    arn: "arn:aws:iam::1:user/u",
    account: "1",
    key: "AKIA1",
    user: "u",
  } as const;
  expect(record({ caller: user })?.userIdentity).toEqual({
    type: "IAMUser",
    principalId: "AIDA1",
    arn: "arn:aws:iam::1:user/u",
    accountId: "1",
    accessKeyId: "AKIA1",
    userName: "u",
  });
  const root = { type: "Root", id: "1", arn: "arn:aws:iam::1:root", account: "1", key: "AKIA0" } as const;
  expect(record({ caller: root })?.userIdentity.type).toBe("Root");
  expect(record({ caller: alice })?.userIdentity.type).toBe("AssumedRole");
});
