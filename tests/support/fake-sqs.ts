import { SQSClient } from "@aws-sdk/client-sqs";
import { type LocalServer, startServer } from "./local-server";

interface FakeQueue {
  readonly attributes: Readonly<Record<string, string>>;
  messages: { readonly id: string; readonly body: string }[];
}

/** What a test makes of a request: the name of an error, or nothing. */
export type Interfere = (action: string, input: Readonly<Record<string, unknown>>) => string | undefined;

/**
 * SQS on this machine, as far as `npm run redrive` uses it, by its JSON protocol
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html).
 */
export const startSqs = async (queues: Readonly<Record<string, FakeQueue>>, interfere: Interfere = () => undefined) => {
  let ids = 0;
  // What was received is not seen again, for as long as a test takes.
  const hidden = new Set<string>();
  const at = (url: unknown): FakeQueue | undefined => queues[String(url).split("/").at(-1) ?? ""];
  const actions: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object | undefined>> = {
    GetQueueUrl: ({ QueueName }) => (at(QueueName) ? { QueueUrl: `${server.url}/1/${String(QueueName)}` } : undefined),
    GetQueueAttributes: ({ QueueUrl }) => {
      const queue = at(QueueUrl);
      return (
        queue && { Attributes: { ApproximateNumberOfMessages: String(queue.messages.length), ...queue.attributes } }
      );
    },
    ListDeadLetterSourceQueues: () => ({
      queueUrls: Object.entries(queues)
        .filter(([, { attributes }]) => attributes.RedrivePolicy?.includes(":dead"))
        .map(([name]) => `${server.url}/1/${name}`),
    }),
    ReceiveMessage: ({ QueueUrl, MaxNumberOfMessages }) => {
      const visible = at(QueueUrl)?.messages.filter(({ id }) => !hidden.has(`${QueueUrl} ${id}`)) ?? [];
      const received = visible.slice(0, Number(MaxNumberOfMessages));
      for (const { id } of received) hidden.add(`${QueueUrl} ${id}`);
      return { Messages: received.map(({ id, body }) => ({ MessageId: id, Body: body, ReceiptHandle: id })) };
    },
    SendMessage: ({ QueueUrl, MessageBody }) => {
      const MessageId = `sent-${++ids}`;
      at(QueueUrl)?.messages.push({ id: MessageId, body: String(MessageBody) });
      return { MessageId };
    },
    DeleteMessage: ({ QueueUrl, ReceiptHandle }) => {
      const queue = at(QueueUrl);
      if (queue) queue.messages = queue.messages.filter(({ id }) => id !== ReceiptHandle);
      return {};
    },
  };
  const server: LocalServer = await startServer(({ headers, body }) => {
    const action = headers["x-amz-target"]?.split(".")[1] ?? "";
    const input = JSON.parse(body) as Readonly<Record<string, unknown>>;
    const error = interfere(action, input);
    const answer = error === undefined ? actions[action]?.(input) : undefined;
    return answer
      ? { headers: { "content-type": "application/x-amz-json-1.0" }, body: JSON.stringify(answer) }
      : {
          status: 400,
          body: JSON.stringify({ __type: `com.amazonaws.sqs#${error ?? "QueueDoesNotExist"}`, message: error }),
        };
  });
  const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" };
  const sqs = new SQSClient({
    endpoint: server.url,
    region: "eu-central-1",
    credentials,
    maxAttempts: 1,
    // The fake does not compute them.
    md5: false,
  });
  return { sqs, server };
};
