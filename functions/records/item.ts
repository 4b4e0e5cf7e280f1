import type { ObjectRecord } from "./contract";
import type { Fact } from "./s3-event";

/**
 * The table's items as plain values: one for each version of an object, and one for each delete marker. Every change
 * commutes with every other one and may be repeated: in whatever order and however often S3 delivers its events, the
 * same item comes of them.
 */
export interface Item {
  readonly key: string;
  readonly versionId: string;
  readonly kind?: "object" | "delete-marker";
  readonly size?: number;
  readonly etag?: string;
  readonly createdAt?: string;
  readonly contentType?: string;
  readonly checksumAlgorithm?: string;
  readonly checksum?: string;
  readonly uploadedBy?: string;
  readonly uploadedByFrom?: string;
  /** S3's sequencer of its creation, padded: of two versions of a key, the greater one is the newer. */
  readonly sequencer?: string;
  /** When the version was deleted for good. The item stays. */
  readonly deletedAt?: string;
  readonly restoreState?: string;
  readonly restoreExpiresAt?: string;
  /** When `ObjectReady` was published. */
  readonly readyAt?: string;
}

/** One conditional update of one item. */
export interface Change {
  readonly key: string;
  readonly versionId: string;
  /** What holds for good: written only where the item does not have it yet. */
  readonly once?: Readonly<Record<string, string | number | undefined>>;
  /** What a later fact may replace; undefined removes it. */
  readonly replace?: Readonly<Record<string, string | undefined>>;
  /** `replace` only if the item has no such attribute yet, or one that compares so; else change nothing. */
  readonly onlyIf?: { readonly attribute: string; readonly is: "less" | "greater"; readonly than: string };
}

/** A version that is there, as a record has it. */
export const createdChange = (record: ObjectRecord, sequencer?: string): Change => {
  const { key, versionId, size, etag, createdAt, contentType, checksum, uploadedBy, uploadedByFrom } = record;
  return {
    key,
    versionId,
    once: {
      kind: "object",
      size,
      etag,
      createdAt,
      contentType,
      checksumAlgorithm: checksum?.algorithm,
      checksum: checksum?.value,
      uploadedBy,
      uploadedByFrom,
      sequencer,
    },
  };
};

const restoreSteps = { initiated: 1, completed: 2, expired: 3 } as const;

/** What a fact changes, where nothing else needs to be asked. */
export const changeOf = (fact: Exclude<Fact, { readonly kind: "created" }>): Change => {
  const { key, versionId, time } = fact;
  switch (fact.kind) {
    case "delete-marker":
      return { key, versionId, once: { kind: "delete-marker", createdAt: time, sequencer: fact.sequencer } };
    case "deleted":
      // Deleting what is gone is no error in S3: the first one counts.
      return {
        key,
        versionId,
        replace: { deletedAt: time, deletedSequencer: fact.sequencer },
        onlyIf: { attribute: "deletedSequencer", is: "greater", than: fact.sequencer },
      };
    case "restore": {
      // Restores have no sequencer, and their times are whole seconds: within one, they go the way that they must.
      const restoreOrder = `${time} ${restoreSteps[fact.state]}`;
      return {
        key,
        versionId,
        replace: { restoreState: fact.state, restoreExpiresAt: fact.expiresAt, restoreOrder },
        onlyIf: { attribute: "restoreOrder", is: "less", than: restoreOrder },
      };
    }
  }
};

/** That `ObjectReady` was published. */
export const readyChange = ({ key, versionId }: ObjectRecord, readyAt: string): Change => ({
  key,
  versionId,
  once: { readyAt },
});
