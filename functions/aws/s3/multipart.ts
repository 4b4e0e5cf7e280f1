import type { Checksum } from "../../records/contract";
import { readXml } from "../xml";
import { type Bucket, objectPath } from "./bucket";
import { checksumHeader, unquote } from "./headers";

export interface UploadedPart {
  readonly partNumber: number;
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Begins a multipart upload. Where it is repeated, one may be left over without parts: it costs nothing, and the
 * bucket's lifecycle ends it. The headers hold for the whole object: encryption, content type.
 */
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
 * answers `PreconditionFailed` if the key exists by now. Gives the new version.
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
): Promise<string | undefined> => {
  const { checksum } = upload;
  const parts = upload.parts.map(
    ({ partNumber, etag }) => `<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  const { headers } = await bucket.send({
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
    slow: true,
  });
  return headers.get("x-amz-version-id") ?? undefined;
};

/** Frees the parts of an upload that will not be completed. */
export const abortMultipart = async (bucket: Bucket, key: string, uploadId: string): Promise<void> => {
  await bucket.send({ method: "DELETE", path: objectPath(key), query: { uploadId } });
};
