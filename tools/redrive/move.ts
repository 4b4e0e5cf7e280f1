import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Pair } from "./queues";

/** Seconds in which a received message is moved, or else shows up again. */
const visibilitySeconds = 60;
/** Seconds of long polling: SQS then asks all of its servers before it says that there is nothing. */
const waitSeconds = 3;

export interface Moved {
  readonly moved: number;
  /** Messages that failed again meanwhile; they stay. */
  readonly back: number;
}

export interface MoveOptions {
  readonly signal: AbortSignal;
  /** Told after each batch how many messages have been moved. */
  readonly progress: (moved: number) => void;
}

/**
 * Moves the messages of a dead-letter queue back to where they came from, until there are none, or the signal says to
 * stop. Each is sent, then deleted: whatever happens in between, it is in one of the two queues, and perhaps in both.
 * What comes back is not moved twice.
 */
export const moveMessages = async (
  sqs: SQSClient,
  { deadLetters, source }: Pick<Pair, "deadLetters" | "source">,
  { signal, progress }: MoveOptions,
): Promise<Moved> => {
  const sent = new Set<string>();
  const back = new Set<string>();
  const move = async ({ MessageId = "", Body, MessageAttributes, ReceiptHandle }: Message): Promise<void> => {
    if (sent.has(MessageId)) {
      back.add(MessageId);
      return;
    }
    const { MessageId: newId = "" } = await sqs.send(
      new SendMessageCommand({ QueueUrl: source, MessageBody: Body, MessageAttributes }),
    );
    sent.add(newId);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetters, ReceiptHandle }));
  };
  while (!signal.aborted) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetters,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        VisibilityTimeout: visibilitySeconds,
        WaitTimeSeconds: waitSeconds,
      }),
    );
    if (Messages.length === 0) break;
    const before = sent.size;
    // All are finished, even if one fails: what was sent should be deleted too.
    const failed = (await Promise.allSettled(Messages.map(move))).find(({ status }) => status === "rejected");
    if (sent.size > before) progress(sent.size);
    if (failed?.status === "rejected") throw failed.reason;
  }
  return { moved: sent.size, back: back.size };
};
