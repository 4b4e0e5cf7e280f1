import fc from "fast-check";
import { AwsError } from "../../functions/aws/errors";
import type { ObjectHead } from "../../functions/aws/s3/object";
import { fakeRecorder, head } from "../support/fake-recorder";
import {
  batch,
  created,
  deleted,
  deleteMarker,
  key,
  markerVersion,
  restoreCompleted,
  restoreExpired,
  restoreInitiated,
  versionId,
} from "../support/s3-event";

const createdItem = {
  key,
  versionId,
  kind: "object",
  size: 5,
  etag: "b1946ac92492d2347c6235b4d2611184",
  createdAt: "2026-01-15T11:59:59.000Z",
  contentType: "text/plain",
  checksumAlgorithm: "CRC64NVME",
  checksum: "rosUhgp5mIg=",
  uploadedBy: "alice",
  uploadedByFrom: "folder",
  sequencer: "0000000000000000617f08299329d189",
};
const readyAt = "2026-01-15T12:00:01.000Z";
const restoredItem = {
  restoreState: "completed",
  restoreExpiresAt: "2026-01-23T00:00:00.000Z",
  restoreOrder: "2026-01-16T12:00:00.000Z 2",
};
const request = { record: { key, upload: "upload-1", size: 5 } };
const recorded = {
  key,
  versionId,
  size: 5,
  etag: "b1946ac92492d2347c6235b4d2611184",
  createdAt: "2026-01-15T11:59:59.000Z",
  contentType: "text/plain",
  checksum: { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" },
  uploadedBy: "alice",
  uploadedByFrom: "folder",
};

/** Every order of some things, each of them one to three times. */
const delivered = <T>(...things: T[]) =>
  fc
    .tuple(...things.map((thing) => fc.integer({ min: 1, max: 3 }).map((times) => Array<T>(times).fill(thing))))
    .chain((lists) => {
      const all = lists.flat();
      return fc.shuffledSubarray(all, { minLength: all.length });
    });

describe("one item comes of a version's events, whatever their order and however often they come", () => {
  test("created, restored, and the API's own request", async () => {
    const events = delivered<object>(created(), restoreInitiated(), restoreCompleted(), request);
    await fc.assert(
      fc.asyncProperty(events, async (order) => {
        const { handle, items, published } = fakeRecorder();
        for (const each of order) await handle("record" in each ? request : batch(each));
        expect(items()).toEqual([{ ...createdItem, ...restoredItem, readyAt }]);
        expect(published).toEqual([recorded]);
      }),
      { numRuns: 200 },
    );
  });

  test("deleted for good too: what arrives late does not bring it back", async () => {
    const events = delivered<object>(created(), restoreInitiated(), restoreCompleted(), restoreExpired(), deleted());
    await fc.assert(
      fc.asyncProperty(events, async (order) => {
        const { handle, items, published } = fakeRecorder();
        for (const each of order) await handle(batch(each));
        const [{ readyAt: at, ...item } = { readyAt: undefined }, ...others] = items();
        expect(others).toEqual([]);
        expect(item).toEqual({
          ...createdItem,
          restoreState: "expired",
          restoreOrder: "2026-01-23T00:00:00.000Z 3",
          deletedAt: "2026-01-15T12:30:00.000Z",
          deletedSequencer: "0000000000000000617f0837b476e463",
        });
        // Who is told of an object can fetch it, at the time.
        expect(published).toHaveLength(at === undefined ? 0 : 1);
      }),
      { numRuns: 200 },
    );
  });

  test("who listens is not told of a version that was deleted before", async () => {
    const { handle, published, items } = fakeRecorder();
    await handle(batch(deleted()));
    await handle(batch(created()));
    expect(published).toEqual([]);
    expect(items()[0]?.readyAt).toBeUndefined();
  });

  test("deleted twice: the first time counts", async () => {
    const [first, second] = [deleted("617f08", "2026-01-15T13:00:00Z"), deleted("617f0801", "2026-01-15T14:00:00Z")];
    for (const order of [
      [first, second],
      [second, first],
      [second, first, second],
    ]) {
      const { handle, items } = fakeRecorder();
      for (const each of order) await handle(batch(each));
      expect(items()).toMatchObject([{ deletedAt: "2026-01-15T13:00:00.000Z" }]);
    }
  });

  test("a restore that begins and ends within one second has ended", async () => {
    const [start, end] = [restoreInitiated("2026-01-16T08:00:00Z"), restoreCompleted("2026-01-16T08:00:00Z")];
    for (const order of [
      [start, end],
      [end, start],
    ]) {
      const { handle, items } = fakeRecorder();
      for (const each of order) await handle(batch(each));
      expect(items()).toMatchObject([{ restoreState: "completed" }]);
    }
  });

  test("a second restore follows the first's end", async () => {
    const { handle, items } = fakeRecorder();
    const again = restoreInitiated("2026-02-01T00:00:00Z");
    for (const each of [restoreCompleted(), again, restoreExpired()]) await handle(batch(each));
    expect(items()).toMatchObject([{ restoreState: "initiated" }]);
    expect(items()[0]?.restoreExpiresAt).toBeUndefined();
  });

  test("a delete marker is an item of its own", async () => {
    await fc.assert(
      fc.asyncProperty(delivered(created(), deleteMarker()), async (order) => {
        const { handle, items } = fakeRecorder();
        for (const each of order) await handle(batch(each));
        expect(items()).toHaveLength(2);
        expect(items()).toContainEqual({ ...createdItem, readyAt });
        expect(items()).toContainEqual({
          key,
          versionId: markerVersion,
          kind: "delete-marker",
          createdAt: "2026-01-15T12:20:00.000Z",
          sequencer: "0000000000000000617f0837b476e463",
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe("S3 is asked about exactly the version of the event", () => {
  test("and one that is gone by then is recorded from the event alone, and nobody is told", async () => {
    const there = fakeRecorder();
    await there.handle(batch(created()));
    expect(there.asked).toEqual([versionId]);
    const gone = fakeRecorder(head, { head: async () => undefined });
    await gone.handle(batch(created()));
    expect(gone.published).toEqual([]);
    const { contentType: _, checksum: __, checksumAlgorithm: ___, ...known } = createdItem;
    expect(gone.items()).toEqual([{ ...known, createdAt: "2026-01-15T12:00:00.000Z" }]);
  });
});

describe("a batch", () => {
  test("of which one message is poisoned fails for that one alone", async () => {
    const { handle, items } = fakeRecorder();
    const poisoned = ["not JSON", {}, { ...created(), "detail-type": "Object Tags Added" }, created({ key: 7 })];
    const unversioned = created({ "version-id": undefined });
    const answer = await handle(batch(...poisoned, created(), unversioned));
    expect(answer).toEqual({
      batchItemFailures: [0, 1, 2, 3, 5].map((index) => ({ itemIdentifier: `message-${index}` })),
    });
    expect(items()).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof fakeRecorder>[1]]>([
    ["S3 refuses", { head: () => Promise.reject(new AwsError(403, "AccessDenied", `no access to ${key}`)) }],
    ["the table fails", { change: () => Promise.reject(new AwsError(400, "ThrottlingException", "slow down")) }],
    ["the bus fails", { publish: () => Promise.reject(new Error("EventBridge did not take the event: Throttled")) }],
  ])("comes again if %s", async (_, broken) => {
    const { handle } = fakeRecorder(head, broken);
    expect(await handle(batch(created()))).toEqual({ batchItemFailures: [{ itemIdentifier: "message-0" }] });
  });

  test("that failed at publishing is published by the next try", async () => {
    let failures = 1;
    const told: string[] = [];
    const { handle, items } = fakeRecorder(head, {
      publish: async ({ versionId: version }) => {
        if (failures-- > 0) throw new Error("not now");
        told.push(version);
      },
    });
    await handle(batch(created()));
    expect(items()[0]?.readyAt).toBeUndefined();
    await handle(batch(created()));
    await handle(batch(created()));
    expect(told).toEqual([versionId]);
    expect(items()[0]?.readyAt).toBe(readyAt);
  });
});

describe("the API's request", () => {
  test("is answered with what S3 has, every time", async () => {
    const { handle, published, asked } = fakeRecorder();
    expect(await handle(request)).toEqual({ recorded });
    expect(await handle(request)).toEqual({ recorded });
    expect(asked).toEqual([undefined, undefined]);
    expect(published).toEqual([recorded]);
  });

  const { checksum: _checksum, ...withoutChecksum } = head;
  const sha = (value: string) => ({ algorithm: "SHA256", value }) as const;
  const crc = (value: string) => ({ algorithm: "CRC64NVME", value }) as const;
  test.each<[string, object, Partial<ObjectHead>]>([
    ["another-upload", { upload: "upload-2" }, {}],
    ["another-upload", {}, { metadata: {} }],
    ["size", { size: 6 }, {}],
    ["checksum", { checksum: crc("AAAAAAAAAAA=") }, {}],
    // S3 has compared another checksum than the announced one, or none.
    ["checksum", { checksum: sha("AAAA") }, {}],
    ["checksum", { checksum: sha("rosUhgp5mIg=") }, {}],
    ["checksum", { checksum: crc("rosUhgp5mIg=") }, withoutChecksum],
  ])("is refused for %s, and nothing is recorded", async (refused, asked, found) => {
    const { handle, items, published } = fakeRecorder(
      found === withoutChecksum ? withoutChecksum : { ...head, ...found },
    );
    expect(await handle({ record: { ...request.record, ...asked } })).toEqual({ refused });
    expect([...items(), ...published]).toEqual([]);
  });

  test("is refused where there is no object", async () => {
    const { handle, items } = fakeRecorder(head, { head: async () => undefined });
    expect(await handle(request)).toEqual({ refused: "missing" });
    expect(items()).toEqual([]);
  });

  test("is recorded with the very checksum that was announced", async () => {
    const { handle } = fakeRecorder();
    expect(await handle({ record: { ...request.record, checksum: crc("rosUhgp5mIg=") } })).toEqual({ recorded });
  });

  test("fails if S3 cannot be asked", async () => {
    const denied = new AwsError(403, "AccessDenied", "no");
    const { handle } = fakeRecorder(head, { head: () => Promise.reject(denied) });
    await expect(handle(request)).rejects.toBe(denied);
  });
});

test("the log tells each outcome, and no key, metadata or error's message", async () => {
  const denied = new AwsError(403, "AccessDenied", `not authorized to perform s3:GetObject on ${key}`);
  const broken = fakeRecorder(head, { head: () => Promise.reject(denied) });
  await broken.handle(batch(created(), `{"broken": "${key}"`));
  const { handle, lines } = fakeRecorder();
  for (const each of [created(), deleted(), deleteMarker(), restoreCompleted(), created()]) await handle(batch(each));
  await handle(request);
  await handle({ record: { ...request.record, size: 6 } });
  expect(lines.map(({ outcome }) => outcome)).toEqual([
    "published",
    "recorded",
    "recorded",
    "recorded",
    "known",
    "recorded",
    "size",
  ]);
  expect(broken.lines).toMatchObject([
    { messageId: "message-1", outcome: "failed", error: "SyntaxError" },
    { messageId: "message-0", outcome: "failed", error: "AwsError", code: "AccessDenied" },
  ]);
  const log = JSON.stringify([...lines, ...broken.lines]);
  expect(log).toContain("617f08299329d189");
  for (const secret of ["secret plan", "alice", "upload-1", versionId, "text/plain", "not authorized"])
    expect(log).not.toContain(secret);
});
