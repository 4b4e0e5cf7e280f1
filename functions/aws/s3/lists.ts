import { type Element, readXml } from "../xml";
import type { Bucket } from "./bucket";
import { unquote } from "./headers";
import type { RestoreState } from "./object";

export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: string;
  readonly etag: string;
  readonly storageClass: string;
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
  /** Cursor of the next page. Absent on the last page. */
  readonly cursor?: string;
}

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
