import { SQSClient } from "@aws-sdk/client-sqs";
import { commandLine } from "../graph/command-line";
import { moveMessages } from "./move";
import { findPair, RedriveError } from "./queues";

const program = commandLine(
  "redrive",
  "Moves the messages of dead-letter queues back to the queues that they came from, to be tried again. Credentials, region and endpoint come from the environment, as for the AWS CLI.",
)
  .argument("<queue...>", "dead-letter queues, by URL or name, such as the stack's output deadLetterQueueUrl")
  .option("--dry-run", "count the messages, and move none")
  .parse();

const { dryRun = false } = program.opts<{ dryRun?: boolean }>();
const stop = new AbortController();
process.on("SIGINT", () => {
  if (stop.signal.aborted) process.exit(130);
  console.log("Stopping after the messages under way; Ctrl-C again does not wait ...");
  process.exitCode = 130;
  stop.abort();
});

const messages = (count: number): string => (count === 1 ? "1 message" : `${count} messages`);

const redrive = async (sqs: SQSClient, queue: string): Promise<void> => {
  const pair = await findPair(sqs, queue);
  const { deadLetters, source, waiting } = pair;
  console.log(`${deadLetters}: about ${messages(waiting)}, of ${source}`);
  if (dryRun) return;
  const progress = (moved: number): void => console.log(`  moved ${moved} of about ${Math.max(waiting, moved)}`);
  const { moved, back } = await moveMessages(sqs, pair, { signal: stop.signal, progress });
  console.log(`${messages(moved)} moved back to ${source}.`);
  if (back > 0) console.log(`${messages(back)} failed again meanwhile, and stayed; see the function's log.`);
};

const run = async (): Promise<void> => {
  const sqs = new SQSClient({});
  for (const queue of program.args) if (!stop.signal.aborted) await redrive(sqs, queue);
};

run().catch((error: unknown) => {
  const known = error instanceof RedriveError;
  console.error(known ? error.message : error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
