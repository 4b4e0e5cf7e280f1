import { AwsError } from "../aws/request";
import { objectPath } from "../aws/s3/bucket";
import { checksumHeader, metadataHeader } from "../aws/s3/headers";
import { listObjects } from "../aws/s3/lists";
import {
  abortMultipart,
  completeMultipart,
  listParts,
  multipartChecksumHeaders,
  startMultipart,
  type UploadedPart,
} from "../aws/s3/multipart";
import { metadataNames, type RecordAnswer } from "../records/contract";
import type { OpenUpload, UploadPlan } from "./answers";
import type { ApiConfig } from "./config";
import { urlLife } from "./expiry";
import type { ApiCall, Operations } from "./handler";
import { keyToWrite } from "./keys";
import type { Upload } from "./ledger";
import { partCount, partSizeFor, partsOf } from "./part-plan";
import type { Access, Platform } from "./platform";
import { Problem } from "./problem";
import type { BodyOf, OperationOf } from "./routes";

/** Characters of an answer: Lambda takes 6 MB of it. */
const answerRoom = 5_800_000;

/** Characters of a presigned URL beside its path; most of them are the session's token. */
const urlOverhead = 2_400;

type UploadItem = BodyOf<"createUploads">["uploads"][number] & { readonly fullKey: string };

/** Waits for work on a multipart upload. Gives S3's refusal that may mean that it was completed before, or aborted. */
const orGone = (work: Promise<void>): Promise<AwsError | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => {
      // The object of a completion at the same moment, if no object may be there yet.
      if (error instanceof AwsError && (error.code === "NoSuchUpload" || error.status === 412)) return error;
      throw error;
    },
  );

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
const time = (at: number): string => new Date(at * 1000).toISOString();

/** What a recorder's refusal means to the caller. */
const refusals: Record<Extract<RecordAnswer, { refused: unknown }>["refused"], string> = {
  missing: "the object has not arrived",
  "another-upload": "the object of this key is not this upload's: it has not arrived, or was replaced since",
  size: "the object has another size than was announced",
  checksum: "the object has another checksum than was announced",
};

