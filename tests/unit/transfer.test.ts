import { ApiClient } from "../../client/api-client";
import { download, sendFile, TransferError, upload } from "../../client/transfer";
import type { UploadPlan } from "../../functions/api/response-schemas";
import { type LocalServer, type Received, type Reply, startServer } from "../support/local-server";
import { thrownBy } from "../support/thrown";

let server: LocalServer;
let client: ApiClient;
/** The API's answers by `METHOD /path`, and S3's below `/s3/`. */
let replies: Readonly<Record<string, Reply>> = {};

const replyTo = ({ method, url }: Received): Reply =>
  replies[`${method} ${new URL(url).pathname}`] ?? { status: 418, body: "nobody expected this" };

beforeAll(async () => {
  server = await startServer(replyTo);
  client = new ApiClient({
    endpoint: server.url,
    region: "eu-central-1",
    credentials: async () => ({ accessKeyId: "ASIA", secretAccessKey: "secret" }),
  });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});
beforeEach(() => {
  server.received.length = 0;
});

const shown = () => server.received.map(({ method, url, body }) => [method, url.replace(server.url, ""), body]);
const planned = (plan: UploadPlan): Reply => ({ body: JSON.stringify({ uploads: [plan] }) });
const denied = '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
const expiresAt = "2026-01-15T12:15:00.000Z";
const query = "X-Amz-Credential=ASIA%2F20260115&X-Amz-Signature=ab%2Bcd%20ef";

const single = (): UploadPlan => ({
  kind: "single",
  id: "id-1",
  key: "uploads/alice/a b.txt",
  size: 5,
  url: `${server.url}/s3/a%20b.txt?${query}`,
  headers: { "content-length": "5", "if-none-match": "*", "x-amz-server-side-encryption": "aws:kms" },
  expiresAt,
});
const part = (partNumber: number, size: number) => ({
  partNumber,
  size,
  url: `${server.url}/s3/big?partNumber=${partNumber}`,
});
const multipart = (more: Partial<Extract<UploadPlan, { kind: "multipart" }>> = {}): UploadPlan => ({
  kind: "multipart",
  id: "id-2",
  key: "uploads/alice/big",
  size: 10,
  partSize: 4,
  arrived: [],
  parts: [part(1, 4), part(2, 4), part(3, 2)],
  expiresAt,
  ...more,
});

test("a small file is planned, put with every header of its plan, and completed", async () => {
  replies = {
    "POST /uploads": planned(single()),
    "PUT /s3/a%20b.txt": {},
    "POST /uploads/id-1/complete": { body: "{}" },
  };
  expect(await upload(client, "a b.txt", Buffer.from("hello"))).toEqual(single());
  expect(shown()).toEqual([
    ["POST", "/uploads", '{"uploads":[{"key":"a b.txt","size":5}]}'],
    ["PUT", `/s3/a%20b.txt?${query}`, "hello"],
    ["POST", "/uploads/id-1/complete", ""],
  ]);
  expect(server.received[1]?.headers).toMatchObject({
    "content-length": "5",
    "if-none-match": "*",
    "x-amz-server-side-encryption": "aws:kms",
  });
});

test("a large file goes up part by part, each with its own bytes, and is completed once", async () => {
  replies = { "POST /uploads": planned(multipart()), "PUT /s3/big": {}, "POST /uploads/id-2/complete": { body: "{}" } };
  await upload(client, "big", Buffer.from("0123456789"));
  expect(shown().slice(1)).toEqual([
    ["PUT", "/s3/big?partNumber=1", "0123"],
    ["PUT", "/s3/big?partNumber=2", "4567"],
    ["PUT", "/s3/big?partNumber=3", "89"],
    ["POST", "/uploads/id-2/complete", ""],
  ]);
});

test("of an upload that is resumed, only what is missing goes up, each part from its own place", async () => {
  replies = { "PUT /s3/big": {}, "POST /uploads/id-2/complete": { body: "{}" } };
  const plan = multipart({ arrived: [{ partNumber: 2, size: 4 }], parts: [part(3, 2), part(1, 4)] });
  await sendFile(client, plan, Buffer.from("0123456789"));
  expect(shown()).toEqual([
    ["PUT", "/s3/big?partNumber=3", "89"],
    ["PUT", "/s3/big?partNumber=1", "0123"],
    ["POST", "/uploads/id-2/complete", ""],
  ]);
});

test("an upload of which everything has arrived is only completed", async () => {
  replies = { "POST /uploads/id-2/complete": { body: "{}" } };
  await sendFile(client, multipart({ parts: [] }), Buffer.from("0123456789"));
  expect(shown()).toEqual([["POST", "/uploads/id-2/complete", ""]]);
});

test.each([
  ["a file", () => single(), "PUT /s3/a%20b.txt", "hello"],
  ["a part", () => multipart(), "PUT /s3/big", "0123456789"],
])("%s that S3 refuses ends the upload with S3's own code, and nothing is completed", async (_, plan, put, content) => {
  replies = { "POST /uploads": planned(plan()), [put]: { status: 403, body: denied } };
  const error = await thrownBy(() => upload(client, "a b.txt", Buffer.from(content)));
  expect(error).toBeInstanceOf(TransferError);
  expect(error).toMatchObject({ status: 403, code: "AccessDenied", detail: "Access Denied" });
  expect(server.received).toHaveLength(2);
});

test("a refusal that is no XML is named after its status", async () => {
  replies = { "POST /uploads": planned(single()), "PUT /s3/a%20b.txt": { status: 502, body: "Bad Gateway" } };
  expect(await thrownBy(() => upload(client, "a b.txt", Buffer.from("hello")))).toMatchObject({ code: "Http502" });
});

test("an answer without a plan is an error", async () => {
  replies = { "POST /uploads": { body: '{"uploads":[]}' } };
  await expect(upload(client, "a", Buffer.from("hello"))).rejects.toThrow("the API answered without a plan");
});

test("a download fetches the URL that the API gives, byte for byte and without the caller's credentials", async () => {
  const content = Buffer.from([0, 255, 10, 13, 128]);
  const url = `${server.url}/s3/a%20b.txt?${query}`;
  replies = { "GET /objects/uploads/a": { body: JSON.stringify({ url }) }, "GET /s3/a%20b.txt": { body: content } };
  expect(await download(client, "uploads/a")).toEqual(content);
  expect(shown()[1]).toEqual(["GET", `/s3/a%20b.txt?${query}`, ""]);
  expect(server.received[1]?.headers).not.toHaveProperty("authorization");
});

test("a download that S3 refuses is no file", async () => {
  const url = `${server.url}/s3/a%20b.txt`;
  replies = {
    "GET /objects/uploads/a": { body: JSON.stringify({ url }) },
    "GET /s3/a%20b.txt": { status: 403, body: denied },
  };
  expect(await thrownBy(() => download(client, "uploads/a"))).toMatchObject({ status: 403, code: "AccessDenied" });
});
