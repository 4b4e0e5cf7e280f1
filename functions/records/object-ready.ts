import * as v from "valibot";

const text = v.pipe(v.string(), v.nonEmpty());

/**
 * The detail of an `ObjectReady` event (source `coffer`): a version of an object is there, and recorded. A field may be
 * added to version 1; a consumer ignores what it does not know. Delivered at least once: `key` and `versionId` together
 * say whether it has been seen.
 */
export const objectReadySchema = v.object({
  schemaVersion: v.literal("1"),
  bucket: text,
  key: text,
  versionId: text,
  size: v.pipe(v.number(), v.integer(), v.minValue(0), v.description("Bytes.")),
  etag: v.string(),
  createdAt: v.pipe(v.string(), v.isoTimestamp(), v.description("When S3 took it.")),
  contentType: v.exactOptional(v.string()),
  checksum: v.exactOptional(
    v.pipe(
      v.object({ algorithm: v.picklist(["CRC64NVME", "CRC32C", "SHA256"]), value: text }),
      v.description("Of the whole object; the value is base64."),
    ),
  ),
  uploadedBy: v.exactOptional(
    v.pipe(v.string(), v.description("Who uploaded it, as uploadedByFrom tells. The audit trail is the proof.")),
  ),
  uploadedByFrom: v.exactOptional(
    v.pipe(
      v.picklist(["folder", "claim"]),
      v.description(
        "folder: the object is in the caller's own folder. claim: the object's metadata says so; anyone who can write there can choose it.",
      ),
    ),
  ),
});

/** What `onObject`'s callback is given; see {@link objectReadySchema}. */
export type ObjectReady = v.InferOutput<typeof objectReadySchema>;

/** How the event is named on the bus. */
export const objectReadyEvent = { source: "coffer", detailType: "ObjectReady" } as const;
