import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutObjectCommand, RestoreObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  GetQueueAttributesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { upload } from "../../client/transfer";
import { eventually } from "../support/eventually";
import { created, deleted, versionId } from "../support/s3-event";
import { type Member, memberOf, rootSettings, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
let uploader: Member;
let admin: Member;
let dynamodb: DynamoDBClient;
let sqs: SQSClient;
let iam: IAMClient;
let s3: S3Client;
let deadLetters: string;
let queue: string;
beforeAll(async () => {
  const root = await rootSettings(sandbox.get());
  uploader = await memberOf(sandbox.get(), "uploader");
  admin = await memberOf(sandbox.get(), "admin");
  dynamodb = new DynamoDBClient(root);
  sqs = new SQSClient(root);
  iam = new IAMClient(root);
  s3 = new S3Client({ ...root, forcePathStyle: true });
  deadLetters = sandbox.get().deployment.outputs.deadLetterQueueUrl;
  queue = deadLetters.replace(/-dead$/, "");
});

/** The items of a key, without DynamoDB's types. */
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
  return Items.map(
    (item): Record<string, unknown> =>
      Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)])),
  );
};

const waiting = async (url: string): Promise<number> => {
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] }),
  );
  return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
};

const put = async (Key: string, more: object = {}) => {
  const { bucket: Bucket, keyArn: SSEKMSKeyId } = sandbox.get().deployment.outputs;
  await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: "cold", ServerSideEncryption: "aws:kms", SSEKMSKeyId, ...more }),
  );
  return { Bucket, Key };
};

test("an upload is recorded: whose it is, its size, its type; its deletion is an item of its own", async () => {
  const { key } = await upload(uploader.api, "plans/grüße 世界 +&.txt", Buffer.from("first"));
  const [item] = await eventually(
    () => itemsOf(key),
    (items) => items[0]?.readyAt !== undefined,
  );
  expect(item).toMatchObject({ key, kind: "object", size: 5, uploadedBy: "alice", uploadedByFrom: "folder" });
  expect(item?.sequencer).toMatch(/^[0-9a-f]{32}$/);
  expect(Date.parse(String(item?.createdAt))).toBeGreaterThan(Date.now() - 60_000);
  await admin.api.deleteObject(key);
  const both = await eventually(
    () => itemsOf(key),
    (items) => items.length === 2,
  );
  expect(both.map(({ kind }) => kind).sort()).toEqual(["delete-marker", "object"]);
});

test("the uploader is who uploads directly into its folder, and a checksum is S3's", async () => {
  const { Key } = await put("uploads/alice/direct.bin", { ChecksumAlgorithm: "SHA256", ContentType: "image/png" });
  const [item] = await eventually(
    () => itemsOf(Key),
    (items) => items[0]?.readyAt !== undefined,
  );
  expect(item).toMatchObject({
    uploadedBy: "alice",
    uploadedByFrom: "folder",
    contentType: "image/png",
    checksumAlgorithm: "SHA256",
    // printf cold | openssl dgst -sha256 -binary | base64
    checksum: "4nLe7N5yD/x3PXpqga2rvDZsy7ZNpavbayb1LNP5Uss=",
  });
});

test("events that come twice and in the wrong order make one item, which stays deleted", async () => {
  const key = "uploads/alice/reordered.txt";
  const late = [deleted(), created(), deleted(), created()].map(({ detail, ...event }) => ({
    ...event,
    detail: { ...detail, object: { ...detail.object, key } },
  }));
  for (const event of late)
    await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(event) }));
  await eventually(
    () => waiting(queue),
    (count) => count === 0,
  );
  expect(await itemsOf(key)).toEqual([
    {
      key,
      versionId,
      kind: "object",
      size: 5,
      etag: "b1946ac92492d2347c6235b4d2611184",
      createdAt: "2026-01-15T12:00:00.000Z",
      uploadedBy: "alice",
      uploadedByFrom: "folder",
      sequencer: "0000000000000000617f08299329d189",
      deletedAt: "2026-01-15T12:30:00.000Z",
      deletedSequencer: "0000000000000000617f0837b476e463",
    },
  ]);
});

test("a restore is followed from its request to its end", async () => {
  const object = await put("uploads/alice/archive.bin", { StorageClass: "GLACIER" });
  await s3.send(new RestoreObjectCommand({ ...object, RestoreRequest: { Days: 1 } }));
  const [item] = await eventually(
    () => itemsOf(object.Key),
    (items) => items[0]?.restoreState === "completed",
  );
  expect(item).toMatchObject({ kind: "object", restoreState: "completed" });
  expect(Date.parse(String(item?.restoreExpiresAt))).toBeGreaterThan(Date.now());
});

/** Runs `npm run redrive` as the account's root. */
const redrive = async (...given: string[]): Promise<string> => {
  const { emulator } = sandbox.get();
  const env = {
    PATH: process.env.PATH,
    ...emulator.clientEnvironment,
    AWS_ACCESS_KEY_ID: emulator.root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.root.secretAccessKey,
  };
  const project = join(__dirname, "..", "..");
  const command = [join(project, "tools", "scripts", "ts.mjs"), join(project, "tools", "redrive", "main.ts"), ...given];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env });
  return stdout;
};

test("what cannot be recorded is a dead letter in the end, and recorded once it is sent again", async () => {
  const role = { RoleName: "acme-sandbox-eu-central-1-index-recorder", PolicyName: "broken" };
  const Statement = [{ Effect: "Deny", Action: "dynamodb:UpdateItem", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  // Tries come a second apart, not minutes.
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue, Attributes: { VisibilityTimeout: "1" } }));
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyDocument }));
  const { Key } = await put("uploads/alice/unlucky.bin");
  expect(
    await eventually(
      () => waiting(deadLetters),
      (count) => count === 1,
      40,
    ),
  ).toBe(1);
  expect(await itemsOf(Key)).toEqual([]);
  await iam.send(new DeleteRolePolicyCommand(role));

  expect(await redrive(deadLetters, "--dry-run")).toContain("about 1 message");
  expect(await waiting(deadLetters)).toBe(1);
  expect(await redrive("acme-sandbox-eu-central-1-index-recorder-dead")).toContain("1 message moved back");
  const [item] = await eventually(
    () => itemsOf(Key),
    (items) => items[0]?.readyAt !== undefined,
  );
  expect(item).toMatchObject({ key: Key, kind: "object", size: 4 });
  expect(await waiting(deadLetters)).toBe(0);
}, 90_000);

test("a queue that does not exist is named, without a stack trace", async () => {
  await expect(redrive("nowhere")).rejects.toMatchObject({
    code: 1,
    stderr: "There is no queue 'nowhere' in this account and region; see `pulumi stack output`.\n",
  });
});
