import { AwsError } from "../aws/errors";
import type { Bucket } from "../aws/s3/bucket";
import { listVersions } from "../aws/s3/lists";
import { headForCopy, headObject, type ObjectHead } from "../aws/s3/object";
import { hideObject, removeVersion, restoreArchived, tagsOf } from "../aws/s3/versions";
import { archivedProblem, isArchived, retrievalCost, retrievalTime } from "./archive";
import type { ApiConfig } from "./config";
import type { Operations } from "./handler";
import { hasDotSegment, keyOfPath, keyToReach } from "./object-keys";
import type { Access, Platform } from "./platform";
import { Problem } from "./problem";
import { missing } from "./read-operations";
import type { AnswerOf } from "./response-schemas";
import { openRestores } from "./restores";
import type { BodyOf } from "./routes";
import { type CopyPlan, copyPlan, versionCopier } from "./version-copy";

/** Delete markers that may lie on top of each other, before somebody should look. */
const mostMarkers = 100;

type Restore<K> = Extract<BodyOf<"createRestore">, { readonly kind: K }>;
type Restored = AnswerOf<"createRestore">;

const noObject = () => new Problem("not-found", "the object does not exist", { field: "key" });

/** Seconds after which a call goes on with a copy. */
const restoreWait = 2;

/** The operations of the `admin` privilege. */
export const adminOperations = (
  config: ApiConfig,
  platform: Platform,
  plan: CopyPlan = copyPlan,
): Operations<"admin"> => {
  const { keyArn, bucket: bucketName } = platform.environment;

  const undelete = async (bucket: Bucket, { key }: Restore<"undelete">, caller: string): Promise<Restored> => {
    const { versions } = await listVersions(bucket, key, { limit: mostMarkers });
    const top = versions.findIndex(({ kind }) => kind === "object");
    const version = versions[top];
    if (version === undefined) throw noObject();
    // From below, so that the object is hidden until the last is gone. A session for each may remove that one only.
    for (const { versionId } of versions.slice(0, top).reverse()) {
      const { bucket: scoped } = await platform.access({ key, versionId }, config, caller);
      await removeVersion(scoped, key, versionId);
    }
    return { kind: "undelete", key, versionId: version.versionId };
  };

  const makeCurrent = async (
    { bucket, table }: Access,
    { key, versionId: from }: Restore<"version">,
  ): Promise<Restored> => {
    if (hasDotSegment(key))
      throw new Problem(
        "invalid-request",
        "an object whose key has a '.' or '..' segment cannot be written; delete it",
        {
          field: "key",
        },
      );
    const [current] = (await listVersions(bucket, key, { limit: 1 })).versions;
    if (current === undefined) throw noObject();
    const answer = (versionId: string): Restored => ({
      kind: "version",
      key,
      restoredFrom: from,
      state: "done",
      versionId,
    });
    const currentObject = current.kind === "object" ? current.versionId : undefined;
    if (currentObject === from) return answer(from);
    const { head, headers, tags } = await headForCopy(bucket, key, from).catch(missing);
    const archived = archivedProblem(head);
    if (archived !== undefined) throw archived;
    const copy = versionCopier({
      bucket,
      bucketName,
      encryption: { "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": keyArn },
      restores: openRestores(table, config.resumeDays, platform.now),
      now: platform.now,
      newMark: platform.newId,
      plan,
    });
    // One request copies the tags by itself.
    const byParts = tags > 0 && head.size > plan.single;
    const tagging = byParts ? { "x-amz-tagging": await tagsOf(bucket, key, from) } : {};
    const done = await copy({ key, versionId: from, head, headers: { ...headers, ...tagging } }, currentObject);
    if ("versionId" in done) return answer(done.versionId);
    const progress = { state: "in-progress", copied: done.copied, size: head.size } as const;
    return { kind: "version", key, restoredFrom: from, ...progress, retryAfterSeconds: restoreWait };
  };

  const unarchive = async (bucket: Bucket, request: Restore<"archive">): Promise<Restored> => {
    const { key, versionId, days, tier } = request;
    const look = (): Promise<ObjectHead> => headObject(bucket, key, versionId).catch(missing);
    const { storageClass, restore } = await look();
    if (!isArchived(storageClass))
      throw new Problem("not-archived", `the object is in ${storageClass}, and can be read without a restore`, {
        field: "key",
      });
    const takes = retrievalTime(storageClass, tier);
    if (takes === undefined)
      throw new Problem("invalid-request", `${storageClass} has no tier ${tier}`, { field: "tier" });
    const asked = { versionId, days, tier: tier.charAt(0).toUpperCase() + tier.slice(1) };
    if (restore === undefined) await restoreArchived(bucket, key, asked).catch(unlessInProgress);
    const { inProgress, readableUntil } = restore ?? { inProgress: true };
    return {
      kind: "archive",
      key,
      ...(versionId === undefined ? {} : { versionId }),
      storageClass,
      state: inProgress ? "in-progress" : "readable",
      ...(readableUntil === undefined ? {} : { readableUntil }),
      takes,
      costs: retrievalCost,
    };
  };

  return {
    createRestore: async ({ caller, body, note }) => {
      const key = keyToReach(config, body.key, "key");
      note(key);
      const access = await platform.access("admin", config, caller.name);
      if (body.kind === "undelete") return undelete(access.bucket, body, caller.name);
      return body.kind === "version" ? makeCurrent(access, body) : unarchive(access.bucket, body);
    },

    deleteObject: async ({ caller, path, query, note }) => {
      const key = keyToReach(config, keyOfPath(path.key, query.key), "key");
      note(key);
      const { bucket } = await platform.access("admin", config, caller.name);
      const [current] = (await listVersions(bucket, key, { limit: 1 })).versions;
      if (current?.kind !== "object") throw noObject();
      const versionId = await hideObject(bucket, key);
      return { key, ...(versionId === undefined ? {} : { versionId }) };
    },

    deleteVersion: async ({ caller, query: { key: asked, versionId }, note }) => {
      const key = keyToReach(config, asked, "key");
      note(key);
      const { bucket } = await platform.access({ key, versionId }, config, caller.name);
      // S3 answers the same for a version that is gone.
      await removeVersion(bucket, key, versionId).catch(lockedProblem);
      return { key, versionId };
    },
  };
};

/** S3 refuses what a lock holds as it refuses what a policy denies; only its message tells them apart. */
const lockedProblem = (error: unknown): never => {
  if (error instanceof AwsError && error.code === "AccessDenied" && /object lock/i.test(error.message))
    throw new Problem("version-locked", "a retention period or a legal hold protects this version", {
      field: "versionId",
    });
  throw error;
};

/** Somebody else asked in the same moment. */
const unlessInProgress = (error: unknown): void => {
  if (!(error instanceof AwsError && error.code === "RestoreAlreadyInProgress")) throw error;
};
