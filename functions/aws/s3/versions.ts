import { escapeUri } from "@smithy/core/protocols";
import { readXml } from "../xml";
import { type Bucket, objectPath } from "./bucket";
import { unquote } from "./headers";

/** Adds a delete marker; the versions stay. Gives the marker's own version. */
export const hideObject = async (bucket: Bucket, key: string): Promise<string | undefined> => {
  const { headers } = await bucket.send({ method: "DELETE", path: objectPath(key), repeatable: false });
  return headers.get("x-amz-version-id") ?? undefined;
};

/** Removes one version or delete marker for good. */
export const removeVersion = async (bucket: Bucket, key: string, versionId: string): Promise<void> => {
  await bucket.send({ method: "DELETE", path: objectPath(key), query: { versionId } });
};

/** A version as the source of a copy. */
const copySource = ({ bucketName, key, versionId }: { bucketName: string; key: string; versionId: string }): string =>
  `/${bucketName}${objectPath(key)}?versionId=${escapeUri(versionId)}`;

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
      "x-amz-copy-source": copySource(copy),
      ...copy.headers,
    },
    repeatable: false,
    slow: true,
  });
  return headers.get("x-amz-version-id") ?? undefined;
};

/**
 * Copies a range of a version as one part (https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html). Gives
 * the part's ETag.
 */
export const copyPart = async (
  bucket: Bucket,
  part: {
    readonly bucketName: string;
    readonly key: string;
    readonly versionId: string;
    /** The version's own ETag: it is the version that was looked at. */
    readonly etag: string;
    readonly uploadId: string;
    readonly partNumber: number;
    /** In bytes, both included. */
    readonly range: { readonly first: number; readonly last: number };
  },
): Promise<string> => {
  const { text } = await bucket.send({
    method: "PUT",
    path: objectPath(part.key),
    query: { partNumber: String(part.partNumber), uploadId: part.uploadId },
    headers: {
      "x-amz-copy-source": copySource(part),
      "x-amz-copy-source-range": `bytes=${part.range.first}-${part.range.last}`,
      "x-amz-copy-source-if-match": `"${part.etag}"`,
    },
    slow: true,
  });
  const etag = unquote(readXml(text).text("ETag"));
  if (etag === "") throw new Error("S3 answered UploadPartCopy without an ETag");
  return etag;
};

/** The tags of a version, as the header of a copy names them. */
export const tagsOf = async (bucket: Bucket, key: string, versionId: string): Promise<string> => {
  const { text } = await bucket.send({ method: "GET", path: objectPath(key), query: { tagging: "", versionId } });
  const tags = readXml(text).all("TagSet")[0]?.all("Tag") ?? [];
  return tags.map((tag) => `${escapeUri(tag.text("Key") ?? "")}=${escapeUri(tag.text("Value") ?? "")}`).join("&");
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
