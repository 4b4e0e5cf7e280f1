import * as fc from "fast-check";
import { type Outcome, openLedger, type Upload } from "../../functions/api/ledger";
import type { CompletedUpload } from "../../functions/api/response-schemas";
import { AwsError } from "../../functions/aws/errors";
import { fakeDynamoDb } from "../support/fake-dynamodb";
import { thrownBy } from "../support/thrown";

const table = "acme-dev-eu-central-1-api-uploads";
/** 12:00:00 on 15 January 2026, UTC. */
const at = 1_768_478_400;
const day = 86_400;

const rules = { openUploads: 1000, perSecond: 50, burst: 1000, perRequest: 10, resumeDays: 3 };
const place = { table, caller: "alice", rules, now: () => at * 1000, wait: async () => undefined };

/** A table and the ledgers of its callers, whose clock a test sets. */
const world = () => {
  const dynamo = fakeDynamoDb({ table });
  const clock = { seconds: at };
  const ledgerOf = (caller: string) =>
    openLedger({ ...place, call: dynamo.call, caller, now: () => clock.seconds * 1000 + 999 });
  /** The uploads, in progress and ended, without the item that counts them. */
  const uploads = () => [...dynamo.items.values()].filter((item) => !item.caller?.S?.startsWith("quota#"));
  return { ...dynamo, clock, ledgerOf, ledger: ledgerOf("alice"), uploads };
};

const upload = (id: string, more: Partial<Upload> = {}): Upload => ({
  id,
  key: `uploads/alice/${id}.bin`,
  size: 20,
  overwrite: false,
  at,
  until: at + 3 * day,
  ...more,
});
const named = (id: string) => ({ id, until: at + 3 * day });
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

test("ninety-nine and the item that counts them are one transaction", async () => {
  const { ledger, uploads, asked } = world();
  expect(await ledger.open(Array.from({ length: 99 }, (_, index) => upload(`a${index}`)))).toBe(true);
  expect(uploads()).toHaveLength(99);
  expect(asked.map(({ operation }) => operation)).toEqual(["TransactWriteItems"]);
});

test("the hundredth comes in a second one, and if that fails, none is entered", async () => {
  const hundred = Array.from({ length: 100 }, (_, index) => upload(`a${index}`));
  const whole = world();
  expect(await whole.ledger.open(hundred)).toBe(true);
  expect(whole.uploads()).toHaveLength(100);
  const { call, items, uploads } = world();
  let transactions = 0;
  const broken = openLedger({
    ...place,
    call: async (operation, input) => {
      if (operation === "TransactWriteItems") transactions += 1;
      if (transactions === 2) {
        transactions += 1;
        throw new AwsError(503, "InternalServerError", "");
      }
      return call(operation, input);
    },
  });
  expect(await thrownBy(() => broken.open(hundred))).toMatchObject({ code: "InternalServerError" });
  expect(uploads()).toEqual([]);
  // 18 January 2026 is day 20,471 after 1970.
  expect([...items.values()]).toMatchObject([{ inProgress: { N: "0" }, d20471: { N: "0" } }]);
});

test("callers see their own uploads alone, and each has three partitions", async () => {
  const { ledgerOf, items } = world();
  const bob = ledgerOf("bob");
  await ledgerOf("alice").open([upload("a")]);
  await bob.open([upload("b")]);
  await bob.close(named("b"), completed("v1"));
  expect(await bob.find("a")).toBeUndefined();
  expect(await bob.list({ limit: 10 })).toEqual({ uploads: [] });
  expect(await ledgerOf("alice").find("b")).toBeUndefined();
  const partitions = [...items.values()].map(({ caller }) => caller?.S);
  expect(partitions.sort()).toEqual(["closed#bob", "open#alice", "quota#alice", "quota#bob"]);
});

test("no name reaches another caller's partition by what it holds", async () => {
  const { ledgerOf } = world();
  await ledgerOf("alice").open([upload("a")]);
  for (const name of ["open#alice", "#alice", "alice#", "ALICE", "alice/", "a"])
    expect(await ledgerOf(name).find("a")).toBeUndefined();
});

// Seconds since 1970, the item's last moment and the one after: 12:00:00 on 18 January.
test.each([
  [at + 3 * day - 1, ["a"]],
  [at + 3 * day, []],
])("at %i seconds, DynamoDB still has what expires after three days; the ledger lists %j", async (now, listed) => {
  const { ledger, clock, uploads } = world();
  await ledger.open([upload("a")]);
  clock.seconds = now;
  expect(ids((await ledger.list({ limit: 10 })).uploads)).toEqual(listed);
  expect((await ledger.find("a")) !== undefined).toBe(listed.length === 1);
  expect(uploads()).toHaveLength(1);
});

test("an item tells DynamoDB when to delete it, in seconds since 1970", async () => {
  const { ledger, uploads, items, clock } = world();
  await ledger.open([upload("a", { until: at + 30 * day })]);
  // 14 February 2026, 12:00:00.
  expect(uploads()[0]?.expires).toEqual({ N: "1771070400" });
  // What counts stays two days longer than what it counts: 20 January.
  expect(items.get(JSON.stringify(["quota#alice", "quota"]))?.expires).toEqual({ N: "1768910400" });
  clock.seconds = at + 60;
  await ledger.close({ id: "a", until: at + 30 * day }, { aborted: "uploads/alice/a.bin" });
  // 22 January 2026, 12:01:00.
  expect(uploads().map(({ expires }) => expires)).toEqual([{ N: "1769083260" }]);
});

