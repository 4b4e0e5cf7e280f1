import * as v from "valibot";
import { AwsError } from "../aws/request";
import { headObject, listObjects, objectPath } from "../aws/s3";
import type { ApiConfig } from "./config";
import { type Download, type ListObjectsAnswer, largestBatch, type WhoAmI } from "./contract";
import { urlLife } from "./expiry";
import type { Operations } from "./handler";
import { callerPrefix, keyToReach, prefixToList } from "./keys";
import type { Platform } from "./platform";
import { Problem } from "./problem";
import { readRequest } from "./request";
import { routeList } from "./routes";

/** A whole number of something, as a parameter of the query. */
const numberInQuery = (most: number, unit: string) =>
  v.pipe(
    v.string(),
    v.regex(/^[1-9]\d{0,8}$/, `must be a whole number of ${unit}`),
    v.transform(Number),
    v.maxValue(most, `must be ${most} or less`),
  );

export const listObjectsQuery = v.strictObject({
  prefix: v.optional(v.string()),
  /** Groups the keys that go on after it, as folders do. */
  delimiter: v.optional(v.pipe(v.string(), v.regex(/^\/$/, "must be '/'"))),
  /** The last page's `cursor`. */
  cursor: v.optional(v.string()),
  limit: v.optional(numberInQuery(1000, "objects")),
});

export const getObjectQuery = v.strictObject({
  versionId: v.optional(v.pipe(v.string(), v.regex(/./, "must name a version"))),
  expiresIn: v.optional(numberInQuery(604_800, "seconds")),
});

/**
 * S3 answers 403, not 404, for a missing object where it does not see a right to list, 400 for
 * a version id that is none and 405 for one that is a delete marker; a caller gets one answer.
 */
const missing = (error: unknown): never => {
  if (error instanceof AwsError && [400, 403, 404, 405].includes(error.status))
    throw new Problem("not-found", "there is no such object or version", { field: "key" });
  throw error;
};

/** The operations of the `read` privilege. */
export const readOperations = (config: ApiConfig, platform: Platform): Operations<"read"> => ({
  whoami: async ({ caller }): Promise<WhoAmI> => {
    const allowed = routeList.filter((route) => route.roles.includes(caller.role));
    const may = (privilege: string) =>
      allowed.some((route) => route.privilege === privilege && route.path !== "/whoami");
    return {
      caller: caller.name,
      role: caller.role,
      ...(may("write") ? { writes: callerPrefix(config, caller.name) } : {}),
      ...(may("read") ? { reads: config.prefix } : {}),
      operations: allowed.map((route) => route.operation),
      limits: { urlSeconds: config.urlSeconds, largestObject: config.largestObject, largestBatch },
    };
  },

  listObjects: async ({ caller, query }): Promise<ListObjectsAnswer> => {
    const { prefix, limit = 1000, ...page } = readRequest(listObjectsQuery, query, "query");
    const request = { ...page, limit, prefix: prefixToList(config, prefix) };
    const { bucket } = await platform.access("read", config, caller.name);
    return listObjects(bucket, request);
  },

  getObject: async ({ caller, path, query }): Promise<Download> => {
    const { versionId, expiresIn: asked } = readRequest(getObjectQuery, query, "query");
    const key = keyToReach(config, path.key ?? "", "key");
    const { bucket, until } = await platform.access("read", config, caller.name);
    const head = await headObject(bucket, key, versionId).catch(missing);
    const { expiresAt, ...life } = urlLife({ asked, cap: config.urlSeconds, until, now: platform.now() });
    // The version is part of the URL, so that a ranged download cannot mix two versions of the object.
    const version = head.versionId === undefined ? {} : { versionId: head.versionId };
    const url = await bucket.presign({ method: "GET", path: objectPath(key), query: version, ...life });
    return { key, ...head, url, expiresAt };
  },
});
