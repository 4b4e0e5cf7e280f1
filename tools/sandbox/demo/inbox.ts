import { readFile } from "node:fs/promises";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { fromIni } from "@aws-sdk/credential-providers";
import type { Sandbox } from "../sandbox";
import { Unexpected } from "./report";

const queueName = "inbox";
/** The inbox among what an account has. */
export const inboxThing = `sqs queue ${queueName}`;

/**
 * Subscribes a queue to the stack's alerts, as an administrator of the account does with a mail address: the topic may
 * send to it, and one user reads it. Returns its URL.
 */
export const subscribeInbox = async ({ emulator, deployment }: Sandbox, user: string): Promise<string> => {
  const { region, accountId, endpoint, root, certificate } = emulator;
  const requestHandler = { httpsAgent: { ca: await readFile(certificate) } };
  const settings = { region, endpoint, credentials: root, requestHandler };
  const topicArn = deployment.outputs.alertTopicArn;
  const queueArn = `arn:aws:sqs:${region}:${accountId}:${queueName}`;
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
      },
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${accountId}:user/${user}` },
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"],
        Resource: queueArn,
      },
    ],
  };
  const sqs = new SQSClient(settings);
  const sns = new SNSClient(settings);
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: queueName, Attributes: { Policy: JSON.stringify(policy) } }),
  );
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: queueArn,
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  sqs.destroy();
  sns.destroy();
  if (QueueUrl === undefined) throw new Error("SQS answered without a queue's URL");
  return QueueUrl;
};

/** What has arrived in the inbox. */
export interface Inbox {
  /** The first text that fits. Waits for it, and says what it has waited for if it does not come in time. */
  readonly message: (what: string, fits: (text: string) => boolean, seconds: number) => Promise<string>;
}

/** EventBridge sends a sentence as JSON, in quotes. */
const textOf = (body: string): string => (/^".*"$/s.test(body) ? String(JSON.parse(body)) : body);

/** Opens the inbox with the user's own key. */
export const openInbox = (QueueUrl: string, { user, region }: { user: string; region: string }): Inbox => {
  const sqs = new SQSClient({ region, credentials: fromIni({ profile: user }) });
  const arrived: string[] = [];
  const receive = async (): Promise<void> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    await Promise.all(
      Messages.map(({ ReceiptHandle }) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
    );
    arrived.push(...Messages.map(({ Body = "" }) => textOf(Body)));
  };
  return {
    message: async (what, fits, seconds) => {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const found = arrived.find(fits);
        if (found !== undefined) return found;
        if (Date.now() > end)
          throw new Unexpected(`${what} did not arrive within ${seconds} s; ${arrived.length} other messages did`);
        await receive();
      }
    },
  };
};
