import fc from "fast-check";
import { comparableSequencer, eventTypes, readFact } from "../../functions/records/s3-event";
import { created, deleted, deleteMarker, key, restoreCompleted, restoreExpired, versionId } from "../support/s3-event";

const read = (event: object) => readFact(JSON.stringify(event));

test("the types are the five that tell of versions", () => {
  expect(eventTypes).toEqual([
    "Object Created",
    "Object Deleted",
    "Object Restore Initiated",
    "Object Restore Completed",
    "Object Restore Expired",
  ]);
});

test("keys are taken as they are: EventBridge's are not URL-encoded", () => {
  for (const strange of ["a+b", "100%25", "%41", "grüße 世界"])
    expect(read(created({ key: strange })).key).toBe(strange);
});

test("each event is read as what it says", () => {
  const about = { id: "17793124-05d4-b198-2fde-7ededc63b103", key, versionId };
  expect(read(created())).toEqual({
    ...about,
    time: "2026-01-15T12:00:00.000Z",
    kind: "created",
    size: 5,
    etag: "b1946ac92492d2347c6235b4d2611184",
    sequencer: "0000000000000000617f08299329d189",
  });
  expect(read(deleted())).toMatchObject({ ...about, kind: "deleted" });
  expect(read(deleteMarker())).toMatchObject({ kind: "delete-marker", versionId: "1QW9g1Z99LUNbvaaYVpW9xDlOLU.qxgF" });
  expect(read(restoreCompleted())).toEqual({
    ...about,
    time: "2026-01-16T12:00:00.000Z",
    kind: "restore",
    state: "completed",
    expiresAt: "2026-01-23T00:00:00.000Z",
  });
  expect(read(restoreExpired())).toMatchObject({ kind: "restore", state: "expired" });
});

test.each<[string, object]>([
  ["no version", created({ "version-id": undefined })],
  ["no key", created({ key: "" })],
  ["no sequencer", created({ sequencer: undefined })],
  ["a sequencer that is no number", created({ sequencer: "tomorrow" })],
  ["an unknown type", { ...created(), "detail-type": "Object Access Tier Changed" }],
  ["no detail", { ...created(), detail: undefined }],
  ["no time", { ...created(), time: "soon" }],
])("an event with %s is refused", (_, event) => {
  expect(() => read(event)).toThrow();
});

describe("sequencers compare as S3 means it", () => {
  test.each([
    ["ff", "100", -1],
    ["61", "610000000000", -1],
    ["0062A2", "62a2", 0],
    ["0055AED6DCD90281E5", "617f08299329d189", -1],
    ["00617f08299329d18a", "617f08299329d189", 1],
    ["617f08299329d189", "617f0837b476e463", -1],
  ])("%s and %s", (a, b, order) => {
    const [left, right] = [comparableSequencer(a), comparableSequencer(b)];
    expect(left < right ? -1 : left > right ? 1 : 0).toBe(order);
  });

  test("of any length: as numbers", () => {
    const sequencer = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(sequencer, sequencer, (a, b) => {
        const text = (value: bigint) => comparableSequencer(value.toString(16).toUpperCase());
        expect(text(a) < text(b)).toBe(a < b);
      }),
    );
  });
});
