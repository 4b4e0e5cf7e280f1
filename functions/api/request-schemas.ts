import * as v from "valibot";
import { about } from "./described";
import { fileName, inlineTypes, longestFileName } from "./disposition";
import { longestMediaType, mediaTypeOrNone } from "./media-type";

/**
 * What each request may hold. The table of routes names these schemas; the handler validates by them, and
 * `docs/openapi.json` is made of them. A field that is not named here is refused.
 */

/** The most files that one request may name. */
export const largestBatch = 100;

/** No parameters at all. */
export const nothing = v.strictObject({});

/** A whole number of something, as a JSON field. */
/* @__NO_SIDE_EFFECTS__ */
const wholeNumber = (least: number, unit: string, most?: number) => {
  const number = v.pipe(
    v.number(`must be a number of ${unit}`),
    v.integer("must be a whole number"),
    v.minValue(least, `must be ${least} or more`),
  );
  return most === undefined ? number : v.pipe(number, v.maxValue(most, `must be ${most} or less`));
};

/** A whole number of something, as a parameter of the query. */
/* @__NO_SIDE_EFFECTS__ */
const numberInQuery = (most: number, unit: string) =>
  v.pipe(
    v.string(),
    v.regex(/^[1-9]\d{0,8}$/, `must be a whole number of ${unit}`),
    v.transform(Number),
    v.maxValue(most, `must be ${most} or less`),
  );

const text = v.string("must be a string");
const versionId = v.pipe(text, v.regex(/^[\w.+/=-]{1,1024}$/, "must name a version"));
const readKey = about(text, "The object's full key, as a listing shows it.");
const expiresIn = about(
  wholeNumber(1, "seconds"),
  "Lifetime of the URLs in seconds. Default and maximum: the stack's limit.",
);

/** Base64 of so many bytes. Its last character has bits of no byte, which are zero: a checksum is compared as text. */
/* @__NO_SIDE_EFFECTS__ */
const digest = (length: number, last: string, padding: string) =>
  v.pipe(
    text,
    v.regex(new RegExp(`^[A-Za-z0-9+/]{${length - 1}}[${last}]${padding}$`), "must be the checksum in base64"),
  );
const twoBitsFree = "AEIMQUYcgkosw048";
const fourBitsFree = "AQgw";

/** A checksum of a whole object (Amazon S3 User Guide, "Checking object integrity"). */
export const checksum = v.variant(
  "algorithm",
  [
    v.strictObject({ algorithm: v.literal("CRC64NVME"), value: digest(11, twoBitsFree, "=") }),
    v.strictObject({ algorithm: v.literal("CRC32C"), value: digest(6, fourBitsFree, "==") }),
    v.strictObject({ algorithm: v.literal("SHA256"), value: digest(43, twoBitsFree, "=") }),
  ],
  "must name CRC64NVME, CRC32C or SHA256",
);

/** A media type by RFC 9110; an empty one means none. */
/* @__NO_SIDE_EFFECTS__ */
const contentType = (description: string) =>
  about(
    v.pipe(
      text,
      v.maxLength(longestMediaType, `must have at most ${longestMediaType} characters`),
      v.regex(mediaTypeOrNone, "must be a media type, such as text/plain"),
    ),
    description,
  );

const uploadItem = v.strictObject(
  {
    key: about(text, "Relative to the caller's own prefix, or a full key below it."),
    size: about(wholeNumber(0, "bytes"), "Size in bytes. It is signed: S3 rejects any other size."),
    contentType: v.optional(
      contentType("A media type (RFC 9110). Default, and where it is empty: application/octet-stream."),
    ),
    checksum: v.optional(
      about(checksum, "Checksum of the whole object. S3 rejects other bytes. SHA256 works for a single PUT only."),
    ),
    overwrite: v.optional(
      about(v.boolean("must be true or false"), "Whether an existing object with this key may get a new version."),
      false,
    ),
  },
  "must be an object",
);

