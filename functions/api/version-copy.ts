import { AwsError } from "../aws/errors";
import type { Bucket } from "../aws/s3/bucket";
import { metadataHeader } from "../aws/s3/headers";
import {
  abortMultipart,
  completeMultipart,
  listParts,
  multipartChecksumHeaders,
  startMultipart,
  type UploadedPart,
} from "../aws/s3/multipart";
import { headObject, type ObjectHead } from "../aws/s3/object";
import { copyPart, copyVersion } from "../aws/s3/versions";
import { metadataNames } from "../records/contract";
import { partsOf } from "./part-plan";
import type { RestoreEntry, Restores } from "./restores";

/** Makes a version current by a copy inside S3, in as many calls as its size takes, and once. */

const MiB = 1024 ** 2;

/** How a copy is cut. */
export interface CopyPlan {
  /** The largest object that one request copies, in bytes. */
  readonly single: number;
  /** The least bytes of a part. */
  readonly part: number;
  /** Parts that are copied at once. */
  readonly parallel: number;
  /** How long one call begins new parts, in milliseconds. */
  readonly work: number;
}

/**
 * S3 copies by parts from 5 MiB to 5 GiB, 10,000 at most (Amazon S3 User Guide, "Amazon S3 multipart upload limits"). A
 * part of 64 MiB leaves a factor of ten to the 6 s that a call has after its last part has begun, at the 100 MB/s and
 * more that one copy has been seen to reach; 5 TiB makes parts of 525 MiB.
 */
export const copyPlan: CopyPlan = { single: 64 * MiB, part: 64 * MiB, parallel: 16, work: 15_000 };

const mostParts = 10_000;

/** How long a copy by one request may be under way before it is taken for lost: longer than a function runs. */
const singlePatience = 60_000;

