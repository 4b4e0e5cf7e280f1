import { escapeUri, escapeUriPath } from "@smithy/core/protocols";
import { type Checksum, metadataNames } from "../records/contract";
import { bucketEndpoint, serviceEndpoint } from "./endpoint";
import { type AwsAnswer, type AwsRequest, type Credentials, send, signerFor, toHttpRequest, toUrl } from "./request";
import { type Element, readXml } from "./xml";

export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: string;
  readonly etag: string;
  readonly storageClass: string;
}

/** How far a copy from Glacier is. */
export interface RestoreState {
  readonly inProgress: boolean;
  /** ISO 8601. */
  readonly readableUntil?: string;
}

/** A version of an object, or a delete marker. */
export interface ListedVersion {
  readonly versionId: string;
  readonly kind: "object" | "delete-marker";
  readonly current: boolean;
  readonly lastModified: string;
  /** Bytes. */
  readonly size?: number;
  readonly etag?: string;
  readonly storageClass?: string;
  readonly restore?: RestoreState;
}

export interface ListRequest {
  readonly prefix: string;
  readonly delimiter?: string | undefined;
  readonly cursor?: string | undefined;
  /** Objects and prefixes of one page; S3 gives 1,000 at most. */
  readonly limit: number;
}

export interface ListPage {
  readonly objects: readonly ListedObject[];
  /** The groups that a delimiter makes of longer keys. */
  readonly prefixes: readonly string[];
  /** Where the next page begins; absent on the last one. */
  readonly cursor?: string;
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

export interface UploadedPart {
  readonly partNumber: number;
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

export interface PresignRequest extends AwsRequest {
  /** Seconds from `at` until the URL expires. */
  readonly expiresIn: number;
  readonly at: Date;
}

/** The header that carries a checksum. */
export const checksumHeader = (algorithm: Checksum["algorithm"]): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

const algorithms = ["CRC64NVME", "CRC32C", "SHA256"] as const;

/** The header of one entry of the user metadata. */
export const metadataHeader = (name: string): string => `x-amz-meta-${name}`;

/** Headers that S3 obeys only as headers: a signer would otherwise move `x-amz-*` into the query. */
const staysHeader = new Set([
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  ...algorithms.map(checksumHeader),
  ...Object.values(metadataNames).map(metadataHeader),
]);

const unquote = (etag: string | undefined): string => (etag ?? "").replaceAll('"', "");

/**
 * One bucket as one session reaches it, by S3's REST API
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html). The functions below are what the API needs of it;
 * each throws `AwsError` with S3's own code.
 */
export interface Bucket {
  /** A URL that does this one request and no other. Whoever uses it must send every header of `request`. */
  readonly presign: (request: PresignRequest) => Promise<string>;
  readonly send: (request: AwsRequest) => Promise<AwsAnswer>;
}

/** Opens a bucket with a session's credentials. Keep it: the signer caches its derived key. */
export const openBucket = (
  place: { readonly bucket: string; readonly region: string; readonly environment: NodeJS.ProcessEnv },
  credentials: Credentials,
): Bucket => {
  const signer = signerFor("s3", place.region, credentials);
  const endpoint = bucketEndpoint(serviceEndpoint("s3", place.region, place.environment), place.bucket);
  return {
    presign: async ({ expiresIn, at: signingDate, ...request }) => {
      const prepared = toHttpRequest(endpoint, request);
      prepared.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      return toUrl(await signer.presign(prepared, { expiresIn, signingDate, unhoistableHeaders: staysHeader }));
    },
    send: (request) => send(signer, endpoint, request),
  };
};

/** The path of an object below its bucket. */
export const objectPath = (key: string): string => `/${escapeUriPath(key)}`;

/** How a listing writes its keys: as they are, or as in a URL where it says so. */
const keyReader =
  (listing: Element) =>
  (text: string | undefined = ""): string =>
    listing.text("EncodingType") === "url" ? decodeURIComponent(text.replaceAll("+", " ")) : text;

/** One page of ListObjectsV2. */
export const listObjects = async (bucket: Bucket, request: ListRequest): Promise<ListPage> => {
  const { text } = await bucket.send({
    method: "GET",
    path: "/",
    query: {
      "list-type": "2",
      prefix: request.prefix,
      "max-keys": String(request.limit),
      // XML cannot carry every character that a key can.
      "encoding-type": "url",
      ...(request.delimiter ? { delimiter: request.delimiter } : {}),
      ...(request.cursor ? { "continuation-token": request.cursor } : {}),
    },
  });
  const result = readXml(text);
  const keyIn = keyReader(result);
  const cursor = result.text("NextContinuationToken");
  return {
    objects: result.all("Contents").map((entry) => ({
      key: keyIn(entry.text("Key")),
      size: Number(entry.text("Size")),
      lastModified: entry.text("LastModified") ?? "",
      etag: unquote(entry.text("ETag")),
      storageClass: entry.text("StorageClass") ?? "STANDARD",
    })),
    prefixes: result.all("CommonPrefixes").map((entry) => keyIn(entry.text("Prefix"))),
    ...(cursor ? { cursor } : {}),
  };
};

const restoreOf = (element: Element | undefined): { restore?: RestoreState } => {
  if (element === undefined) return {};
  const readableUntil = element.text("RestoreExpiryDate");
  const inProgress = element.text("IsRestoreInProgress") === "true";
  return { restore: { inProgress, ...(readableUntil ? { readableUntil } : {}) } };
};

/** One page of an object's versions and delete markers, the newest first. `cursor` is the last page's. */
export const listVersions = async (
  bucket: Bucket,
  key: string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly versions: readonly ListedVersion[]; readonly cursor?: string }> => {
  const { text } = await bucket.send({
    method: "GET",
    path: "/",
    query: {
      versions: "",
      prefix: key,
      "max-keys": String(page.limit),
      "encoding-type": "url",
      ...(page.cursor ? { "key-marker": key, "version-id-marker": page.cursor } : {}),
    },
    headers: { "x-amz-optional-object-attributes": "RestoreStatus" },
  });
  const result = readXml(text);
  const keyIn = keyReader(result);
  const versions = result
    .children()
    .filter((entry) => ["Version", "DeleteMarker"].includes(entry.name) && keyIn(entry.text("Key")) === key)
    .map((entry): ListedVersion => {
      const marker = entry.name === "DeleteMarker";
      return {
        versionId: entry.text("VersionId") ?? "null",
        kind: marker ? "delete-marker" : "object",
        current: entry.text("IsLatest") === "true",
        lastModified: entry.text("LastModified") ?? "",
        ...(!marker && {
          size: Number(entry.text("Size")),
          etag: unquote(entry.text("ETag")),
          storageClass: entry.text("StorageClass") ?? "STANDARD",
          ...restoreOf(entry.all("RestoreStatus")[0]),
        }),
      };
    });
  const sameKey = keyIn(result.text("NextKeyMarker")) === key;
  const cursor = result.text("NextVersionIdMarker");
  return { versions, ...(result.text("IsTruncated") === "true" && sameKey && cursor ? { cursor } : {}) };
};

/** What is known of one object, or of one version of it, without its content. */
export const headObject = async (bucket: Bucket, key: string, versionId?: string): Promise<ObjectHead> => {
  const query = versionId === undefined ? {} : { versionId };
  const { headers } = await bucket.send({
    method: "HEAD",
    path: objectPath(key),
    query,
    headers: { "x-amz-checksum-mode": "ENABLED" },
  });
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

/** Begins a multipart upload. The headers hold for the whole object: encryption, content type. */
export const startMultipart = async (
  bucket: Bucket,
  key: string,
  headers: Readonly<Record<string, string>>,
): Promise<string> => {
  const { text } = await bucket.send({ method: "POST", path: objectPath(key), query: { uploads: "" }, headers });
  const uploadId = readXml(text).text("UploadId");
  if (!uploadId) throw new Error("S3 answered CreateMultipartUpload without an UploadId");
  return uploadId;
};

/** The parts that have arrived, in order. */
export const listParts = async (bucket: Bucket, key: string, uploadId: string): Promise<UploadedPart[]> => {
  const parts: UploadedPart[] = [];
  for (let marker: string | undefined = "0"; marker !== undefined; ) {
    const query = { uploadId, "part-number-marker": marker };
    const page = readXml((await bucket.send({ method: "GET", path: objectPath(key), query })).text);
    for (const part of page.all("Part"))
      parts.push({
        partNumber: Number(part.text("PartNumber")),
        etag: unquote(part.text("ETag")),
        size: Number(part.text("Size")),
      });
    marker = page.text("IsTruncated") === "true" ? page.text("NextPartNumberMarker") : undefined;
  }
  return parts;
};

/** Headers of a multipart upload whose whole object S3 checks when its parts are joined; the parts need none. */
export const multipartChecksumHeaders = (checksum: Checksum | undefined): Record<string, string> =>
  checksum === undefined
    ? {}
    : { "x-amz-checksum-algorithm": checksum.algorithm, "x-amz-checksum-type": "FULL_OBJECT" };

/**
 * Joins the parts. S3 compares the size, and the checksum if there is one, before it does. Without `overwrite`, it
 * answers `PreconditionFailed` if the key exists by now.
 */
export const completeMultipart = async (
  bucket: Bucket,
  key: string,
  upload: {
    readonly uploadId: string;
    readonly parts: readonly UploadedPart[];
    readonly size: number;
    readonly checksum?: Checksum | undefined;
    readonly overwrite: boolean;
  },
): Promise<void> => {
  const { checksum } = upload;
  const parts = upload.parts.map(
    ({ partNumber, etag }) => `<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  await bucket.send({
    method: "POST",
    path: objectPath(key),
    query: { uploadId: upload.uploadId },
    headers: {
      "content-type": "application/xml",
      "x-amz-mp-object-size": String(upload.size),
      ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": "FULL_OBJECT" }),
      ...(upload.overwrite ? {} : { "if-none-match": "*" }),
    },
    body: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`,
  });
};

/** Frees the parts of an upload that will not be completed. */
export const abortMultipart = async (bucket: Bucket, key: string, uploadId: string): Promise<void> => {
  await bucket.send({ method: "DELETE", path: objectPath(key), query: { uploadId } });
};

/** Adds a delete marker; the versions stay. Gives the marker's own version. */
export const hideObject = async (bucket: Bucket, key: string): Promise<string | undefined> => {
  const { headers } = await bucket.send({ method: "DELETE", path: objectPath(key) });
  return headers.get("x-amz-version-id") ?? undefined;
};

/** Removes one version or delete marker for good. */
export const removeVersion = async (bucket: Bucket, key: string, versionId: string): Promise<void> => {
  await bucket.send({ method: "DELETE", path: objectPath(key), query: { versionId } });
};

/** Copies a version onto its own key, inside S3; at most 5 GiB. Gives the new version. */
export const copyVersion = async (
  bucket: Bucket,
  copy: {
    readonly bucketName: string;
    readonly key: string;
    readonly versionId: string;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<string | undefined> => {
  const { headers } = await bucket.send({
    method: "PUT",
    path: objectPath(copy.key),
    headers: {
      "x-amz-copy-source": `/${copy.bucketName}${objectPath(copy.key)}?versionId=${escapeUri(copy.versionId)}`,
      ...copy.headers,
    },
  });
  return headers.get("x-amz-version-id") ?? undefined;
};

/** Asks Glacier for a copy that can be read for some days. */
export const restoreArchived = async (
  bucket: Bucket,
  key: string,
  request: { readonly versionId?: string | undefined; readonly days: number; readonly tier: string },
): Promise<void> => {
  const version = request.versionId === undefined ? {} : { versionId: request.versionId };
  await bucket.send({
    method: "POST",
    path: objectPath(key),
    query: { restore: "", ...version },
    headers: { "content-type": "application/xml" },
    body: `<RestoreRequest xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Days>${request.days}</Days><GlacierJobParameters><Tier>${request.tier}</Tier></GlacierJobParameters></RestoreRequest>`,
  });
};
