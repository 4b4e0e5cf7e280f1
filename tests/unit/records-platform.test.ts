import { jsonService } from "../../functions/aws/json";
import { openBucket } from "../../functions/aws/s3/bucket";
import { headObject } from "../../functions/aws/s3/object";
import { publishReady } from "../../functions/records/platform";
import { changeItem } from "../../functions/records/table";
import { fakeHttp } from "../support/fake-http";

const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };
afterEach(() => {
  jest.restoreAllMocks();
});

const record = {
  key: "uploads/alice/a.txt",
  versionId: "v1",
  size: 5,
  etag: "e",
  createdAt: "2026-01-15T11:59:59.000Z",
};

describe("ObjectReady", () => {
  const publish = () =>
    publishReady(jsonService("events", "eu-central-1", credentials, {}), { bus: "acme-index", bucket: "acme-main" });

  test("is sent to the component's own bus", async () => {
    const { first } = fakeHttp(() => Response.json({ FailedEntryCount: 0, Entries: [{ EventId: "1" }] }));
    await publish()(record);
    expect(first().headers["x-amz-target"]).toBe("AWSEvents.PutEvents");
    const { Entries } = JSON.parse(first().body ?? "");
    expect(Entries).toEqual([
      { EventBusName: "acme-index", Source: "coffer", DetailType: "ObjectReady", Detail: expect.any(String) },
    ]);
    expect(JSON.parse(Entries[0].Detail)).toEqual({ schemaVersion: "1", bucket: "acme-main", ...record });
  });

  test("that the bus did not take is an error, though the request succeeded", async () => {
    fakeHttp(() => Response.json({ FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure" }] }));
    await expect(publish()(record)).rejects.toThrow("EventBridge did not take the event: InternalFailure");
  });

  test("of which nothing is said is not taken for published", async () => {
    fakeHttp(() => Response.json({}));
    await expect(publish()(record)).rejects.toThrow("did not take");
  });
});

describe("the table", () => {
  const change = { key: "k", versionId: "v", once: { size: 5, kind: "object", contentType: undefined } };
  const table = () => jsonService("dynamodb", "eu-central-1", credentials, {});

  test("is sent one update that keeps what is there, with every name as a placeholder", async () => {
    const { first } = fakeHttp(() => Response.json({ Attributes: { key: { S: "k" }, size: { N: "5" } } }));
    expect(await changeItem(table(), "index", change)).toEqual({ key: "k", versionId: "v", size: 5 });
    expect(JSON.parse(first().body ?? "")).toEqual({
      TableName: "index",
      Key: { key: { S: "k" }, versionId: { S: "v" } },
      UpdateExpression: "SET #size = if_not_exists(#size, :size), #kind = if_not_exists(#kind, :kind)",
      ExpressionAttributeNames: { "#size": "size", "#kind": "kind" },
      ExpressionAttributeValues: { ":size": { N: "5" }, ":kind": { S: "object" } },
      ReturnValues: "ALL_NEW",
    });
  });

  const refuse = (type: string) => () =>
    Response.json({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "no" }, { status: 400 });

  test("that knows better is no error", async () => {
    fakeHttp(refuse("ConditionalCheckFailedException"));
    expect(await changeItem(table(), "index", change)).toBeUndefined();
  });

  test("that cannot be reached is one", async () => {
    fakeHttp(refuse("ProvisionedThroughputExceededException"));
    await expect(changeItem(table(), "index", change)).rejects.toMatchObject({
      code: "ProvisionedThroughputExceededException",
    });
  });
});

describe("the head of a version", () => {
  const headWith = (headers: Record<string, string>) => {
    const sent = fakeHttp(() => new Response(null, { headers }));
    const bucket = openBucket({ bucket: "acme-main", region: "eu-central-1", environment: {} }, credentials);
    return { sent, head: headObject(bucket, "a b.txt", "v1") };
  };
  const plain = { "content-length": "5", etag: '"e"', "last-modified": "Thu, 15 Jan 2026 11:59:59 GMT" };

  test("asks for the checksum too, and tells metadata, storage class and restore", async () => {
    const { sent, head } = headWith({
      ...plain,
      "x-amz-version-id": "v1",
      "x-amz-meta-coffer-caller": "alice",
      "x-amz-checksum-crc64nvme": "rosUhgp5mIg=",
      "x-amz-checksum-type": "FULL_OBJECT",
      "x-amz-storage-class": "GLACIER",
      "x-amz-restore": 'ongoing-request="true"',
    });
    expect(await head).toEqual({
      size: 5,
      etag: "e",
      lastModified: "2026-01-15T11:59:59.000Z",
      versionId: "v1",
      metadata: { "coffer-caller": "alice" },
      checksum: { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" },
      storageClass: "GLACIER",
      restore: { inProgress: true },
    });
    expect(sent.first()).toMatchObject({
      method: "HEAD",
      url: "https://acme-main.s3.eu-central-1.amazonaws.com/a%20b.txt?versionId=v1",
      headers: { "x-amz-checksum-mode": "ENABLED" },
    });
  });

  test.each([
    { "x-amz-checksum-sha256": "b3JkZXI=", "x-amz-checksum-type": "COMPOSITE" },
    { "x-amz-checksum-crc32c": "AAAAAA==-3" },
    { "x-amz-checksum-sha1": "2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
  ])("takes no checksum of parts, and none that it does not know: %j", async (headers) => {
    const { head } = headWith({ ...plain, ...headers });
    expect((await head).checksum).toBeUndefined();
  });
});