export interface Source {
  readonly key: string;
  readonly versionId: string;
  readonly head: ObjectHead;
  /** The headers that make an object the same as this version: type, metadata, tags. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The new version, or how many bytes of it are there. */
export type Copied = { readonly versionId: string } | { readonly copied: number };

export interface CopierTools {
  readonly bucket: Bucket;
  readonly bucketName: string;
  readonly encryption: Readonly<Record<string, string>>;
  readonly restores: Restores;
  readonly now: () => number;
  readonly newMark: () => string;
  readonly plan: CopyPlan;
}

const isGone = (error: unknown): boolean => error instanceof AwsError && error.code === "NoSuchUpload";

/** Copies versions of one bucket onto their own keys. */
export const versionCopier = ({ bucket, bucketName, encryption, restores, now, newMark, plan }: CopierTools) => {
  const partSizeOf = (size: number): number => Math.max(plan.part, Math.ceil(size / mostParts / MiB) * MiB);
  const headersFor = ({ headers }: Source, { mark }: RestoreEntry) => ({
    ...headers,
    ...encryption,
    [metadataHeader(metadataNames.restore)]: mark,
  });

  /** Enters a new restore in the place of `before`, and begins the copy. The copy of who came second is given up. */
  const begin = async (
    source: Source,
    before: RestoreEntry | undefined,
  ): Promise<{ entry: RestoreEntry; own: boolean }> => {
    const { key, versionId, head } = source;
    const entry: RestoreEntry = { mark: newMark(), at: now() };
    const enter = async (mine: RestoreEntry) => {
      const there = await restores.replace(key, versionId, before, mine);
      return { entry: there, own: there.mark === mine.mark };
    };
    if (head.size <= plan.single) return enter(entry);
    // S3 compares the whole's checksum when the parts are joined. It has none of SHA256 for an object in parts.
    const kept = head.checksum?.algorithm === "SHA256" ? undefined : head.checksum;
    const checksum = multipartChecksumHeaders(kept ?? { algorithm: "CRC64NVME", value: "" });
    const uploadId = await startMultipart(bucket, key, { ...headersFor(source, entry), ...checksum });
    const entered = await enter({ ...entry, multipart: { uploadId, partSize: partSizeOf(head.size) } }).catch(
      async (error: unknown) => {
        await abortMultipart(bucket, key, uploadId).catch(() => undefined);
        throw error;
      },
    );
    if (!entered.own) await abortMultipart(bucket, key, uploadId);
    return entered;
  };

  /** Copies what is missing until the call's time is over. Gives all parts that are there. */
  const copyParts = async ({ key, versionId, head }: Source, multipart: NonNullable<RestoreEntry["multipart"]>) => {
    const { uploadId, partSize } = multipart;
    const parts: UploadedPart[] = await listParts(bucket, key, uploadId);
    const until = now() + plan.work;
    const there = new Set(parts.map(({ partNumber }) => partNumber));
    const missing = partsOf(head.size, partSize).filter(({ partNumber }) => !there.has(partNumber));
    const work = async (): Promise<void> => {
      // The first in any case, so that every call gets on.
      for (let part = missing.shift(); part !== undefined; part = now() < until ? missing.shift() : undefined) {
        const begins = (part.partNumber - 1) * partSize;
        const range = { first: begins, last: begins + part.size - 1 };
        const etag = await copyPart(bucket, { bucketName, key, versionId, uploadId, etag: head.etag, ...part, range });
        parts.push({ ...part, etag });
      }
    };
    // Each finishes the part that it is at; then the first failure is told. What was copied stays.
    const workers = await Promise.allSettled(Array.from({ length: plan.parallel }, work));
    for (const worker of workers) if (worker.status === "rejected") throw worker.reason;
    return parts.sort((a, b) => a.partNumber - b.partNumber);
  };

  const finish = async (source: Source, entry: RestoreEntry, versionId: string): Promise<Copied> => {
    await restores.replace(source.key, source.versionId, entry, { ...entry, versionId });
    return { versionId };
  };

  /** The current version, if it is what this restore made. */
  const made = async ({ key }: Source, { mark }: RestoreEntry): Promise<string | undefined> => {
    const head = await headObject(bucket, key).catch((error: unknown) => {
      if (error instanceof AwsError && error.status === 404) return undefined;
      throw error;
    });
    return head?.metadata[metadataNames.restore] === mark ? head.versionId : undefined;
  };

  const inOne = async (source: Source, entry: RestoreEntry): Promise<Copied> => {
    const { key, versionId: from } = source;
    const headers = { "x-amz-metadata-directive": "REPLACE", ...headersFor(source, entry) };
    const versionId = await copyVersion(bucket, { bucketName, key, versionId: from, headers });
    if (versionId === undefined) throw new AwsError(503, "NoVersionId", "S3 copied without telling a version");
    return finish(source, entry, versionId);
  };

  const inParts = async (source: Source, entry: RestoreEntry): Promise<Copied> => {
    const { head, key } = source;
    const { multipart } = entry;
    if (multipart === undefined) return { copied: 0 };
    const parts = await copyParts(source, multipart);
    const copied = parts.reduce((sum, { size }) => sum + size, 0);
    if (copied < head.size) return { copied };
    const checksum = head.checksum?.algorithm === "SHA256" ? undefined : head.checksum;
    const whole = { uploadId: multipart.uploadId, parts, size: head.size, checksum, overwrite: true };
    try {
      const versionId = await completeMultipart(bucket, key, whole);
      if (versionId !== undefined) return await finish(source, entry, versionId);
    } catch (error) {
      // S3 goes on joining many parts after this function has stopped waiting.
      if (!(error instanceof AwsError && error.code === "Timeout") && !isGone(error)) throw error;
    }
    const versionId = await made(source, entry);
    return versionId === undefined ? { copied } : finish(source, entry, versionId);
  };

  /**
   * Goes on with the restore of a version, or begins it. `current` is the version that is current now, if it is an
   * object. Repeated, and by several callers at once, it makes one copy.
   */
  return async (source: Source, current: string | undefined): Promise<Copied> => {
    const { key, versionId: from } = source;
    const known = await restores.find(key, from);
    if (known?.versionId !== undefined && known.versionId === current) return { versionId: known.versionId };
    if (known !== undefined && known.versionId === undefined) {
      const versionId = current && (await made(source, known));
      if (versionId) return finish(source, known, versionId);
      if (known.multipart === undefined && now() - known.at < singlePatience) return { copied: 0 };
      if (known.multipart !== undefined)
        try {
          return await inParts(source, known);
        } catch (error) {
          // Joined, and replaced since by somebody's new version; or ended by the bucket's lifecycle.
          if (!isGone(error)) throw error;
        }
    }
    const { entry, own } = await begin(source, known);
    if (entry.versionId !== undefined) return { versionId: entry.versionId };
    if (entry.multipart !== undefined) return inParts(source, entry);
    return own ? inOne(source, entry) : { copied: 0 };
  };
};
