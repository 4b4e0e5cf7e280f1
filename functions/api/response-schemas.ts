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
const headers = about(
  v.record(v.string(), v.string()),
  "Send each of these with the PUT, as they are: they belong to the signature.",
);
const expiresAt = about(time, "When the URLs really end.");
const key = about(v.string(), "The object's full key.");
const id = about(v.string(), "Names the upload in /uploads/{id}.");
const url = v.pipe(v.string(), v.url());

const missingPart = v.strictObject({ partNumber: bytes, size: bytes, url });

const singlePlan = v.strictObject({ kind: v.literal("single"), id, key, size: bytes, url, headers, expiresAt });

const multipartPlan = v.strictObject({
  kind: v.literal("multipart"),
  id,
  key,
  size: bytes,
  partSize: about(bytes, "Bytes of each part but the last."),
  arrived: v.array(v.strictObject({ partNumber: bytes, size: bytes })),
  parts: about(v.array(missingPart), "The parts to send, in any order, each with one PUT."),
  expiresAt,
});

/** How to send a file: one PUT, or one for each part that is missing. */
const uploadPlan = v.variant("kind", [singlePlan, multipartPlan]);

const openUpload = v.strictObject({
  id,
  key,
  size: bytes,
  startedAt: time,
  resumeUntil: about(time, "After this, its parts are freed."),
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
      "folder: it is in the caller's own folder. claim: its metadata says so, which whoever may write there chooses.",
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

const cursor = v.exactOptional(about(v.string(), "Where the next page begins; absent on the last one."));

const download = v.strictObject({
  key,
  size: bytes,
  lastModified: time,
  etag: v.string(),
  versionId: v.exactOptional(v.string()),
  contentType: v.exactOptional(v.string()),
  checksum: v.exactOptional(checksum),
  url: about(url, "One version: ranges of it can be fetched apart."),
  expiresAt,
});

/** A problem as the API answers it; `requestId` is that of the request it came in. */
export const problemBody = v.strictObject({
  type: about(v.string(), "A stable URI, which programs may compare."),
  title: v.string(),
  status: bytes,
  detail: about(v.string(), "What was given and what is wrong with it."),
  next: about(v.string(), "What to do."),
  field: v.exactOptional(about(v.string(), "The field at fault, as a path.")),
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
  restore: v.exactOptional(about(restoreState, "How far a copy from Glacier is.")),
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
      "in-progress: S3 has copied a part of it. The same request again goes on with the same copy.",
    ),
    versionId: v.exactOptional(about(v.string(), "The version that is current now; present when done.")),
    copied: v.exactOptional(about(bytes, "Bytes that are copied; present while in progress.")),
    size: v.exactOptional(about(bytes, "Bytes of the version; present while in progress.")),
    retryAfterSeconds: v.exactOptional(about(v.number(), "When to ask again; the header Retry-After says the same.")),
  }),
  v.strictObject({
    kind: v.literal("archive"),
    key,
    versionId: v.exactOptional(v.string()),
    storageClass: v.string(),
    state: v.picklist(["in-progress", "readable"]),
    readableUntil: v.exactOptional(time),
    takes: about(v.string(), "How long Glacier takes."),
    costs: about(v.string(), "What it is charged for."),
  }),
]);

export const answers = {
  whoami: v.strictObject({
    caller: v.string(),
    role: v.string(),
    writes: v.exactOptional(about(v.string(), "Where the caller's uploads go; absent if it may not upload.")),
    reads: v.exactOptional(about(v.string(), "What the caller may list and download; absent if it may not.")),
    operations: v.array(v.string()),
    limits: v.strictObject({
      urlSeconds: about(bytes, "The longest life of a presigned URL, in seconds."),
      largestObject: about(bytes, "Bytes."),
      largestBatch: bytes,
      openUploads: about(bytes, "Uploads in progress of one caller."),
      planning: about(
        v.strictObject({ perSecond: bytes, burst: bytes, perRequest: bytes }),
        "Files that one caller may plan: a second, at once, and how many a request counts for at least.",
      ),
      resumeDays: about(bytes, "Days in which an upload can be resumed."),
      sessionSeconds: about(bytes, "The longest a role session lasts. When this one ends, STS told with its keys."),
    }),
  }),
  createUploads: v.strictObject({ uploads: v.array(uploadPlan) }),
  listUploads: v.strictObject({ uploads: v.array(openUpload), cursor }),
  getUpload: uploadPlan,
  completeUpload: completedUpload,
  abortUpload: v.strictObject({ id, key }),
  listObjects: v.strictObject({
    objects: v.array(listedObject),
    prefixes: about(v.array(v.string()), "The groups that the delimiter makes."),
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
export type Version = v.InferOutput<typeof version>;
