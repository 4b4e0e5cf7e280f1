import * as fc from "fast-check";
import { openLedger, type Upload } from "../../functions/api/ledger";
import { fakeDynamoDb } from "../support/fake-dynamodb";

const table = "acme-dev-eu-central-1-api-uploads";
/** 12:00:00 on 15 January 2026, UTC. */
const noon = 1_768_478_400;
const day = 86_400;
const rules = { openUploads: 1000, perSecond: 50, burst: 1000, perRequest: 10, resumeDays: 3 };

const world = (more: Partial<typeof rules> = {}) => {
  const dynamo = fakeDynamoDb({ table });
  const clock = { seconds: noon };
  const ledger = openLedger({
    call: dynamo.call,
    table,
    caller: "alice",
    rules: { ...rules, ...more },
    now: () => clock.seconds * 1000,
    wait: async () => undefined,
  });
  let ids = 0;
  const uploads = (count: number): Upload[] =>
    Array.from({ length: count }, () => {
      ids += 1;
      const id = `u${ids}`;
      const at = clock.seconds;
      return { id, key: `uploads/alice/${id}`, size: 1, overwrite: false, at, until: at + rules.resumeDays * day };
    });
  const quota = () => dynamo.items.get(JSON.stringify(["quota#alice", "quota"]));
  const alive = () =>
    [...dynamo.items.values()].filter(
      ({ caller, expires }) => caller?.S === "open#alice" && Number(expires?.N) > clock.seconds,
    ).length;
  const operations = () => dynamo.asked.map(({ operation }) => operation);
  return { ...dynamo, clock, ledger, uploads, quota, alive, operations };
};

const completed = (key: string) => ({ aborted: key });

describe("uploads in progress", () => {
  test("are as many as the limit, and not one more; the refusal is one call", async () => {
    const { ledger, uploads, operations, asked } = world({ openUploads: 3 });
    expect(await ledger.open(uploads(3))).toBe(true);
    asked.length = 0;
    expect(await ledger.admit(1)).toEqual({ inProgress: 3 });
    expect(operations()).toEqual(["UpdateItem"]);
  });

  test("a batch that is larger than the limit asks nothing at all", async () => {
    const { ledger, asked } = world({ openUploads: 3 });
    expect(await ledger.admit(4)).toEqual({ inProgress: 0 });
    expect(asked).toEqual([]);
  });

  test("whoever was admitted before the room was used up is refused by the transaction", async () => {
    const { ledger, uploads, alive } = world({ openUploads: 3 });
    expect([await ledger.admit(2), await ledger.admit(2)]).toEqual(["admitted", "admitted"]);
    expect([await ledger.open(uploads(2)), await ledger.open(uploads(2))]).toEqual([true, false]);
    expect(alive()).toBe(2);
  });

  test("of 400 requests that race for 1,000 places, as many get in as there are places", async () => {
    const { ledger, uploads, alive, quota } = world();
    const entered = await Promise.all(Array.from({ length: 400 }, () => ledger.open(uploads(5))));
    expect(entered.filter(Boolean)).toHaveLength(200);
    expect(alive()).toBe(1000);
    expect(quota()).toMatchObject({ inProgress: { N: "1000" }, d20471: { N: "1000" } });
  });

  test("that nobody closes are taken off when their day is over, by the next request", async () => {
    const { ledger, uploads, clock, quota, operations, asked } = world({ openUploads: 3 });
    await ledger.open(uploads(3));
    // They expire at noon on 18 January; their day is over at midnight, and clocks may differ by an hour.
    for (const [hour, answer] of [
      [3 * 24 - 1, { inProgress: 3 }],
      [3 * 24 + 12.9, { inProgress: 3 }],
      [3 * 24 + 13, "admitted"],
    ] as const) {
      clock.seconds = noon + hour * 3600;
      asked.length = 0;
      expect(await ledger.admit(3)).toEqual(answer);
    }
    expect(operations()).toEqual(["UpdateItem", "UpdateItem", "UpdateItem"]);
    expect(quota()).toMatchObject({ inProgress: { N: "0" } });
    expect(quota()).not.toHaveProperty("d20471");
  });

  test("of which one is closed after its day was taken off are not counted twice", async () => {
    const { ledger, uploads, clock, quota } = world({ openUploads: 3 });
    const [late] = uploads(1);
    if (late === undefined) throw new Error("no upload");
    await ledger.open([late]);
    clock.seconds = noon + 4 * day;
    await ledger.admit(1);
    await ledger.open(uploads(1));
    expect(await ledger.close(late, completed(late.key))).toEqual(completed(late.key));
    expect(quota()).toMatchObject({ inProgress: { N: "1" } });
  });

  test("a day on which all were closed leaves nothing behind", async () => {
    const { ledger, uploads, clock, quota } = world();
    const [first] = uploads(1);
    if (first === undefined) throw new Error("no upload");
    await ledger.open([first]);
    await ledger.close(first, completed(first.key));
    clock.seconds = noon + 5 * day;
    await ledger.admit(1);
    expect(Object.keys(quota() ?? {}).sort()).toEqual(["caller", "expires", "freeAt", "inProgress", "uploadId"]);
  });
});

