import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  QueueDoesNotExist,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import * as v from "valibot";

/** What the user can mend; shown without a stack trace. */
export class RedriveError extends Error {
  override readonly name = "RedriveError";
}

/** A dead-letter queue and the queue whose messages it holds. */
export interface Pair {
  readonly deadLetters: string;
  readonly source: string;
  /** About how many messages there are to move; SQS does not know better. */
  readonly waiting: number;
}

const allowPolicy = v.object({ redrivePermission: v.literal("byQueue"), sourceQueueArns: v.array(v.string()) });
const redrivePolicy = v.object({ deadLetterTargetArn: v.string() });

const parse = <T>(schema: v.GenericSchema<unknown, T>, text: string | undefined): T | undefined => {
  const result = v.safeParse(schema, text === undefined ? undefined : JSON.parse(text));
  return result.success ? result.output : undefined;
};

/** The URL of a queue of this account and region, by URL or name. */
const urlOf = async (sqs: SQSClient, queue: string): Promise<string> => {
  if (/^https?:\/\//.test(queue)) return queue;
  try {
    const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    return QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist)
      throw new RedriveError(`There is no queue '${queue}' in this account and region; see \`pulumi stack output\`.`);
    throw error;
  }
};

const attributesOf = async (sqs: SQSClient, url: string): Promise<Readonly<Record<string, string>>> => {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }));
  return Attributes;
};

/** The queues that may send to a dead-letter queue: as its policy names them, or else as SQS finds them. */
const sourcesOf = async (sqs: SQSClient, url: string, allowed: string | undefined): Promise<string[]> => {
  const named = parse(allowPolicy, allowed)?.sourceQueueArns;
  if (named) return Promise.all(named.map((arn) => urlOf(sqs, arn.slice(arn.lastIndexOf(":") + 1))));
  const { queueUrls = [] } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url }));
  return queueUrls;
};

/**
 * Finds where the messages of a dead-letter queue came from. Throws {@link RedriveError} unless there is exactly one
 * queue, and it sends its dead letters here.
 */
export const findPair = async (sqs: SQSClient, queue: string): Promise<Pair> => {
  const url = await urlOf(sqs, queue);
  const { QueueArn, RedriveAllowPolicy, ApproximateNumberOfMessages } = await attributesOf(sqs, url);
  const sources = await sourcesOf(sqs, url, RedriveAllowPolicy);
  const [source] = sources;
  if (source === undefined || sources.length > 1)
    throw new RedriveError(
      sources.length === 0
        ? `${queue} is no dead-letter queue: no queue sends its dead letters there.`
        : `${queue} holds dead letters of several queues, so it is not known where each came from: ${sources.join(", ")}.`,
    );
  const { RedrivePolicy } = await attributesOf(sqs, source);
  if (QueueArn === undefined || parse(redrivePolicy, RedrivePolicy)?.deadLetterTargetArn !== QueueArn)
    throw new RedriveError(`${source} does not send its dead letters to ${queue}; nothing was moved.`);
  return { deadLetters: url, source, waiting: Number(ApproximateNumberOfMessages ?? 0) };
};
