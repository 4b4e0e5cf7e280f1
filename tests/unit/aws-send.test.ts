import { AwsError } from "../../functions/aws/errors";
import { openBucket } from "../../functions/aws/s3/bucket";
import { listObjects } from "../../functions/aws/s3/lists";
import { completeMultipart } from "../../functions/aws/s3/multipart";
import { headObject } from "../../functions/aws/s3/object";
import { fakeHttp } from "../support/fake-http";
import { startServer } from "../support/local-server";
import { errorXml, head, objectList } from "../support/s3-answers";
import { headerSignature } from "../support/sigv4";
import { thrownBy } from "../support/thrown";

afterEach(() => jest.restoreAllMocks());

const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const bucket = openBucket(
  { bucket: "acme-files", region: "eu-central-1", environment: {} },
  { accessKeyId: "ASIAEXAMPLE", secretAccessKey, sessionToken: "token" },
);
const given = (authorization = "") => /Signature=([0-9a-f]{64})$/.exec(authorization)?.[1];

test("a request goes to the bucket's own host, with the session's token and a signature that S3 would find", async () => {
  const sent = fakeHttp(() => new Response(objectList([])));
  await listObjects(bucket, { prefix: "uploads/ü +/", delimiter: "/", cursor: "a/b+c==", limit: 10 });
  const request = sent.first();
  expect(request.url).toBe(
    "https://acme-files.s3.eu-central-1.amazonaws.com/?list-type=2&prefix=uploads%2F%C3%BC%20%2B%2F&max-keys=10&encoding-type=url&delimiter=%2F&continuation-token=a%2Fb%2Bc%3D%3D",
  );
  expect(request).toMatchObject({ method: "GET", headers: { "x-amz-security-token": "token" }, body: undefined });
  expect(headerSignature(request, secretAccessKey)).toBe(given(request.headers.authorization));
});

test("a body is hashed into the signature", async () => {
  const sent = fakeHttp(() => new Response("<CompleteMultipartUploadResult/>"));
  const parts = [{ partNumber: 1, etag: "abc", size: 5 }];
  await completeMultipart(bucket, "uploads/alice/big.bin", { uploadId: "upload-1", parts, size: 5, overwrite: false });
  const request = sent.first();
  expect(request.body).toContain("<PartNumber>1</PartNumber>");
  expect(headerSignature(request, secretAccessKey)).toBe(given(request.headers.authorization));
});

test("an answer is given with its headers", async () => {
  fakeHttp(() => new Response(null, { headers: head }));
  expect(await headObject(bucket, "uploads/alice/report.pdf")).toEqual({
    size: 4096,
    etag: "9b2cf535f27731c974343645a3985328",
    lastModified: "2026-01-14T09:30:00.000Z",
    versionId: "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo",
    contentType: "application/pdf",
    storageClass: "STANDARD",
    metadata: {},
  });
});

const failure = async (answer: () => Response) => {
  fakeHttp(answer);
  const error = await thrownBy(() => listObjects(bucket, { prefix: "uploads/", limit: 1 }));
  expect(error).toBeInstanceOf(AwsError);
  return error instanceof AwsError ? { status: error.status, code: error.code, message: error.message } : error;
};

test("S3's error keeps its status, code and message", async () => {
  expect(await failure(() => new Response(errorXml("SlowDown", "Reduce your rate"), { status: 503 }))).toEqual({
    status: 503,
    code: "SlowDown",
    message: "SlowDown: Reduce your rate",
  });
});

test("an error of STS, which stands one level deeper, keeps them too", async () => {
  const xml =
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>';
  expect(await failure(() => new Response(xml, { status: 403 }))).toMatchObject({ status: 403, code: "AccessDenied" });
});

test("an error inside an answer of 200 is an error: S3 sends the status before the work is done", async () => {
  expect(await failure(() => new Response(errorXml("InternalError", "We encountered an error")))).toMatchObject({
    status: 200,
    code: "InternalError",
  });
});

test("an error without a body, as HEAD gets it, is named after its status", async () => {
  expect(await failure(() => new Response(null, { status: 403 }))).toMatchObject({ status: 403, code: "Http403" });
});

test("an error that is no XML is named after its status, and only its beginning is kept", async () => {
  const answer = await failure(() => new Response("x".repeat(10_000), { status: 502 }));
  expect(answer).toEqual({ status: 502, code: "Http502", message: `Http502: ${"x".repeat(200)}` });
});

test("a redirect is an error, and is not followed: it would take the session's token along", async () => {
  const elsewhere = "/elsewhere";
  const server = await startServer(({ url }) =>
    url.endsWith(elsewhere) ? { body: objectList([]) } : { status: 307, headers: { location: elsewhere } },
  );
  try {
    const redirecting = openBucket(
      { bucket: "acme-files", region: "eu-central-1", environment: { AWS_ENDPOINT_URL_S3: server.url } },
      { accessKeyId: "ASIAEXAMPLE", secretAccessKey, sessionToken: "token" },
    );
    const error = await thrownBy(() => listObjects(redirecting, { prefix: "uploads/", limit: 1 }));
    expect(error).toBeInstanceOf(AwsError);
    expect(error).toMatchObject({ status: 307, code: "Http307" });
    expect(server.received.map(({ url }) => new URL(url).pathname)).toEqual(["/acme-files/"]);
  } finally {
    await server.close();
  }
});
