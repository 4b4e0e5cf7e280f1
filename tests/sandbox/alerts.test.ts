import { readFile } from "node:fs/promises";
import { get } from "node:https";
import { gunzipSync } from "node:zlib";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { eventually } from "../support/eventually";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

// The default stack's own trail, filters, alarms, rules and topic, from a refused upload to the inbox.
const sandbox = useSandbox();
const trailBucket = "acme-sandbox-eu-central-1-trail-000000000000";

let uploader: Member;
let viewer: Member;
let bucket: string;
let s3: S3Client;
let metrics: CloudWatchClient;
let queues: SQSClient;
let inbox: string;
beforeAll(async () => {
  const { emulator, deployment } = sandbox.get();
  [uploader, viewer] = await Promise.all([memberOf(sandbox.get(), "uploader"), memberOf(sandbox.get(), "viewer")]);
  const { outputs } = deployment;
  bucket = outputs.bucket;
  const client = {
    endpoint: emulator.direct.endpoint,
    region: emulator.region,
    credentials: emulator.root,
    requestHandler: { httpsAgent: { ca: await readFile(emulator.certificate) } },
  };
  s3 = new S3Client({ ...client, forcePathStyle: true });
  metrics = new CloudWatchClient(client);
  queues = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const queueArn = `arn:aws:sqs:${emulator.region}:000000000000:acme-inbox`;
  const admitTopic = {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": outputs.alertTopicArn } },
  };
  const { QueueUrl = "" } = await queues.send(
    new CreateQueueCommand({
      QueueName: "acme-inbox",
      Attributes: { Policy: JSON.stringify({ Version: "2012-10-17", Statement: [admitTopic] }) },
    }),
  );
  inbox = QueueUrl;
  await new SNSClient(client).send(
    new SubscribeCommand({
      TopicArn: outputs.alertTopicArn,
      Protocol: "sqs",
      Endpoint: queueArn,
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
});

/** What has arrived in the inbox so far. */
const arrived: string[] = [];

/** Waits for a message that fits. */
const message = (fits: (body: string) => boolean): Promise<string | undefined> =>
  eventually(
    async () => {
      const { Messages = [] } = await queues.send(
        new ReceiveMessageCommand({ QueueUrl: inbox, MaxNumberOfMessages: 10 }),
      );
      for (const { ReceiptHandle } of Messages)
        await queues.send(new DeleteMessageCommand({ QueueUrl: inbox, ReceiptHandle }));
      arrived.push(...Messages.map(({ Body = "" }) => Body));
      return arrived.find(fits);
    },
    (body) => body !== undefined,
    20,
  );

test("five refused uploads by one caller: a notice of each, and the alarm that says where to look", async () => {
  for (let attempt = 1; attempt <= 5; attempt += 1)
    await expect(
      uploader.s3.send(new PutObjectCommand({ Bucket: bucket, Key: `uploads/bob/${attempt}.txt`, Body: "x" })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  await sandbox.get().relay.settled();

  const notice = await message((body) => body.includes("uploads/bob/1[.]txt"));
  expect(notice).toMatch(
    /^"arn:aws:sts::000000000000:assumed-role\/acme-sandbox-eu-central-1-uploader\/alice" was refused PutObject \(AccessDenied\) on acme-sandbox-eu-central-1-main-000000000000, object "uploads\/bob\/1\[\.\]txt", from 127\.0\.0\.1 at [\d-]+T[\d:]+Z\. Text in quotation marks /,
  );

  const raised = await eventually(
    async () => {
      const { MetricAlarms = [] } = await metrics.send(new DescribeAlarmsCommand({ StateValue: "ALARM" }));
      return MetricAlarms.map(({ AlarmName }) => AlarmName);
    },
    (names) => names.includes("acme-sandbox-eu-central-1-failed-uploads"),
    30,
  );
  expect(raised).toContain("acme-sandbox-eu-central-1-failed-uploads");
  const alarm = await message((body) => body.includes('"AlarmName"') && body.includes("-failed-uploads"));
  expect(JSON.parse(alarm ?? "{}")).toMatchObject({
    NewStateValue: "ALARM",
    AlarmDescription: expect.stringContaining("Look first: the saved query coffer/sandbox/failed-uploads-by-caller"),
  });
}, 120_000);

test("the record is in the log bucket, where an auditor reads it, and none of the trio", async () => {
  await sandbox.get().relay.settled();
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: trailBucket }));
  const keys = Contents.map(({ Key = "" }) => Key);
  const [first = ""] = keys;
  expect(first).toMatch(/^AWSLogs\/000000000000\/CloudTrail\/eu-central-1\/.+\.json\.gz$/);
  for (const { s3: client } of [uploader, viewer])
    await expect(client.send(new GetObjectCommand({ Bucket: trailBucket, Key: first }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  const auditor = await memberOf(sandbox.get(), "auditor");
  const read = async (Key: string): Promise<unknown[]> => {
    const { Body } = await auditor.s3.send(new GetObjectCommand({ Bucket: trailBucket, Key }));
    const text = gunzipSync((await Body?.transformToByteArray()) ?? "").toString();
    return (JSON.parse(text) as { Records: unknown[] }).Records;
  };
  expect((await Promise.all(keys.map(read))).flat()).toContainEqual(
    expect.objectContaining({ eventName: "PutObject", errorCode: "AccessDenied", sourceIPAddress: "127.0.0.1" }),
  );
  const attempts = await Promise.allSettled([
    auditor.s3.send(new DeleteObjectCommand({ Bucket: trailBucket, Key: first })),
    auditor.s3.send(new PutObjectCommand({ Bucket: trailBucket, Key: "AWSLogs/forged.json.gz", Body: "x" })),
    auditor.s3.send(new GetObjectCommand({ Bucket: bucket, Key: "uploads/alice/x" })),
  ]);
  const refused = { status: "rejected", reason: { $metadata: { httpStatusCode: 403 } } };
  expect(attempts).toMatchObject([refused, refused, refused]);
});

test("a key with quotation marks, a backslash and a mention is told of, and does nothing in the message", async () => {
  const Key = 'uploads/alice/"quoted" \\ <!channel> @here evil.example';
  const encryption = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: sandbox.get().deployment.outputs.keyArn } as const;
  await uploader.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x", ...encryption }));
  await sandbox.get().relay.settled();
  const notice = await message((body) => body.includes("quoted"));
  expect(notice).toMatch(
    /^"arn:.+\/alice" did PutObject on .+, object "uploads\/alice\/'quoted' \\ ‹!channel› \[at\]here evil\[\.\]example", from /,
  );
}, 60_000);

test("sixty requests without a signature are one message, and no notice", async () => {
  const { emulator, relay } = sandbox.get();
  const ca = await readFile(emulator.certificate);
  const ask = (key: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const request = get(`${emulator.endpoint}/${bucket}/uploads/nobody/${key}`, { ca }, (answer) => {
        answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
      });
      request.once("error", reject);
    });
  const statuses = await Promise.all(Array.from({ length: 60 }, (_, index) => ask(`x${index}`)));
  expect(new Set(statuses)).toEqual(new Set([403]));
  await relay.settled();
  const isAlarm = (body: string): boolean => body.includes('"AlarmName"') && body.includes("-strangers-refused");
  const alarm = await message(isAlarm);
  expect(JSON.parse(alarm ?? "{}")).toMatchObject({ NewStateValue: "ALARM" });
  // A notice that comes after these would be missed: one more call, whose notice is awaited, is behind them in the queue.
  await viewer.s3.send(new GetObjectCommand({ Bucket: bucket, Key: "uploads/alice/none" })).catch(() => undefined);
  await relay.settled();
  await message((body) => body.includes("uploads/alice/none"));
  expect(arrived.filter((body) => body.includes("uploads/nobody/"))).toEqual([]);
  expect(arrived.filter(isAlarm)).toHaveLength(1);
}, 60_000);
