import type { Checksum } from "../../records/contract";
import { type Bucket, objectPath } from "./bucket";
import { algorithms, checksumHeader, metadataHeader, unquote } from "./headers";

/** Progress of a restore from Glacier. */
export interface RestoreState {
  readonly inProgress: boolean;
  /** ISO 8601. */
  readonly readableUntil?: string;
}

export interface ObjectHead {
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  readonly lastModified: string;
  readonly versionId?: string;
  readonly contentType?: string;
  /** Of the whole object; absent where S3 has one of its parts only. */
  readonly checksum?: Checksum;
  /** Names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Such as `STANDARD` or `GLACIER`. */
  readonly storageClass: string;
  /** Present once a copy from Glacier was asked for. */
  readonly restore?: RestoreState;
}

/** Headers of an object that a copy must be given, beside its user metadata. */
const keptHeaders = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
  "x-amz-website-redirect-location",
];

/** One version of an object, with the headers that make a copy the same; and how many tags it has. */
export const headForCopy = async (bucket: Bucket, key: string, versionId: string) => {
  const answer = await askHead(bucket, key, versionId);
  const kept = [...answer].filter(([name]) => keptHeaders.includes(name) || name.startsWith(metadataHeader("")));
  const tags = Number(answer.get("x-amz-tagging-count") ?? 0);
  return { head: headOf(answer), headers: Object.fromEntries(kept), tags };
};

/** What is known of one object, or of one version of it, without its content. */
export const headObject = async (bucket: Bucket, key: string, versionId?: string): Promise<ObjectHead> =>
  headOf(await askHead(bucket, key, versionId));

const askHead = async (bucket: Bucket, key: string, versionId?: string): Promise<Headers> => {
  const query = versionId === undefined ? {} : { versionId };
  const { headers } = await bucket.send({
    method: "HEAD",
    path: objectPath(key),
    query,
    headers: { "x-amz-checksum-mode": "ENABLED" },
  });
  return headers;
};

const headOf = (headers: Headers): ObjectHead => {
  const version = headers.get("x-amz-version-id");
  const contentType = headers.get("content-type");
  return {
    size: Number(headers.get("content-length")),
    etag: unquote(headers.get("etag") ?? undefined),
    lastModified: new Date(headers.get("last-modified") ?? 0).toISOString(),
    storageClass: headers.get("x-amz-storage-class") ?? "STANDARD",
    metadata: metadataOf(headers),
    ...(version ? { versionId: version } : {}),
    ...(contentType ? { contentType } : {}),
    ...checksumOf(headers),
    ...restoreIn(headers.get("x-amz-restore")),
  };
};

const metadataOf = (headers: Headers): Record<string, string> => {
  const prefix = metadataHeader("");
  const entries = [...headers].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
};

const checksumOf = (headers: Headers): { checksum?: Checksum } => {
  // A checksum of checksums says nothing to somebody who has the file.
  if (headers.get("x-amz-checksum-type") === "COMPOSITE") return {};
  for (const algorithm of algorithms) {
    const value = headers.get(checksumHeader(algorithm));
    if (value && !value.includes("-")) return { checksum: { algorithm, value } };
  }
  return {};
};

/** Reads `ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"`. */
const restoreIn = (header: string | null): { restore?: RestoreState } => {
  if (header === null) return {};
  const [, until] = /expiry-date="([^"]+)"/.exec(header) ?? [];
  const inProgress = header.includes('ongoing-request="true"');
  return { restore: { inProgress, ...(until ? { readableUntil: new Date(until).toISOString() } : {}) } };
};
