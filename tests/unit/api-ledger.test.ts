import * as fc from "fast-check";
import type { CompletedUpload } from "../../functions/api/answers";
import { type Outcome, openLedger, type Upload } from "../../functions/api/ledger";
import { AwsError } from "../../functions/aws/errors";
import { fakeDynamoDb } from "../support/fake-dynamodb";
import { thrownBy } from "../support/thrown";

const table = "acme-dev-eu-central-1-api-uploads";
/** 12:00:00 on 15 January 2026, UTC. */
const at = 1_768_478_400;
const day = 86_400;

/** A table and the ledgers of its callers, whose clock a test sets. */
const world = ({ scanned, resumeDays = 3 }: { scanned?: number; resumeDays?: number } = {}) => {
  const dynamo = fakeDynamoDb({ table, ...(scanned === undefined ? {} : { scanned }) });
  const clock = { seconds: at };
  const ledgerOf = (caller: string) =>
    openLedger({ call: dynamo.call, table, caller, resumeDays, now: () => clock.seconds * 1000 + 999 });
  return { ...dynamo, clock, ledgerOf, ledger: ledgerOf("alice") };
};

const upload = (id: string, more: Partial<Upload> = {}): Upload => ({
  id,
  key: `uploads/alice/${id}.bin`,
  size: 20,
  overwrite: false,
  at,
  ...more,
});
const recorded = (versionId: string): CompletedUpload => ({
  key: "uploads/alice/a.bin",
  size: 20,
  versionId,
  etag: "9b2cf535f27731c974343645a3985328",
  createdAt: "2026-01-15T12:00:00.000Z",
});
const completed = (versionId: string): Outcome => ({ completed: recorded(versionId) });
const ids = (uploads: readonly Upload[]) => uploads.map(({ id }) => id);

test("an upload is found as it was entered", async () => {
  const { ledger } = world();
  const whole = upload("a", {
    overwrite: true,
    contentType: "text/plain; charset=utf-8",
    checksum: { algorithm: "CRC32C", value: "yZRlqg==" },
    multipart: { uploadId: "VXBsb2FkIElE", partSize: 8_388_608 },
    key: "uploads/alice/ü 😀\u202e.bin",
  });
  await ledger.open([whole, upload("b")]);
  expect(await ledger.find("a")).toEqual({ open: whole });
  expect(await ledger.find("b")).toEqual({ open: upload("b") });
  expect(await ledger.find("c")).toBeUndefined();
});

test("a hundred are entered at once, and all or none", async () => {
  const { ledger, items, asked } = world();
  const hundred = Array.from({ length: 100 }, (_, index) => upload(`a${index}`));
  await ledger.open(hundred);
  expect(items.size).toBe(100);
  expect(asked.map(({ operation }) => operation)).toEqual(["TransactWriteItems"]);
  const one = world();
  expect(await thrownBy(() => one.ledger.open([...hundred, upload("b")]))).toMatchObject({
    code: "ValidationException",
  });
  expect(one.items.size).toBe(0);
});

test("callers see their own uploads alone, and each has two partitions", async () => {
  const { ledgerOf, items } = world();
  const bob = ledgerOf("bob");
  await ledgerOf("alice").open([upload("a")]);
  await bob.open([upload("b")]);
  await bob.close("b", completed("v1"));
  expect(await bob.find("a")).toBeUndefined();
  expect(await bob.list({ limit: 10 })).toEqual({ uploads: [] });
  expect(await bob.count(10)).toBe(0);
  expect(await ledgerOf("alice").find("b")).toBeUndefined();
  expect([...items.values()].map(({ caller }) => caller?.S)).toEqual(["open#alice", "closed#bob"]);
});

test("no name reaches another caller's partition by what it holds", async () => {
  const { ledgerOf } = world();
  await ledgerOf("alice").open([upload("a")]);
  for (const name of ["open#alice", "#alice", "alice#", "ALICE", "alice/", "a"])
    expect(await ledgerOf(name).find("a")).toBeUndefined();
});

