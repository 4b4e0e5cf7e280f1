import * as v from "valibot";

const text = v.pipe(v.string(), v.nonEmpty());

/** What all of them have; the key is as it is, not URL-encoded as in S3's older notifications. */
const version = { key: text, "version-id": text };
const sequencer = v.pipe(v.string(), v.hexadecimal());

const message = <const Type extends string, const Detail extends v.ObjectEntries>(type: Type, detail: Detail) =>
  v.object({ id: text, time: text, "detail-type": v.literal(type), detail: v.object(detail) });

/**
 * The events that S3 sends to EventBridge, as far as the index reads them
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html).
 */
const eventSchema = v.variant("detail-type", [
  message("Object Created", {
    object: v.object({ ...version, sequencer, size: v.pipe(v.number(), v.integer()), etag: v.string() }),
  }),
  message("Object Deleted", {
    object: v.object({ ...version, sequencer }),
    "deletion-type": v.picklist(["Delete Marker Created", "Permanently Deleted"]),
  }),
  message("Object Restore Initiated", { object: v.object(version) }),
  message("Object Restore Completed", { object: v.object(version), "restore-expiry-time": v.exactOptional(text) }),
  message("Object Restore Expired", { object: v.object(version) }),
]);

/** The types that the index listens to. */
export const eventTypes = eventSchema.options.map(({ entries }) => entries["detail-type"].literal);

interface About {
  /** EventBridge's id of the event; it tells nothing of the object. */
  readonly id: string;
  readonly key: string;
  readonly versionId: string;
  /** When it happened. ISO 8601, in milliseconds, so that texts compare as times. */
  readonly time: string;
}

/** What one event tells of one version. */
export type Fact =
  | (About & {
      readonly kind: "created";
      readonly sequencer: string;
      /** Bytes. */
      readonly size: number;
      readonly etag: string;
    })
  | (About & { readonly kind: "delete-marker" | "deleted"; readonly sequencer: string })
  | (About & {
      readonly kind: "restore";
      readonly state: "initiated" | "completed" | "expired";
      /** When the restored copy goes. ISO 8601. */
      readonly expiresAt?: string;
    });

/** Longer than any sequencer that S3 has sent so far. */
const sequencerDigits = 32;

/**
 * A sequencer as a text that compares as the number that it is: "the greater hexadecimal value is the event that
 * occurred later", after the shorter one is padded with zeros on its left
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html). AWS's pages have also
 * said "right"; that would put those with leading zeros, which S3 has sent as well, before all others.
 */
export const comparableSequencer = (given: string): string => given.toLowerCase().padStart(sequencerDigits, "0");

const isoTime = (given: string): string => new Date(given).toISOString();

/** Reads a message of the recorder's queue. Throws for what is not an event of a versioned bucket's objects. */
export const readFact = (body: string): Fact => {
  const event = v.parse(eventSchema, JSON.parse(body));
  const { id, detail } = event;
  const about = { id, key: detail.object.key, versionId: detail.object["version-id"], time: isoTime(event.time) };
  switch (event["detail-type"]) {
    case "Object Created": {
      const { size, etag, sequencer } = event.detail.object;
      return { ...about, kind: "created", size, etag, sequencer: comparableSequencer(sequencer) };
    }
    case "Object Deleted": {
      const kind = event.detail["deletion-type"] === "Permanently Deleted" ? "deleted" : "delete-marker";
      return { ...about, kind, sequencer: comparableSequencer(event.detail.object.sequencer) };
    }
    case "Object Restore Initiated":
      return { ...about, kind: "restore", state: "initiated" };
    case "Object Restore Completed": {
      const expiry = event.detail["restore-expiry-time"];
      return { ...about, kind: "restore", state: "completed", ...(expiry ? { expiresAt: isoTime(expiry) } : {}) };
    }
    case "Object Restore Expired":
      return { ...about, kind: "restore", state: "expired" };
  }
};
