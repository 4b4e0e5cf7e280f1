import { escapeUriPath } from "@smithy/core/protocols";
import type { Checksum } from "../records/contract";
import { bucketEndpoint, serviceEndpoint } from "./endpoint";
import { type AwsAnswer, type AwsRequest, type Credentials, send, signerFor, toHttpRequest, toUrl } from "./request";
import { readXml } from "./xml";

export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: string;
  readonly etag: string;
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
  /** User metadata; names without `x-amz-meta-`. */
  readonly metadata: Record<string, string>;
  /** Of the whole object, if S3 has one. */
  readonly checksum?: Checksum;
  /** Absent for the standard one. */
  readonly storageClass?: string;
  /** The raw `x-amz-restore`: whether a restore is under way, and until when its copy stays. */
  readonly restore?: string;
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

/** Headers that S3 obeys only as headers: a signer would otherwise move `x-amz-*` into the query. */
const staysHeader = new Set(["x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"]);

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

const decodeKey = (text: string | undefined): string => decodeURIComponent((text ?? "").replaceAll("+", " "));

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
  const cursor = result.text("NextContinuationToken");
  return {
    objects: result.all("Contents").map((entry) => ({
      key: decodeKey(entry.text("Key")),
      size: Number(entry.text("Size")),
      lastModified: entry.text("LastModified") ?? "",
      etag: unquote(entry.text("ETag")),
    })),
    prefixes: result.all("CommonPrefixes").map((entry) => decodeKey(entry.text("Prefix"))),
    ...(cursor ? { cursor } : {}),
  };
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
  const checksum = checksumOf(headers);
  const storageClass = headers.get("x-amz-storage-class");
  const restore = headers.get("x-amz-restore");
  return {
    size: Number(headers.get("content-length")),
    etag: unquote(headers.get("etag") ?? undefined),
    lastModified: new Date(headers.get("last-modified") ?? 0).toISOString(),
    ...(version ? { versionId: version } : {}),
    ...(contentType ? { contentType } : {}),
    metadata: metadataOf(headers),
    ...(checksum ? { checksum } : {}),
    ...(storageClass ? { storageClass } : {}),
    ...(restore ? { restore } : {}),
  };
};

const metadataPrefix = "x-amz-meta-";

const metadataOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    [...headers]
      .filter(([name]) => name.startsWith(metadataPrefix))
      .map(([name, value]) => [name.slice(metadataPrefix.length), value]),
  );

/** A checksum of a multipart upload's parts ("composite") is none of the object. */
const checksumOf = (headers: Headers): Checksum | undefined => {
  if (headers.get("x-amz-checksum-type") === "COMPOSITE") return undefined;
  for (const algorithm of ["CRC64NVME", "CRC32C", "SHA256"] as const) {
    const value = headers.get(`x-amz-checksum-${algorithm.toLowerCase()}`);
    if (value && !value.includes("-")) return { algorithm, value };
  }
  return undefined;
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

/** Joins the parts. Without `overwrite`, S3 answers `PreconditionFailed` if the key exists by now. */
export const completeMultipart = async (
  bucket: Bucket,
  key: string,
  upload: { readonly uploadId: string; readonly parts: readonly UploadedPart[]; readonly overwrite: boolean },
): Promise<void> => {
  const parts = upload.parts.map(
    ({ partNumber, etag }) => `<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  await bucket.send({
    method: "POST",
    path: objectPath(key),
    query: { uploadId: upload.uploadId },
    headers: { "content-type": "application/xml", ...(upload.overwrite ? {} : { "if-none-match": "*" }) },
    body: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`,
  });
};

/** Frees the parts of an upload that will not be completed. */
export const abortMultipart = async (bucket: Bucket, key: string, uploadId: string): Promise<void> => {
  await bucket.send({ method: "DELETE", path: objectPath(key), query: { uploadId } });
};

/** Adds a delete marker; the versions stay. */
export const hideObject = async (bucket: Bucket, key: string): Promise<void> => {
  await bucket.send({ method: "DELETE", path: objectPath(key) });
};