test("an outcome is known for seven days, and then the id is as unknown as any", async () => {
  const { ledger, clock } = world();
  await ledger.open([upload("a")]);
  await ledger.close(named("a"), completed("v1"));
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
  await ledger.open([upload("a", { until: at }), upload("b", { until: at })]);
  await ledger.open([upload("c")]);
  clock.seconds = at + 1;
  const first = await ledger.list({ limit: 2 });
  expect(first).toEqual({ uploads: [], cursor: "b" });
  expect(ids((await ledger.list({ limit: 2, cursor: first.cursor })).uploads)).toEqual(["c"]);
});

test("what was closed is no longer in progress, and tells how it ended", async () => {
  const { ledger } = world();
  await ledger.open([upload("a"), upload("b")]);
  expect(await ledger.close(named("a"), completed("v1"))).toEqual(completed("v1"));
  expect(await ledger.close(named("b"), { aborted: "uploads/alice/b.bin" })).toEqual({
    aborted: "uploads/alice/b.bin",
  });
  expect(await ledger.find("a")).toEqual({ closed: completed("v1") });
  expect(await ledger.find("b")).toEqual({ closed: { aborted: "uploads/alice/b.bin" } });
  expect(await ledger.list({ limit: 10 })).toEqual({ uploads: [] });
});

test("the first outcome stays, and who comes later is told it", async () => {
  const { ledger } = world();
  await ledger.open([upload("a")]);
  await ledger.close(named("a"), completed("v1"));
  expect(await ledger.close(named("a"), completed("v2"))).toEqual(completed("v1"));
  expect(await ledger.close(named("a"), { aborted: "uploads/alice/a.bin" })).toEqual(completed("v1"));
  expect(await ledger.find("a")).toEqual({ closed: completed("v1") });
});

test("of many that close one upload at once, all are told the same outcome", async () => {
  const outcomes: Outcome[] = [...["v1", "v2", "v3"].map(completed), { aborted: "uploads/alice/a.bin" }];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(outcomes, { minLength: 2 }), fc.scheduler(), async (order, scheduler) => {
      const { ledgerOf, call, items, uploads } = world();
      const racing = openLedger({ ...place, call: scheduler.scheduleFunction(call) });
      await ledgerOf("alice").open([upload("a")]);
      const told = Promise.all(order.map((outcome) => racing.close(named("a"), outcome)));
      await scheduler.waitFor(told);
      const [first] = await told;
      expect(order).toContainEqual(first);
      for (const outcome of await told) expect(outcome).toEqual(first);
      expect(uploads()).toHaveLength(1);
      // Counted down once.
      expect(items.get(JSON.stringify(["quota#alice", "quota"]))).toMatchObject({ inProgress: { N: "0" } });
    }),
  );
});

test("an upload that is closed is never seen as open, even while both items could be read", async () => {
  const { ledger, items, uploads } = world();
  await ledger.open([upload("a")]);
  const open = uploads()[0];
  await ledger.close(named("a"), completed("v1"));
  items.set(JSON.stringify(["open#alice", "a"]), open ?? {});
  expect(await ledger.find("a")).toEqual({ closed: completed("v1") });
});

const cancelled = (...codes: string[]) =>
  new AwsError(400, "TransactionCanceledException", "", undefined, {
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

test("a transaction that another one hinders is made again, with longer and longer pauses", async () => {
  const { call, uploads } = world();
  const pauses: number[] = [];
  const failures = [cancelled("None", "TransactionConflict"), new AwsError(400, "TransactionConflictException", "")];
  const ledger = openLedger({
    ...place,
    call: async (operation, input) => {
      const failure = operation === "TransactWriteItems" ? failures.shift() : undefined;
      if (failure !== undefined) throw failure;
      return call(operation, input);
    },
    wait: async (milliseconds) => pauses.push(milliseconds),
  });
  expect(await ledger.open([upload("a")])).toBe(true);
  expect(uploads()).toHaveLength(1);
  expect(pauses).toHaveLength(2);
  for (const [index, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(50 * 2 ** index);
});

test("one that is always hindered is a failure in the end, not an outcome that is made up", async () => {
  let tries = 0;
  const ledger = openLedger({
    ...place,
    call: async () => {
      tries += 1;
      throw cancelled("None", "TransactionConflict", "None");
    },
  });
  expect(await thrownBy(() => ledger.close(named("a"), completed("v1")))).toMatchObject({
    code: "TransactionCanceledException",
  });
  expect(tries).toBe(7);
});

test("another failure of closing is thrown as it is, and nothing is looked up", async () => {
  const operations: string[] = [];
  const failing = openLedger({
    ...place,
    call: async (operation) => {
      operations.push(operation);
      throw new AwsError(400, "AccessDeniedException", "no");
    },
  });
  expect(await thrownBy(() => failing.close(named("a"), completed("v1")))).toMatchObject({
    code: "AccessDeniedException",
  });
  expect(operations).toEqual(["TransactWriteItems"]);
});

test("a read that DynamoDB did not finish is a failure that passes, not an unknown id", async () => {
  const busy = openLedger({
    ...place,
    call: async () => ({ Responses: {}, UnprocessedKeys: { [table]: { Keys: [] } } }),
  });
  expect(await thrownBy(() => busy.find("a"))).toMatchObject({ status: 503, code: "ThrottlingException" });
});