describe("files a second", () => {
  test("are admitted at once until the burst is used up, a request counting for ten at least", async () => {
    const { ledger } = world();
    for (let request = 0; request < 100; request += 1) expect(await ledger.admit(1)).toBe("admitted");
    // The bucket is empty: the next ten files' worth is there after 10 / 50 s, and the answer is in whole seconds.
    expect(await ledger.admit(1)).toEqual({ waitSeconds: 1 });
  });

  test("batches weigh what they hold", async () => {
    const { ledger } = world();
    for (let request = 0; request < 10; request += 1) expect(await ledger.admit(100)).toBe("admitted");
    expect(await ledger.admit(100)).toEqual({ waitSeconds: 2 });
    expect(await ledger.admit(1)).toEqual({ waitSeconds: 1 });
  });

  test("come back with time, and no more than the burst", async () => {
    const { ledger, clock } = world();
    for (let request = 0; request < 10; request += 1) await ledger.admit(100);
    clock.seconds += 2;
    expect(await ledger.admit(100)).toBe("admitted");
    expect(await ledger.admit(100)).toEqual({ waitSeconds: 2 });
    clock.seconds += 3600;
    let admitted = 0;
    while ((await ledger.admit(100)) === "admitted") admitted += 1;
    expect(admitted).toBe(10);
  });

  test("a refusal is one call, and uses nothing up", async () => {
    const { ledger, asked, quota, operations } = world();
    for (let request = 0; request < 10; request += 1) await ledger.admit(100);
    const before = quota();
    asked.length = 0;
    await ledger.admit(100);
    expect(operations()).toEqual(["UpdateItem"]);
    expect(quota()).toEqual(before);
  });
});

type Step =
  | { readonly kind: "create"; readonly files: number }
  | { readonly kind: "close"; readonly which: number }
  | { readonly kind: "expire"; readonly which: number }
  | { readonly kind: "pass"; readonly hours: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("create" as const), files: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("close" as const), which: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("expire" as const), which: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("pass" as const), hours: fc.integer({ min: 0, max: 40 }) }) },
);

test("however creating, closing and expiring interleave, the limit holds, and the count returns to the truth", async () => {
  let full = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.scheduler(), async (steps, scheduler) => {
      const limit = 8;
      const { call, items, clock, uploads, alive, quota } = world();
      const ledger = openLedger({
        call: scheduler.scheduleFunction(call),
        table,
        caller: "alice",
        rules: { ...rules, openUploads: limit, burst: 1_000_000 },
        now: () => clock.seconds * 1000,
        wait: async () => undefined,
      });
      const planned: Upload[] = [];
      const take = async (one: Step): Promise<void> => {
        if (one.kind === "pass") clock.seconds += one.hours * 3600;
        else if (one.kind === "create") {
          const some = uploads(one.files);
          if ((await ledger.admit(some.length)) !== "admitted" || !(await ledger.open(some))) full += 1;
          else planned.push(...some);
        } else {
          const upload = planned[one.which % Math.max(1, planned.length)];
          if (upload === undefined) return;
          if (one.kind === "close") await ledger.close(upload, completed(upload.key));
          // DynamoDB deletes an item at any time after it expired.
          else if (upload.until <= clock.seconds) items.delete(JSON.stringify(["open#alice", upload.id]));
        }
        expect(alive()).toBeLessThanOrEqual(limit);
      };
      // Four at a time.
      for (let index = 0; index < steps.length; index += 4)
        await scheduler.waitFor(Promise.all(steps.slice(index, index + 4).map(take)));
      expect(Number(quota()?.inProgress?.N ?? 0)).toBeGreaterThanOrEqual(alive());
      clock.seconds += 5 * day;
      await scheduler.waitFor(ledger.admit(limit).then((answer) => expect(answer).toBe("admitted")));
      expect(Number(quota()?.inProgress?.N ?? 0)).toBe(0);
    }),
    { numRuns: 300 },
  );
  // The property would hold of a ledger that never fills.
  expect(full).toBeGreaterThan(50);
}, 120_000);