/* @__NO_SIDE_EFFECTS__ */
const batch = <T extends v.GenericSchema>(item: T, things: string) =>
  v.pipe(
    v.array(item, `must be an array of ${things}`),
    v.minLength(1, `must name at least one of the ${things}`),
    v.maxLength(largestBatch, `must name at most ${largestBatch} ${things}`),
  );

export const createUploadsBody = v.strictObject(
  { uploads: batch(uploadItem, "uploads"), expiresIn: v.optional(expiresIn) },
  "must be an object",
);

export const listUploadsQuery = v.strictObject({
  cursor: v.optional(v.pipe(text, v.regex(/^[0-9a-z]{1,64}$/, "must be a cursor of this list"))),
  limit: v.optional(numberInQuery(1000, "uploads")),
});

export const getUploadQuery = v.strictObject({ expiresIn: v.optional(numberInQuery(604_800, "seconds")) });

export const listObjectsQuery = v.strictObject({
  prefix: v.optional(v.string()),
  delimiter: v.optional(
    about(v.pipe(text, v.regex(/^\/$/, "must be '/'")), "Groups keys that contain it after the prefix, like folders."),
  ),
  cursor: v.optional(about(v.pipe(text, v.minLength(1, "must be a cursor")), "The `cursor` of the previous page.")),
  limit: v.optional(numberInQuery(1000, "objects")),
});

/** The key again: API Gateway decodes a path before it hands it on, and not every key survives that. */
const exactKey = v.optional(
  about(text, "The exact key. Needed for keys that contain '%', '?' or '#', which API Gateway changes in a path."),
);

/** How a browser takes a download. */
const presented = {
  disposition: v.optional(
    about(
      v.picklist(["attachment", "inline"], "must be attachment or inline"),
      `Whether a browser saves the file or shows it. Default: attachment. Inline is allowed for these types only: ${inlineTypes.join(", ")}.`,
    ),
  ),
  filename: v.optional(
    about(
      v.pipe(
        text,
        v.maxLength(longestFileName, `must have at most ${longestFileName} characters`),
        v.regex(fileName, "must be a file's name, without '/', '\\' or control characters"),
      ),
      "The name under which a browser saves the file. Default: the last segment of the key.",
    ),
  ),
  contentType: v.optional(contentType("The Content-Type of the response. Default: the object's own.")),
};

export const deleteObjectQuery = v.strictObject({ key: exactKey });

export const getObjectQuery = v.strictObject({
  key: exactKey,
  versionId: v.optional(versionId),
  expiresIn: v.optional(numberInQuery(604_800, "seconds")),
  ...presented,
});

export const createDownloadsBody = v.strictObject(
  {
    downloads: batch(
      v.strictObject({ key: readKey, versionId: v.optional(versionId), ...presented }, "must be an object"),
      "downloads",
    ),
    expiresIn: v.optional(expiresIn),
  },
  "must be an object",
);

export const listVersionsQuery = v.strictObject({
  key: readKey,
  cursor: v.optional(about(versionId, "The `cursor` of the previous page.")),
  limit: v.optional(numberInQuery(1000, "versions")),
});

export const deleteVersionQuery = v.strictObject({ key: readKey, versionId });

export const createRestoreBody = v.variant(
  "kind",
  [
    about(
      v.strictObject({ kind: v.literal("undelete"), key: readKey }),
      "Removes the delete markers that hide an object.",
    ),
    about(
      v.strictObject({ kind: v.literal("version"), key: readKey, versionId }),
      "Copies an earlier version to a new current version.",
    ),
    about(
      v.strictObject({
        kind: v.literal("archive"),
        key: readKey,
        versionId: v.optional(versionId),
        days: v.optional(about(wholeNumber(1, "days", 365), "Days for which the copy stays readable."), 7),
        tier: v.optional(
          about(
            v.picklist(["expedited", "standard", "bulk"], "must be expedited, standard or bulk"),
            "Faster tiers cost more.",
          ),
          "standard",
        ),
      }),
      "Restores a readable copy from Glacier. A repeated request returns its progress.",
    ),
  ],
  "must be undelete, version or archive",
);
