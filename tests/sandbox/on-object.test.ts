import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { eventually } from "../support/eventually";
import { rootSettings, useSandbox } from "../support/sandbox";

const sandbox = useSandbox({ directory: join(__dirname, "..", "fixtures", "on-object"), stack: "test" });
let s3: S3Client;
let sqs: SQSClient;
let outputs: Readonly<Record<"inbox" | "toldUrl" | "queueUrl" | "deadLetterQueueUrl", string>>;
beforeAll(async () => {
  const root = await rootSettings(sandbox.get());
  s3 = new S3Client({ ...root, forcePathStyle: true });
  sqs = new SQSClient(root);
  outputs = sandbox.get().deployment.outputs as unknown as typeof outputs;
});

const put = async (Key: string, Body: string) => {
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: outputs.inbox, Key, Body }));
  return VersionId;
};

/** What the handler told its queue about, at least so many. */
const told = async (least: number) => {
  const all: { greeting: string; ready: { key: string }; content: string }[] = [];
  await eventually(
    async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: outputs.toldUrl, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = "", ReceiptHandle } of Messages) {
        all.push(JSON.parse(Body));
        await sqs.send(new DeleteMessageCommand({ QueueUrl: outputs.toldUrl, ReceiptHandle }));
      }
      return all.length;
    },
    (count) => count >= least,
  );
  return all;
};

test("a callback is given each object that arrives where it listens, and can read it", async () => {
  await put("inbox/letters/picture.png", "not a text");
  await put("inbox/bills/bill.txt", "elsewhere");
  const versionId = await put("inbox/letters/grüße 世界.txt", "dear all");
  expect(await told(1)).toEqual([
    {
      greeting: "hello",
      content: "dear all",
      ready: expect.objectContaining({
        schemaVersion: "1",
        bucket: outputs.inbox,
        key: "inbox/letters/grüße 世界.txt",
        versionId,
        size: 8,
      }),
    },
  ]);
});

test("one object that the callback refuses does not hold up the others, and is a dead letter in the end", async () => {
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: outputs.queueUrl, Attributes: { VisibilityTimeout: "1" } }));
  await put("inbox/letters/bad.txt", "refuse me");
  await put("inbox/letters/good.txt", "welcome");
  expect((await told(1)).map(({ ready }) => ready.key)).toEqual(["inbox/letters/good.txt"]);
  const dead = await eventually(
    async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: outputs.deadLetterQueueUrl,
          AttributeNames: ["ApproximateNumberOfMessages"],
        }),
      );
      return Attributes?.ApproximateNumberOfMessages;
    },
    (count) => count === "1",
    40,
  );
  expect(dead).toBe("1");
}, 60_000);
