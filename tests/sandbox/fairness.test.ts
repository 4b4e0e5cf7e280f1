import { refused } from "../support/refused";
import { type Member, memberOf, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
let greedy: Member;
let other: Member;
let viewer: Member;
beforeAll(async () => {
  [greedy, other, viewer] = await Promise.all([
    memberOf(sandbox.get(), "admin"),
    memberOf(sandbox.get(), "uploader"),
    memberOf(sandbox.get(), "viewer"),
  ]);
});

/** How often each answer came. */
const tally = (answers: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
};

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const uploadsOf = async ({ api }: Member): Promise<number> => {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await api.listUploads({ limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
    count += page.uploads.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return count;
};

// The emulator has no throttle of API Gateway's: what holds here are the functions' executions and the callers' quotas.
test("while one caller creates with all its might, another lists and completes, and creates", async () => {
  const content = Buffer.from("not behind anybody");
  const planned = await other.api.createUploads({
    uploads: Array.from({ length: 10 }, (_, index) => ({ key: `mine/${index}.txt`, size: content.length })),
  });
  for (const plan of planned.uploads) if (plan.kind === "single") await other.api.put(plan.url, content, plan.headers);

  const files = 5;
  const until = Date.now() + 6_000;
  const answers: string[] = [];
  const create = async (thread: number): Promise<void> => {
    for (let round = 0; Date.now() < until; round += 1) {
      const uploads = Array.from({ length: files }, (_, index) => ({
        key: `flood/${thread}/${round}/${index}`,
        size: 1,
      }));
      answers.push(await refused(greedy.api.createUploads({ uploads })));
    }
  };
  const failures: string[] = [];
  const milliseconds: number[] = [];
  const timed = async (work: Promise<unknown>): Promise<void> => {
    const began = Date.now();
    const answer = await refused(work);
    milliseconds.push(Date.now() - began);
    if (answer !== "allowed") failures.push(answer);
  };
  const live = async (): Promise<void> => {
    const waiting = [...planned.uploads];
    for (let round = 0; Date.now() < until; round += 1) {
      await timed(other.api.listUploads());
      const plan = waiting.pop();
      if (plan !== undefined) await timed(other.api.completeUpload(plan.id));
      await timed(viewer.api.listObjects());
      await timed(other.api.createUploads({ uploads: [{ key: `later/${round}`, size: 1 }] }));
    }
  };
  await Promise.all([live(), ...Array.from({ length: 12 }, (_, thread) => create(thread))]);

  const counts = tally(answers);
  process.stderr.write(
    `fairness: ${JSON.stringify({ greedy: counts, other: { calls: milliseconds.length, failed: failures.length, middleMs: middle(milliseconds), longestMs: Math.max(...milliseconds) } })}\n`,
  );
  expect(failures).toEqual([]);
  // Each kind of call at least once, however slow the machine is.
  expect(milliseconds.length).toBeGreaterThanOrEqual(4);
  // Those who are too fast are told so, and no failure of ours is among the answers.
  const known = ["allowed", "429 urn:coffer:problem:rate-limited", "429 urn:coffer:problem:too-many-uploads"];
  expect(Object.keys(counts).filter((answer) => !known.includes(answer))).toEqual([]);
  const uploads = await uploadsOf(greedy);
  expect(uploads).toBe((counts.allowed ?? 0) * files);
  expect(uploads).toBeLessThanOrEqual(1000);
}, 90_000);
