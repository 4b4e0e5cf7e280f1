import * as v from "valibot";
import { AwsError } from "../aws/request";
import { abortMultipart, completeMultipart, listObjects, listParts, objectPath, startMultipart } from "../aws/s3";
import type { ApiConfig } from "./config";
import { type CompletedUpload, type CreateUploadsAnswer, largestBatch, type UploadPlan } from "./contract";
import { urlLife } from "./expiry";
import type { ApiCall, Operations } from "./handler";
import { callerPrefix, keyToWrite } from "./keys";
import { partCount, partSizeFor, partsOf } from "./part-plan";
import type { Access, Platform } from "./platform";
import { Problem } from "./problem";
import { nothing, readRequest, wholeNumber } from "./request";
import { readUploadId, writeUploadId } from "./upload-id";

/** Seconds that S3's clock may be behind this function's. */
const clockSkew = 5;

/** Characters of an answer: Lambda takes 6 MB of it. */
const answerRoom = 5_800_000;

/** Characters of a presigned URL beside its path; most of them are the session's token. */
const urlOverhead = 2_400;

const mediaType = /^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$/;

const uploadItem = v.strictObject(
  {
    /** Relative to the caller's prefix, or a full key below it. */
    key: v.string("must be a string"),
    /** Bytes. Bound into the signature: S3 refuses any other size. */
    size: wholeNumber(0, "bytes"),
    contentType: v.optional(
      v.pipe(v.string("must be a string"), v.regex(mediaType, "must be a media type, such as text/plain")),
    ),
    /** Whether an object of that key may get a new version. Default: false. */
    overwrite: v.optional(v.boolean("must be true or false"), false),
  },
  "must be an object",
);

export const createUploadsRequest = v.strictObject(
  {
    uploads: v.pipe(
      v.array(uploadItem, "must be a list of uploads"),
      v.minLength(1, "must name at least one upload"),
      v.maxLength(largestBatch, `must name at most ${largestBatch} uploads`),
    ),
    /** The life of the URLs. Default and most: what the stack allows. */
    expiresIn: v.optional(wholeNumber(1, "seconds")),
  },
  "must be an object",
);

export type CreateUploadsRequest = v.InferInput<typeof createUploadsRequest>;
type UploadItem = v.InferOutput<typeof uploadItem>;

/** An upload that S3 no longer knows was completed or aborted before; anything else that fails still fails. */
const unlessGone = (error: unknown): void => {
  if (!(error instanceof AwsError && error.code === "NoSuchUpload")) throw error;
};

/** The operations of the `write` privilege. */
export const uploadOperations = (config: ApiConfig, platform: Platform): Operations<"write"> => {
  const { keyArn } = platform.environment;
  const encryption = {
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": keyArn,
  };

  const plan = async (
    { bucket, until }: Access,
    item: UploadItem & { readonly fullKey: string },
    asked: number | undefined,
  ): Promise<UploadPlan> => {
    const { fullKey: key, size, overwrite } = item;
    const contentType = item.contentType === undefined ? {} : { "content-type": item.contentType };
    const { expiresAt, ...life } = urlLife({ asked, cap: config.urlSeconds, until, now: platform.now() });
    const at = life.at.getTime() / 1000;
    const partSize = partSizeFor(size);
    if (partSize === undefined) {
      const headers = {
        ...encryption,
        ...contentType,
        "content-length": String(size),
        ...(overwrite ? {} : { "if-none-match": "*" }),
      };
      const url = await bucket.presign({ method: "PUT", path: objectPath(key), headers, ...life });
      return { kind: "single", id: writeUploadId({ key, size, overwrite, at }), key, url, headers, expiresAt };
    }
    const uploadId = await startMultipart(bucket, key, { ...encryption, ...contentType });
    const parts = partsOf(size, partSize).map(async (part) => ({
      ...part,
      url: await bucket.presign({
        method: "PUT",
        path: objectPath(key),
        query: { partNumber: String(part.partNumber), uploadId },
        headers: { "content-length": String(part.size) },
        ...life,
      }),
    }));
    const id = writeUploadId({ key, size, overwrite, at, uploadId });
    return { kind: "multipart", id, key, partSize, parts: await Promise.all(parts), expiresAt };
  };

  const open = (call: ApiCall): Promise<Access> => platform.access("write", config, call.caller.name);

  /** The upload that a path's `{id}` names, if its key is the caller's own. */
  const named = (call: ApiCall) => {
    readRequest(nothing, call.query, "query");
    const upload = readUploadId(call.path.id ?? "");
    const own = callerPrefix(config, call.caller.name);
    if (!upload.key.startsWith(own)) throw new Problem("not-found", "this caller has no such upload", { field: "id" });
    keyToWrite(config, call.caller.name, upload.key, "id");
    return upload;
  };

  return {
    createUploads: async (call): Promise<CreateUploadsAnswer> => {
      const request = readRequest(createUploadsRequest, call.body, "body");
      const items = request.uploads.map((item, index) => {
        if (item.size > config.largestObject)
          throw new Problem("too-large", `an object may have ${config.largestObject} bytes; this has ${item.size}`, {
            field: `uploads.${index}.size`,
          });
        return { ...item, fullKey: keyToWrite(config, call.caller.name, item.key, `uploads.${index}.key`) };
      });
      const room = items.reduce(
        (sum, { size, fullKey }) => sum + partCount(size) * (objectPath(fullKey).length + urlOverhead),
        0,
      );
      if (room > answerRoom)
        throw new Problem("too-large", "the answer would be too large; plan fewer parts", { field: "uploads" });
      const access = await open(call);
      return { uploads: await Promise.all(items.map((item) => plan(access, item, request.expiresIn))) };
    },

    completeUpload: async (call): Promise<CompletedUpload> => {
      const { key, size, overwrite, at, uploadId } = named(call);
      const { bucket } = await open(call);
      if (uploadId !== undefined) {
        const join = async (): Promise<void> => {
          const parts = await listParts(bucket, key, uploadId);
          const arrived = parts.reduce((sum, part) => sum + part.size, 0);
          if (arrived !== size)
            throw new Problem("incomplete-upload", `${arrived} of ${size} bytes have arrived; send the other parts`);
          await completeMultipart(bucket, key, { uploadId, parts, overwrite });
        };
        // Completed before, or aborted: the object below tells which.
        await join().catch(unlessGone);
      }
      const [object] = (await listObjects(bucket, { prefix: key, limit: 1 })).objects;
      const since = Date.parse(object?.lastModified ?? "") / 1000 + clockSkew;
      if (object?.key !== key || object.size !== size || !(since >= at))
        throw new Problem("incomplete-upload", "the object has not arrived; upload it first");
      return { key, size, etag: object.etag };
    },

    abortUpload: async (call) => {
      const { key, uploadId } = named(call);
      if (uploadId !== undefined) {
        const { bucket } = await open(call);
        await abortMultipart(bucket, key, uploadId).catch(unlessGone);
      }
      return { key };
    },
  };
};