// Seconds since 1970, the item's last moment and the one after: 12:00:00 on 18 January.
test.each([
  [at + 3 * day - 1, ["a"], 1],
  [at + 3 * day, [], 0],
])(
  "at %i seconds, DynamoDB still has what expires after three days; the ledger lists %j",
  async (now, listed, count) => {
    const { ledger, clock, items } = world();
    await ledger.open([upload("a")]);
    clock.seconds = now;
    expect(ids((await ledger.list({ limit: 10 })).uploads)).toEqual(listed);
    expect(await ledger.count(10)).toBe(count);
    expect((await ledger.find("a")) !== undefined).toBe(count === 1);
    expect(items.size).toBe(1);
  },
);

test("an item tells DynamoDB when to delete it, in seconds since 1970", async () => {
  const { ledger, items, clock } = world({ resumeDays: 30 });
  await ledger.open([upload("a")]);
  // 14 February 2026, 12:00:00.
  expect([...items.values()][0]?.expires).toEqual({ N: "1771070400" });
  clock.seconds = at + 60;
  await ledger.close("a", { aborted: "uploads/alice/a.bin" });
  // 22 January 2026, 12:01:00.
  expect([...items.values()].map(({ expires }) => expires)).toEqual([{ N: "1769083260" }]);
});

test("an outcome is known for seven days, and then the id is as unknown as any", async () => {
  const { ledger, clock } = world();
  await ledger.open([upload("a")]);
  await ledger.close("a", completed("v1"));
  clock.seconds = at + 7 * day - 1;
  expect(await ledger.find("a")).toEqual({ closed: completed("v1") });
  clock.seconds = at + 7 * day;
  expect(await ledger.find("a")).toBeUndefined();
});

test("a list is in the order of ids, page by page, whatever order they were entered in", async () => {
  const { ledger } = world();
  await ledger.open(["d", "b", "e"].map((id) => upload(id)));
  await ledger.open(["a", "c"].map((id) => upload(id)));
  const first = await ledger.list({ limit: 2 });
  expect(ids(first.uploads)).toEqual(["a", "b"]);
  const second = await ledger.list({ limit: 2, cursor: first.cursor });
  expect(ids(second.uploads)).toEqual(["c", "d"]);
  const third = await ledger.list({ limit: 2, cursor: second.cursor });
  expect(third.uploads).toEqual([upload("e")]);
  expect(third.cursor).toBeUndefined();
});

test("a page of what has expired is empty, and leads on to what has not", async () => {
  const { ledger, clock } = world();
  await ledger.open([upload("a", { at: at - 3 * day }), upload("b", { at: at - 3 * day }), upload("c")]);
  clock.seconds = at + 1;
  const first = await ledger.list({ limit: 2 });
  expect(first).toEqual({ uploads: [], cursor: "b" });
  expect(ids((await ledger.list({ limit: 2, cursor: first.cursor })).uploads)).toEqual(["c"]);
});

test("a count goes on over DynamoDB's pages, and stops where it is enough", async () => {
  const { ledger, asked } = world({ scanned: 3 });
  await ledger.open(Array.from({ length: 10 }, (_, index) => upload(`a${index}`)));
  asked.length = 0;
  expect(await ledger.count(100)).toBe(10);
  expect(asked).toHaveLength(4);
  expect(asked.map(({ input }) => "Select" in input && input.Select)).toEqual(["COUNT", "COUNT", "COUNT", "COUNT"]);
  asked.length = 0;
  expect(await ledger.count(4)).toBeGreaterThanOrEqual(4);
  expect(asked).toHaveLength(2);
});

