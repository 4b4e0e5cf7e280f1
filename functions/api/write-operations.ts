import { AwsError } from "../aws/errors";
import {
  abortMultipart,
  completeMultipart,
  listParts,
  multipartChecksumHeaders,
  startMultipart,
} from "../aws/s3/multipart";
import type { RecordAnswer } from "../records/contract";
import { completionProblem } from "./completion-problems";
import type { ApiConfig } from "./config";
import type { ApiCall, Operations } from "./handler";
import type { Upload } from "./ledger";
import { partSizeFor } from "./part-plan";
import type { Access, Platform } from "./platform";
import { Problem } from "./problem";
import type { OpenUpload } from "./response-schemas";
import type { OperationOf } from "./routes";
import { checkItems, refuseExisting, refuseTooLarge, refuseTooMany, tooMany } from "./upload-checks";
import { uploadPlanner } from "./upload-plan";

/** What S3 answers where the upload was completed or aborted elsewhere, or is in this moment. */
const elsewhere = /^(NoSuchUpload|PreconditionFailed|Http412|ConditionalRequestConflict|OperationAborted)$/;

/** Waits for work on a multipart upload. Gives the refusal of S3's that means that it came to its end elsewhere. */
const orGone = (work: Promise<void>, codes: RegExp): Promise<AwsError | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof AwsError && codes.test(error.code)) return error;
      throw error;
    },
  );

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
const time = (at: number): string => new Date(at * 1000).toISOString();

/** What a recorder's refusal means to the caller. */
const refusals: Record<Extract<RecordAnswer, { refused: unknown }>["refused"], string> = {
  missing: "S3 does not have the object yet",
  "another-upload": "the object with this key belongs to another upload: this one has not arrived, or was replaced",
  size: "the object's size differs from the announced size",
  checksum:
    "the object does not have the announced checksum; abort, and send the file again with the headers of the plan",
};

/** The operations of the `write` privilege. */
export const uploadOperations = (config: ApiConfig, platform: Platform): Operations<"write"> => {
  const { objectHeaders, plan } = uploadPlanner(config, platform);
  const open = (call: Pick<ApiCall<OperationOf<"write">>, "caller">): Promise<Access> =>
    platform.access("write", config, call.caller.name);

  /** The upload that a path's `{id}` names: in progress, or how it ended. */
  const named = async ({ ledger }: Access, call: ApiCall<OperationOf<"write">>) => {
    const id = call.path.id ?? "";
    const entry = /^[0-9a-z]{1,64}$/.test(id) ? await ledger.find(id) : undefined;
    if (entry === undefined)
      throw new Problem("not-found", "the caller has no upload with this id, or it has expired", { field: "id" });
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
      const items = checkItems(config, caller.name, body.uploads);
      for (const { fullKey } of items) call.note(fullKey);
      refuseTooLarge(items);
      const access = await open(call);
      // What costs one call comes before what costs one for each file.
      await refuseTooMany(config, access, items.length);
      await refuseExisting(access, items);
      const at = seconds(platform.now());
      const until = at + config.resumeDays * 86_400;
      const begun = await Promise.allSettled(
        items.map(async ({ fullKey: key, size, overwrite, contentType, checksum }): Promise<Upload> => {
          // In the order of their time, so that a list of them is.
          const id = `${at.toString(36).padStart(7, "0")}${platform.newId()}`;
          const upload = { id, key, size, overwrite, at, until, contentType, checksum };
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
        // Other requests of the caller's have used up the room since it was asked for.
        if (!(await access.ledger.open(uploads))) throw tooMany(config, config.openUploads, uploads.length);
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
      const shown = ({ id, key, size, at, until }: Upload): OpenUpload => ({
        id,
        key,
        size,
        startedAt: time(at),
        resumeUntil: time(until),
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
      const { upload, outcome } = await named(access, call);
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
        gone = await orGone(join(), elsewhere).catch((error: unknown) => {
          throw completionProblem(error);
        });
      }
      // Where it was joined before, by a call at the same time or one that did not come to its end, the object tells.
      const answer = await record(upload);
      if ("refused" in answer) {
        if (gone !== undefined && gone.code !== "NoSuchUpload") throw completionProblem(gone);
        throw new Problem("incomplete-upload", refusals[answer.refused], { field: "id" });
      }
      const end = await access.ledger.close(upload, { completed: answer.recorded });
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
      const gone =
        multipart && (await orGone(abortMultipart(access.bucket, key, multipart.uploadId), /^NoSuchUpload$/));
      // Joined before, by a completion that did not come to its end, it is an object: its end is recorded here.
      const answer = gone && (await record(upload));
      const ended = answer && "recorded" in answer ? { completed: answer.recorded } : { aborted: key };
      const end = await access.ledger.close(upload, ended);
      if ("aborted" in end) return { id, key };
      throw closed("completed");
    },
  };
};
