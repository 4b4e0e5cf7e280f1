import * as v from "valibot";
import { deliver } from "../../functions/records/deliver";
import type { LogLine } from "../../functions/records/messages";
import { type ObjectReady, objectReadySchema } from "../../functions/records/object-ready";
import { batch } from "../support/s3-event";

const ready: ObjectReady = {
  schemaVersion: "1",
  bucket: "acme-dev-eu-central-1-main-123456789012",
  key: "uploads/alice/secret plan.txt",
  versionId: "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
  size: 5,
  etag: "b1946ac92492d2347c6235b4d2611184",
  createdAt: "2026-01-15T11:59:59.000Z",
  contentType: "text/plain",
  checksum: { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" },
  uploadedBy: "alice",
  uploadedByFrom: "folder",
};
const event = (detail: unknown = ready) => ({
  id: "event-1",
  source: "coffer",
  "detail-type": "ObjectReady",
  time: "2026-01-15T12:00:01Z",
  detail,
});

test("an event may hold more than version 1 knew, and no less", () => {
  expect(v.is(objectReadySchema, { ...ready, tags: ["new"] })).toBe(true);
  const { contentType: _, checksum: __, uploadedBy: ___, uploadedByFrom: ____, ...least } = ready;
  expect(v.is(objectReadySchema, least)).toBe(true);
  for (const name of Object.keys(least)) expect(v.is(objectReadySchema, { ...ready, [name]: undefined })).toBe(false);
  expect(v.is(objectReadySchema, { ...ready, schemaVersion: "2" })).toBe(false);
  expect(v.is(objectReadySchema, { ...ready, uploadedByFrom: "proof" })).toBe(false);
  expect(v.is(objectReadySchema, { ...ready, createdAt: "yesterday" })).toBe(false);
});

const deliverTo = (callback: (detail: ObjectReady) => Promise<void>) => {
  const lines: LogLine[] = [];
  return { lines, handle: deliver(callback, { now: () => 0, log: (line) => lines.push(line) }) };
};

test("a callback is given the detail of each message", async () => {
  const given: ObjectReady[] = [];
  const { handle, lines } = deliverTo(async (detail) => {
    given.push(detail);
  });
  expect(await handle(batch(event(), event({ ...ready, size: 6 })))).toEqual({ batchItemFailures: [] });
  expect(given).toEqual([ready, { ...ready, size: 6 }]);
  expect(lines).toEqual([
    { messageId: "message-0", eventId: "event-1", outcome: "done", milliseconds: 0 },
    { messageId: "message-1", eventId: "event-1", outcome: "done", milliseconds: 0 },
  ]);
});

test("the message that a callback throws at fails alone, as do those that it could not understand", async () => {
  const { handle, lines } = deliverTo(async ({ key, size }) => {
    if (size === 6) throw new TypeError(`cannot handle ${key}`);
  });
  const strange = event({ ...ready, schemaVersion: "2" });
  const answer = await handle(batch(event({ ...ready, size: 6 }), event(), strange, "no JSON"));
  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
    "message-0",
    "message-2",
    "message-3",
  ]);
  const failed = lines.find(({ messageId }) => messageId === "message-0");
  expect(failed).toMatchObject({ outcome: "failed", error: "TypeError" });
  expect(JSON.stringify(failed)).toContain("records-object-ready.test");
  expect(JSON.stringify(lines)).not.toMatch(/secret plan|alice/);
});
