import * as v from "valibot";
import { about } from "./described";
import { checksum } from "./request-schemas";
import type { Operation } from "./routes";

/**
 * What the API answers. The functions use the types alone, so that the schemas are no part of their code;
 * `docs/openapi.json` and the tests use the schemas.
 */

const time = v.pipe(v.string(), v.isoTimestamp());
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0));
const headers = about(v.record(v.string(), v.string()), "Send these headers unchanged with the PUT: they are signed.");
const expiresAt = about(time, "When the URLs expire.");
const key = about(v.string(), "The object's full key.");
const id = about(v.string(), "The upload's id, for /uploads/{id}.");
const url = v.pipe(v.string(), v.url());

const missingPart = v.strictObject({ partNumber: bytes, size: bytes, url });

const singlePlan = v.strictObject({ kind: v.literal("single"), id, key, size: bytes, url, headers, expiresAt });

const multipartPlan = v.strictObject({
  kind: v.literal("multipart"),
  id,
  key,
  size: bytes,
  partSize: about(bytes, "Size in bytes of each part except the last."),
  arrived: v.array(v.strictObject({ partNumber: bytes, size: bytes })),
  parts: about(v.array(missingPart), "The parts to send, in any order, one PUT each."),
  expiresAt,
});

/** How to send a file: one PUT, or one for each part that is missing. */
const uploadPlan = v.variant("kind", [singlePlan, multipartPlan]);

const openUpload = v.strictObject({
  id,
  key,
  size: bytes,
  startedAt: time,
  resumeUntil: about(time, "After this time, S3 deletes its parts."),
});

const completedUpload = v.strictObject({
  key,
  versionId: v.string(),
  size: bytes,
  etag: v.string(),
  createdAt: time,
  contentType: v.exactOptional(v.string()),
  checksum: v.exactOptional(checksum),
  uploadedBy: v.exactOptional(v.string()),
  uploadedByFrom: v.exactOptional(
    about(
      v.picklist(["folder", "claim"]),
      "folder: the object is in the caller's own folder. claim: the object's metadata says so; anyone who can write there can choose it.",
    ),
  ),
});

const listedObject = v.strictObject({
  key,
  size: bytes,
  lastModified: time,
  etag: v.string(),
  storageClass: v.string(),
});

const cursor = v.exactOptional(about(v.string(), "Cursor of the next page. Absent on the last page."));

const download = v.strictObject({
  key,
  size: bytes,
  lastModified: time,
  etag: v.string(),
  versionId: v.exactOptional(v.string()),
  contentType: v.exactOptional(v.string()),
  checksum: v.exactOptional(checksum),
  url: about(url, "The URL names one version, so ranges of it can be fetched separately."),
  expiresAt,
});

/** A problem as the API answers it; `requestId` is that of the request it came in. */
export const problemBody = v.strictObject({
  type: about(v.string(), "A stable URI that programs can compare."),
  title: v.string(),
  status: bytes,
  detail: about(v.string(), "What was given and what is wrong with it."),
  next: about(v.string(), "What to do."),
  field: v.exactOptional(about(v.string(), "Path of the invalid field.")),
  limit: v.exactOptional(v.number()),
  roles: v.exactOptional(v.array(v.string())),
  retryAfterSeconds: v.exactOptional(v.number()),
  requestId: v.string(),
});

const restoreState = v.strictObject({
  inProgress: v.boolean(),
  readableUntil: v.exactOptional(time),
});

const version = v.strictObject({
  versionId: v.string(),
  kind: v.picklist(["object", "delete-marker"]),
  current: v.boolean(),
  lastModified: time,
  size: v.exactOptional(bytes),
  etag: v.exactOptional(v.string()),
  storageClass: v.exactOptional(v.string()),
  restore: v.exactOptional(about(restoreState, "Progress of a restore from Glacier.")),
});

const restored = v.variant("kind", [
  v.strictObject({
    kind: v.literal("undelete"),
    key,
    versionId: about(v.string(), "The version that is current now."),
  }),
  v.strictObject({
    kind: v.literal("version"),
    key,
    restoredFrom: v.string(),
    state: about(
      v.picklist(["done", "in-progress"]),
      "in-progress: S3 has copied a part of the version. Repeat the request to continue the same copy.",
    ),
    versionId: v.exactOptional(about(v.string(), "The version that is current now. Present when done.")),
    copied: v.exactOptional(about(bytes, "Bytes copied so far. Present while in progress.")),
    size: v.exactOptional(about(bytes, "Size of the version in bytes. Present while in progress.")),
    retryAfterSeconds: v.exactOptional(
      about(v.number(), "Seconds to wait before the next request. Same as the Retry-After header."),
    ),
  }),
  v.strictObject({
    kind: v.literal("archive"),
    key,
    versionId: v.exactOptional(v.string()),
    storageClass: v.string(),
    state: v.picklist(["in-progress", "readable"]),
    readableUntil: v.exactOptional(time),
    takes: about(v.string(), "How long Glacier takes."),
    costs: about(v.string(), "What AWS charges for."),
  }),
]);

export const answers = {
  whoami: v.strictObject({
    caller: v.string(),
    role: v.string(),
    writes: v.exactOptional(about(v.string(), "Prefix of the caller's uploads. Absent if the caller may not upload.")),
    reads: v.exactOptional(
      about(v.string(), "Prefix that the caller may list and download. Absent if the caller may not."),
    ),
    operations: v.array(v.string()),
    limits: v.strictObject({
      urlSeconds: about(bytes, "Maximum lifetime of a presigned URL, in seconds."),
      largestObject: about(bytes, "Bytes."),
      largestBatch: bytes,
      openUploads: about(bytes, "Maximum number of uploads in progress of one caller."),
      planning: about(
        v.strictObject({ perSecond: bytes, burst: bytes, perRequest: bytes }),
        "Files that one caller may plan: per second, at once, and the minimum that one request counts for.",
      ),
      resumeDays: about(bytes, "Days for which an upload can be resumed."),
      sessionSeconds: about(
        bytes,
        "Maximum duration of a role session. The API cannot see when your session expires. STS returned that time with the credentials.",
      ),
    }),
  }),
  createUploads: v.strictObject({ uploads: v.array(uploadPlan) }),
  listUploads: v.strictObject({ uploads: v.array(openUpload), cursor }),
  getUpload: uploadPlan,
  completeUpload: completedUpload,
  abortUpload: v.strictObject({ id, key }),
  listObjects: v.strictObject({
    objects: v.array(listedObject),
    prefixes: about(v.array(v.string()), "Common prefixes, where a delimiter is given."),
    cursor,
  }),
  getObject: download,
  createDownloads: v.strictObject({
    downloads: v.array(
      v.union([download, v.strictObject({ key: v.string(), problem: v.omit(problemBody, ["requestId"]) })]),
    ),
  }),
  listVersions: v.strictObject({ versions: v.array(version), cursor }),
  createRestore: restored,
  deleteObject: v.strictObject({ key, versionId: v.exactOptional(about(v.string(), "The delete marker's own.")) }),
  deleteVersion: v.strictObject({ key, versionId: v.string() }),
} as const satisfies Record<Operation, v.GenericSchema>;

/** What an operation answers. */
export type AnswerOf<O extends Operation> = v.InferOutput<(typeof answers)[O]>;

export type UploadPlan = v.InferOutput<typeof uploadPlan>;
export type OpenUpload = v.InferOutput<typeof openUpload>;
export type CompletedUpload = v.InferOutput<typeof completedUpload>;
export type Download = v.InferOutput<typeof download>;