test("what was closed is no longer in progress, and tells how it ended", async () => {
  const { ledger } = world();
  await ledger.open([upload("a"), upload("b")]);
  expect(await ledger.close("a", completed("v1"))).toEqual(completed("v1"));
  expect(await ledger.close("b", { aborted: "uploads/alice/b.bin" })).toEqual({ aborted: "uploads/alice/b.bin" });
  expect(await ledger.find("a")).toEqual({ closed: completed("v1") });
  expect(await ledger.find("b")).toEqual({ closed: { aborted: "uploads/alice/b.bin" } });
  expect(await ledger.list({ limit: 10 })).toEqual({ uploads: [] });
  expect(await ledger.count(10)).toBe(0);
});

test("the first outcome stays, and who comes later is told it", async () => {
  const { ledger } = world();
  await ledger.open([upload("a")]);
  await ledger.close("a", completed("v1"));
  expect(await ledger.close("a", completed("v2"))).toEqual(completed("v1"));
  expect(await ledger.close("a", { aborted: "uploads/alice/a.bin" })).toEqual(completed("v1"));
  expect(await ledger.find("a")).toEqual({ closed: completed("v1") });
});

test("of many that close one upload at once, all are told the same outcome", async () => {
  const outcomes: Outcome[] = [...["v1", "v2", "v3"].map(completed), { aborted: "uploads/alice/a.bin" }];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(outcomes, { minLength: 2 }), fc.scheduler(), async (order, scheduler) => {
      const { ledgerOf, call, items } = world();
      const scheduled = scheduler.scheduleFunction(call);
      const racing = openLedger({ call: scheduled, table, caller: "alice", resumeDays: 3, now: () => at * 1000 });
      await ledgerOf("alice").open([upload("a")]);
      const told = Promise.all(order.map((outcome) => racing.close("a", outcome)));
      await scheduler.waitFor(told);
      const [first] = await told;
      expect(order).toContainEqual(first);
      for (const outcome of await told) expect(outcome).toEqual(first);
      expect(items.size).toBe(1);
    }),
  );
});

test("an upload that is closed is never seen as open, even while both items could be read", async () => {
  const { ledger, items } = world();
  await ledger.open([upload("a")]);
  const open = [...items.values()][0];
  await ledger.close("a", completed("v1"));
  items.set(JSON.stringify(["open#alice", "a"]), open ?? {});
  expect(await ledger.find("a")).toEqual({ closed: completed("v1") });
});

test("a conflict without an outcome is a failure, not one that is made up", async () => {
  const { ledgerOf } = world();
  const { call } = fakeDynamoDb({ table });
  const conflicting = openLedger({
    call: async (operation, input) => {
      if (operation === "TransactWriteItems")
        throw new AwsError(400, "TransactionCanceledException", "[TransactionConflict]");
      return call(operation, input);
    },
    table,
    caller: "alice",
    resumeDays: 3,
    now: () => at * 1000,
  });
  expect(await thrownBy(() => conflicting.close("a", completed("v1")))).toMatchObject({
    code: "TransactionCanceledException",
  });
  expect(await ledgerOf("alice").find("a")).toBeUndefined();
});

test("another failure of closing is thrown as it is, and nothing is looked up", async () => {
  const operations: string[] = [];
  const failing = openLedger({
    call: async (operation) => {
      operations.push(operation);
      throw new AwsError(400, "AccessDeniedException", "no");
    },
    table,
    caller: "alice",
    resumeDays: 3,
    now: () => at * 1000,
  });
  expect(await thrownBy(() => failing.close("a", completed("v1")))).toMatchObject({ code: "AccessDeniedException" });
  expect(operations).toEqual(["TransactWriteItems"]);
});

test("a read that DynamoDB did not finish is a failure that passes, not an unknown id", async () => {
  const busy = openLedger({
    call: async () => ({ Responses: {}, UnprocessedKeys: { [table]: { Keys: [] } } }),
    table,
    caller: "alice",
    resumeDays: 3,
    now: () => at * 1000,
  });
  expect(await thrownBy(() => busy.find("a"))).toMatchObject({ status: 503, code: "ThrottlingException" });
});
