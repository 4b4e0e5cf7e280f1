import { moveMessages } from "../../tools/redrive/move";
import { findPair } from "../../tools/redrive/queues";
import { type Interfere, startSqs } from "../support/fake-sqs";

const arn = (name: string) => `arn:aws:sqs:eu-central-1:123456789012:${name}`;
const source = (target = "dead") => ({
  attributes: { QueueArn: arn("work"), RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(target) }) },
  messages: [] as { id: string; body: string }[],
});
const dead = (count: number, allow?: object) => ({
  attributes: { QueueArn: arn("dead"), ...(allow ? { RedriveAllowPolicy: JSON.stringify(allow) } : {}) },
  messages: Array.from({ length: count }, (_, index) => ({ id: `old-${index}`, body: `body ${index}` })),
});
const byQueue = { redrivePermission: "byQueue", sourceQueueArns: [arn("work")] };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const start = async (queues: Parameters<typeof startSqs>[0], interfere?: Interfere) => {
  const { sqs, server } = await startSqs(queues, interfere);
  closing.push(async () => {
    sqs.destroy();
    await server.close();
  });
  const pair = { deadLetters: `${server.url}/1/dead`, source: `${server.url}/1/work` };
  return { sqs, server, pair };
};
const bodies = ({ messages }: { messages: readonly { readonly body: string }[] }) =>
  messages.map(({ body }) => body).sort();

describe("the queue that dead letters came from", () => {
  test("is the one that their queue's policy names", async () => {
    const { sqs, server, pair } = await start({ work: source(), dead: dead(3, byQueue) });
    expect(await findPair(sqs, "dead")).toEqual({ ...pair, waiting: 3 });
    expect(await findPair(sqs, pair.deadLetters)).toEqual({ ...pair, waiting: 3 });
    expect(server.received.map(({ headers }) => headers["x-amz-target"])).not.toContain(
      "AmazonSQS.ListDeadLetterSourceQueues",
    );
  });

  test("or the one that SQS finds", async () => {
    const { sqs, pair } = await start({ work: source(), dead: dead(0) });
    expect(await findPair(sqs, "dead")).toEqual({ ...pair, waiting: 0 });
  });

  test.each<[string, Parameters<typeof startSqs>[0], RegExp]>([
    ["there is none", { dead: dead(1) }, /no dead-letter queue/],
    ["there are two", { work: source(), other: source(), dead: dead(1) }, /several queues.*\/work.*\/other/],
    ["it sends them elsewhere", { work: source("another"), dead: dead(1, byQueue) }, /nothing was moved/],
    ["there is no such queue", {}, /no queue 'dead'/],
  ])("is refused where %s", async (_, queues, message) => {
    const { sqs } = await start(queues);
    await expect(findPair(sqs, "dead")).rejects.toThrow(message);
  });
});

describe("moving", () => {
  const ignore = { signal: new AbortController().signal, progress: () => undefined };

  test("moves every message once, and tells how far it is", async () => {
    const [work, letters] = [source(), dead(23)];
    const all = bodies(letters);
    const { sqs, pair } = await start({ work, dead: letters });
    const progress: number[] = [];
    const moved = await moveMessages(sqs, pair, { ...ignore, progress: (count) => progress.push(count) });
    expect(moved).toEqual({ moved: 23, back: 0 });
    expect(progress).toEqual([10, 20, 23]);
    expect([bodies(work), letters.messages]).toEqual([all, []]);
  });

  test("leaves a message where it was if it cannot be sent", async () => {
    const [work, letters] = [source(), dead(1)];
    const { sqs, pair } = await start({ work, dead: letters }, (action) =>
      action === "SendMessage" ? "KmsAccessDenied" : undefined,
    );
    await expect(moveMessages(sqs, pair, ignore)).rejects.toThrow("KmsAccessDenied");
    expect([bodies(work), bodies(letters)]).toEqual([[], ["body 0"]]);
  });

  test("leaves it in both queues if it cannot be deleted: never in neither", async () => {
    const [work, letters] = [source(), dead(1)];
    const { sqs, pair } = await start({ work, dead: letters }, (action) =>
      action === "DeleteMessage" ? "AccessDenied" : undefined,
    );
    await expect(moveMessages(sqs, pair, ignore)).rejects.toThrow("AccessDenied");
    expect([bodies(work), bodies(letters)]).toEqual([["body 0"], ["body 0"]]);
  });

  test("stopped in between, it finishes what it began", async () => {
    const [work, letters] = [source(), dead(23)];
    const all = bodies(letters);
    const stop = new AbortController();
    const { sqs, pair } = await start({ work, dead: letters }, (action) => {
      if (action === "SendMessage") stop.abort();
      return undefined;
    });
    expect(await moveMessages(sqs, pair, { ...ignore, signal: stop.signal })).toEqual({ moved: 10, back: 0 });
    expect([...bodies(work), ...bodies(letters)].sort()).toEqual(all);
    expect(letters.messages).toHaveLength(13);
  });

  test("what fails again meanwhile stays, and is not moved in circles", async () => {
    const [work, letters] = [source(), dead(2)];
    // The worker gives up on every message at once, which keeps its id.
    const { sqs, pair } = await start({ work, dead: letters }, (action) => {
      if (action === "ReceiveMessage" && letters.messages.length === 0) letters.messages = work.messages.splice(0);
      return undefined;
    });
    expect(await moveMessages(sqs, pair, ignore)).toEqual({ moved: 2, back: 2 });
    expect(bodies(letters)).toEqual(["body 0", "body 1"]);
  });
});
