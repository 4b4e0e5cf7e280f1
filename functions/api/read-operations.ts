import { AwsError } from "../aws/errors";
import { objectPath } from "../aws/s3/bucket";
import { listObjects, listVersions } from "../aws/s3/lists";
import { headObject, type ObjectHead } from "../aws/s3/object";
import { archivedProblem } from "./archive";
import type { ApiConfig } from "./config";
import { type Presentation, presentation } from "./disposition";
import { urlLife } from "./expiry";
import type { Operations } from "./handler";
import { callerPrefix, keyOfPath, keyToFetch, keyToReach, prefixToList } from "./object-keys";
import type { Access, Platform } from "./platform";
import { Problem } from "./problem";
import { largestBatch } from "./request-schemas";
import type { Download } from "./response-schemas";
import { type BodyOf, type Operation, routeList } from "./routes";

/**
 * S3 answers 403, not 404, for a missing object where it does not see a right to list, 400 for
 * a version id that is none and 405 for one that is a delete marker; a caller gets one answer.
 */
export const missing = (error: unknown): never => {
  if (error instanceof AwsError && [400, 403, 404, 405].includes(error.status))
    throw new Problem("not-found", "the object or version does not exist", { field: "key" });
  throw error;
};

/** What a download tells of an object beside its URL. */
const shown = ({ metadata: _, storageClass: __, restore: ___, ...head }: ObjectHead) => head;

/** One version of an object, and how it is to be shown. */
interface Wanted extends Presentation {
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** The operations of the `read` privilege. */
export const readOperations = (config: ApiConfig, platform: Platform): Operations<"read"> => {
  const download = async (
    { bucket, until }: Access,
    { key, versionId, ...shownAs }: Wanted,
    { asked, field }: { readonly asked: number | undefined; readonly field: string },
  ): Promise<Download> => {
    const head = await headObject(bucket, key, versionId).catch(missing);
    const archived = archivedProblem(head);
    if (archived !== undefined) throw archived;
    const { expiresAt, ...life } = urlLife({ asked, cap: config.urlSeconds, until, now: platform.now() });
    const headers = presentation(shownAs, { key, ...head }, field);
    // The version is part of the URL, so that a ranged download cannot mix two versions of the object.
    const version = head.versionId === undefined ? {} : { versionId: head.versionId };
    const url = await bucket.presign({
      method: "GET",
      path: objectPath(key),
      query: { ...version, ...headers },
      ...life,
    });
    return { key, ...shown(head), url, expiresAt };
  };

  return {
    whoami: async ({ caller }) => {
      const allowed = routeList.filter((route) => route.roles.includes(caller.role));
      const may = (operation: Operation) => allowed.some((route) => route.operation === operation);
      const { urlSeconds, largestObject, openUploads, planning, resumeDays, sessionSeconds } = config;
      return {
        caller: caller.name,
        role: caller.role,
        ...(may("createUploads") ? { writes: callerPrefix(config, caller.name) } : {}),
        ...(may("listObjects") ? { reads: config.prefix } : {}),
        operations: allowed.map((route) => route.operation),
        limits: { urlSeconds, largestObject, largestBatch, openUploads, planning, resumeDays, sessionSeconds },
      };
    },

    listObjects: async ({ caller, query, note }) => {
      const { prefix: asked, limit = 1000, ...page } = query;
      const prefix = prefixToList(config, asked);
      note(prefix);
      const { bucket } = await platform.access("read", config, caller.name);
      const { objects, prefixes, cursor } = await listObjects(bucket, { ...page, limit, prefix });
      return { objects: [...objects], prefixes: [...prefixes], ...(cursor === undefined ? {} : { cursor }) };
    },

    getObject: async ({ caller, path, query, note }) => {
      const key = keyToFetch(config, keyOfPath(path.key, query.key), "key");
      note(key);
      const access = await platform.access("read", config, caller.name);
      const { expiresIn: asked, ...wanted } = query;
      return download(access, { ...wanted, key }, { asked, field: "disposition" });
    },

    createDownloads: async ({ caller, body, note }) => {
      const access = await platform.access("read", config, caller.name);
      const one = async ({ key, ...wanted }: BodyOf<"createDownloads">["downloads"][number], index: number) => {
        try {
          const reached = keyToFetch(config, key, `downloads.${index}.key`);
          note(reached);
          const more = { asked: body.expiresIn, field: `downloads.${index}.disposition` };
          return await download(access, { ...wanted, key: reached }, more);
        } catch (error) {
          // One that is not there is no reason to refuse the others.
          if (error instanceof Problem) return { key, problem: error.body };
          throw error;
        }
      };
      return { downloads: await Promise.all(body.downloads.map(one)) };
    },

    listVersions: async ({ caller, query, note }) => {
      const { cursor, limit = 100 } = query;
      const key = keyToReach(config, query.key, "key");
      note(key);
      const { bucket } = await platform.access("read", config, caller.name);
      const page = await listVersions(bucket, key, { cursor, limit });
      if (page.versions.length === 0 && cursor === undefined)
        throw new Problem("not-found", "the object does not exist", { field: "key" });
      return { ...page, versions: [...page.versions] };
    },
  };
};