/** The operations of the `write` privilege. */
export const uploadOperations = (config: ApiConfig, platform: Platform): Operations<"write"> => {
  const encryption = {
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": platform.environment.keyArn,
  };

  /** What belongs to an object as a whole, whether it comes in one piece or in parts. */
  const objectHeaders = ({ contentType, id }: Pick<Upload, "contentType" | "id">, caller: string) => ({
    ...encryption,
    ...(contentType === undefined ? {} : { "content-type": contentType }),
    [metadataHeader(metadataNames.upload)]: id,
    [metadataHeader(metadataNames.caller)]: caller,
  });

  const open = (call: Pick<ApiCall<OperationOf<"write">>, "caller">): Promise<Access> =>
    platform.access("write", config, call.caller.name);

  /** Presigned URLs for what has not arrived yet. */
  const plan = async (
    { bucket, until }: Access,
    upload: Upload,
    caller: string,
    { asked, arrived = [] }: { readonly asked: number | undefined; readonly arrived?: readonly UploadedPart[] },
  ): Promise<UploadPlan> => {
    const { id, key, size, multipart, checksum, overwrite } = upload;
    const { expiresAt, ...life } = urlLife({ asked, cap: config.urlSeconds, until, now: platform.now() });
    if (multipart === undefined) {
      const headers = {
        ...objectHeaders(upload, caller),
        "content-length": String(size),
        ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }),
        ...(overwrite ? {} : { "if-none-match": "*" }),
      };
      const url = await bucket.presign({ method: "PUT", path: objectPath(key), headers, ...life });
      return { kind: "single", id, key, size, url, headers, expiresAt };
    }
    const { uploadId, partSize } = multipart;
    const there = new Set(arrived.map(({ partNumber }) => partNumber));
    const missing = partsOf(size, partSize).filter(({ partNumber }) => !there.has(partNumber));
    const parts = missing.map(async (part) => ({
      ...part,
      url: await bucket.presign({
        method: "PUT",
        path: objectPath(key),
        query: { partNumber: String(part.partNumber), uploadId },
        headers: { "content-length": String(part.size) },
        ...life,
      }),
    }));
    return {
      kind: "multipart",
      id,
      key,
      size,
      partSize,
      arrived: arrived.map((part) => ({ partNumber: part.partNumber, size: part.size })),
      parts: await Promise.all(parts),
      expiresAt,
    };
  };

  const check = (caller: string, items: BodyOf<"createUploads">["uploads"]): UploadItem[] => {
    const seen = new Set<string>();
    return items.map((item, index) => {
      const field = (name: string) => `uploads.${index}.${name}`;
      if (item.size > config.largestObject)
        throw new Problem("too-large", `an object may have ${config.largestObject} bytes; this has ${item.size}`, {
          field: field("size"),
          limit: config.largestObject,
        });
      if (item.checksum?.algorithm === "SHA256" && partSizeFor(item.size) !== undefined)
        throw new Problem("invalid-request", "S3 compares no SHA256 of an object in parts; give CRC64NVME or CRC32C", {
          field: field("checksum.algorithm"),
        });
      const fullKey = keyToWrite(config, caller, item.key, field("key"));
      if (seen.has(fullKey))
        throw new Problem("invalid-request", "the same key comes twice in this request", { field: field("key") });
      seen.add(fullKey);
      return { ...item, fullKey };
    });
  };

  /** S3 has the last word when the object arrives; asking first saves sending what it would refuse. */
  const refuseExisting = async ({ bucket }: Access, items: readonly UploadItem[]): Promise<void> => {
    await Promise.all(
      items.map(async ({ fullKey, overwrite }, index) => {
        if (overwrite) return;
        const [object] = (await listObjects(bucket, { prefix: fullKey, limit: 1 })).objects;
        if (object?.key === fullKey)
          throw new Problem("exists-already", "an object of this key exists", { field: `uploads.${index}.key` });
      }),
    );
  };

  const refuseTooMany = async ({ ledger }: Access, more: number): Promise<void> => {
    const limit = config.openUploads;
    const inProgress = await ledger.count(limit + 1 - more);
    if (inProgress + more > limit)
      throw new Problem("too-many-uploads", `${inProgress} uploads are in progress; with ${more} more it is too many`, {
        limit,
        retryAfterSeconds: 60,
      });
  };

  /** The upload that a path's `{id}` names: in progress, or how it ended. */
  const named = async ({ ledger }: Access, call: ApiCall<OperationOf<"write">>) => {
    const id = call.path.id ?? "";
    const entry = /^[0-9a-z]{1,64}$/.test(id) ? await ledger.find(id) : undefined;
    if (entry === undefined)
      throw new Problem("not-found", "this caller has no such upload, or its time is over", { field: "id" });
    if ("closed" in entry) return { id, outcome: entry.closed };
    call.note(entry.open.key);
    return { id, upload: entry.open };
  };

  const record = ({ id, key, size, checksum }: Upload): Promise<RecordAnswer> =>
    platform.record({ record: { key, upload: id, size, ...(checksum && { checksum }) } });

  const closed = (how: string) => new Problem("upload-closed", `this upload was ${how}`, { field: "id" });

  return {
    createUploads: async (call) => {
      const { caller, body } = call;
      const items = check(caller.name, body.uploads);
      for (const { fullKey } of items) call.note(fullKey);
      const room = items.reduce(
        (sum, { size, fullKey }) => sum + partCount(size) * (objectPath(fullKey).length + urlOverhead),
        0,
      );
      if (room > answerRoom)
        throw new Problem("too-large", "the answer would be too large; plan fewer parts", { field: "uploads" });
      const access = await open(call);
      await Promise.all([refuseExisting(access, items), refuseTooMany(access, items.length)]);
      const at = seconds(platform.now());
      const begun = await Promise.allSettled(
        items.map(async ({ fullKey: key, size, overwrite, contentType, checksum }): Promise<Upload> => {
          // In the order of their time, so that a list of them is.
          const id = `${at.toString(36).padStart(7, "0")}${platform.newId()}`;
          const upload = { id, key, size, overwrite, at, contentType, checksum };
          const partSize = partSizeFor(size);
          if (partSize === undefined) return upload;
          const headers = { ...objectHeaders(upload, caller.name), ...multipartChecksumHeaders(checksum) };
          const uploadId = await startMultipart(access.bucket, key, headers);
          return { ...upload, multipart: { uploadId, partSize } };
        }),
      );
      const uploads = begun.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      const enter = async (): Promise<void> => {
        for (const each of begun) if (each.status === "rejected") throw each.reason;
        await access.ledger.open(uploads);
      };
      await enter().catch(async (error: unknown) => {
        // Nobody could find those begun again; what cannot be freed now, the bucket's lifecycle frees.
        const free = ({ key, multipart }: Upload) =>
          multipart && abortMultipart(access.bucket, key, multipart.uploadId);
        await Promise.allSettled(uploads.map(free));
        throw error;
      });
      const asked = body.expiresIn;
      return { uploads: await Promise.all(uploads.map((upload) => plan(access, upload, caller.name, { asked }))) };
    },

    listUploads: async (call) => {
      const { cursor, limit = 100 } = call.query;
      const { ledger } = await open(call);
      const page = await ledger.list({ cursor, limit });
      const shown = ({ id, key, size, at }: Upload): OpenUpload => ({
        id,
        key,
        size,
        startedAt: time(at),
        resumeUntil: time(at + config.resumeDays * 86_400),
      });
      return { ...page, uploads: page.uploads.map(shown) };
    },

    getUpload: async (call) => {
      const access = await open(call);
      const { upload, outcome } = await named(access, call);
      if (upload === undefined) throw closed("completed" in outcome ? "completed" : "aborted");
      const { key, multipart } = upload;
      const arrived = multipart && (await listParts(access.bucket, key, multipart.uploadId));
      return plan(access, upload, call.caller.name, { asked: call.query.expiresIn, ...(arrived && { arrived }) });
    },

    completeUpload: async (call) => {
      const access = await open(call);
      const { id, upload, outcome } = await named(access, call);
      if (outcome !== undefined) {
        if ("completed" in outcome) return outcome.completed;
        throw closed("aborted");
      }
      const { key, size, overwrite, checksum, multipart } = upload;
      let gone: AwsError | undefined;
      if (multipart !== undefined) {
        const { uploadId } = multipart;
        const join = async (): Promise<void> => {
          const parts = await listParts(access.bucket, key, uploadId);
          const arrived = parts.reduce((sum, part) => sum + part.size, 0);
          if (arrived !== size)
            throw new Problem("incomplete-upload", `${arrived} of ${size} bytes have arrived`, { field: "id" });
          await completeMultipart(access.bucket, key, { uploadId, parts, size, checksum, overwrite });
        };
        gone = await orGone(join()).catch((error: unknown) => {
          if (error instanceof AwsError && error.code === "BadDigest")
            throw new Problem("incomplete-upload", "S3 finds another checksum; abort, and send the file again");
          throw error;
        });
      }
      // Where it was joined before, by a call at the same time or one that did not come to its end, the object tells.
      const answer = await record(upload);
      if ("refused" in answer) {
        if (gone?.status === 412) throw gone;
        throw new Problem("incomplete-upload", refusals[answer.refused], { field: "id" });
      }
      const end = await access.ledger.close(id, { completed: answer.recorded });
      if ("completed" in end) return end.completed;
      throw closed("aborted");
    },

    abortUpload: async (call) => {
      const access = await open(call);
      const { id, upload, outcome } = await named(access, call);
      if (outcome !== undefined) {
        if ("aborted" in outcome) return { id, key: outcome.aborted };
        throw closed("completed");
      }
      const { key, multipart } = upload;
      const gone = multipart && (await orGone(abortMultipart(access.bucket, key, multipart.uploadId)));
      // Joined before, by a completion that did not come to its end, it is an object: its end is recorded here.
      const answer = gone && (await record(upload));
      const ended = answer && "recorded" in answer ? { completed: answer.recorded } : { aborted: key };
      const end = await access.ledger.close(id, ended);
      if ("aborted" in end) return { id, key };
      throw closed("completed");
    },
  };
};
