import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { GetBucketPolicyCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { download, upload } from "../../client/transfer";
import { eventually } from "../support/eventually";
import { refused } from "../support/refused";
import { type Member, memberOf, rootSettings, useSandbox } from "../support/sandbox";

/** Keys that come to the bucket by another way than the API, or that mean something to IAM. */

const sandbox = useSandbox();
let uploader: Member;
let viewer: Member;
let admin: Member;
let dynamodb: DynamoDBClient;
let sqs: SQSClient;
let s3: S3Client;
beforeAll(async () => {
  const root = await rootSettings(sandbox.get());
  uploader = await memberOf(sandbox.get(), "uploader");
  viewer = await memberOf(sandbox.get(), "viewer");
  admin = await memberOf(sandbox.get(), "admin");
  dynamodb = new DynamoDBClient(root);
  sqs = new SQSClient(root);
  s3 = new S3Client({ ...root, forcePathStyle: true });
});

const put = (client: S3Client, Key: string, content = "odd", more: object = {}) => {
  const { bucket: Bucket, keyArn: SSEKMSKeyId } = sandbox.get().deployment.outputs;
  return client.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body: Buffer.from(content),
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId,
      ...more,
    }),
  );
};

/** The items of the index with this key, without DynamoDB's types. */
const itemsOf = async (key: string) => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: sandbox.get().deployment.outputs.indexTable,
      KeyConditionExpression: "#key = :key",
      ExpressionAttributeNames: { "#key": "key" },
      ExpressionAttributeValues: { ":key": { S: key } },
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? N])));
};

const deadLetters = async (): Promise<number> => {
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: sandbox.get().deployment.outputs.deadLetterQueueUrl,
      AttributeNames: [...names],
    }),
  );
  return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
};

const dotted = "uploads/alice/../bob/x.txt";

test.each([dotted, "uploads/alice/./x", "uploads/alice/.."])(
  "the bucket takes no object %s, from anybody",
  async (key) => {
    await expect(put(admin.s3, key)).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(put(uploader.s3, key)).rejects.toMatchObject({ name: "AccessDenied" });
    await put(uploader.s3, "uploads/alice/..x/.y/z..");
  },
);

test("such an object from before is in the index under its own key, and an administrator removes and finds it", async () => {
  const { bucket: Bucket } = sandbox.get().deployment.outputs;
  const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  const { Statement, ...document } = JSON.parse(Policy) as { readonly Statement: readonly { readonly Sid: string }[] };
  const before = { ...document, Statement: Statement.filter(({ Sid }) => Sid !== "DenyDotSegments") };
  expect(before.Statement).toHaveLength(Statement.length - 1);
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(before) }));
  await put(admin.s3, dotted, "secret", { Metadata: { "coffer-caller": "bob" } });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));

  const [item] = await eventually(
    () => itemsOf(dotted),
    (items) => items[0]?.readyAt !== undefined,
  );
  expect(item).toMatchObject({ key: dotted, kind: "object", size: "6", uploadedBy: "alice", uploadedByFrom: "folder" });
  expect(await itemsOf("uploads/bob/x.txt")).toEqual([]);

  const { objects } = await viewer.api.listObjects({ prefix: "uploads/alice/../" });
  expect(objects.map(({ key }) => key)).toEqual([dotted]);
  expect((await viewer.api.listVersions(dotted)).versions).toHaveLength(1);
  expect(await refused(viewer.api.getObject(dotted))).toBe("400 urn:coffer:problem:invalid-request");

  const { versionId: marker } = await admin.api.deleteObject(dotted);
  expect((await viewer.api.listObjects({ prefix: "uploads/alice/../" })).objects).toEqual([]);
  expect((await viewer.api.listVersions(dotted)).versions).toMatchObject([
    { kind: "delete-marker", versionId: marker },
    { kind: "object" },
  ]);
  await admin.api.createRestore({ kind: "undelete", key: dotted });
  expect((await viewer.api.listObjects({ prefix: "uploads/alice/../" })).objects).toHaveLength(1);
  expect(await deadLetters()).toBe(0);
}, 30_000);

test("a folder's marker is no object of the index and no dead letter", async () => {
  await put(uploader.s3, "uploads/alice/dir/", "");
  await admin.api.deleteObject("uploads/alice/dir/");
  await put(uploader.s3, "uploads/alice/dir/after.txt");
  await eventually(
    () => itemsOf("uploads/alice/dir/after.txt"),
    (items) => items[0]?.readyAt !== undefined,
  );
  expect(await itemsOf("uploads/alice/dir/")).toEqual([]);
  expect(await deadLetters()).toBe(0);
}, 30_000);

test.each(["star *.txt", "what?.txt", "5$ {a}.txt", "$" + "{aws:username}", "both ü*?$.txt"])(
  "an object %s that was deleted comes back, though its key means something to IAM",
  async (name) => {
    const { key } = await upload(admin.api, `policy/${name}`, Buffer.from(name));
    await admin.api.deleteObject(key);
    expect(await refused(viewer.api.getObject(key))).toBe("404 urn:coffer:problem:not-found");
    await admin.api.createRestore({ kind: "undelete", key });
    expect((await download(viewer.api, key)).toString()).toBe(name);
  },
);
