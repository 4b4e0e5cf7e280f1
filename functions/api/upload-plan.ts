import { objectPath } from "../aws/s3/bucket";
import { checksumHeader, metadataHeader } from "../aws/s3/headers";
import type { UploadedPart } from "../aws/s3/multipart";
import { metadataNames } from "../records/contract";
import type { ApiConfig } from "./config";
import { urlLife } from "./expiry";
import type { Upload } from "./ledger";
import { anyBytes } from "./media-type";
import { partsOf } from "./part-plan";
import type { Access, Platform } from "./platform";
import type { UploadPlan } from "./response-schemas";

/** How an upload is sent: the headers of its object, and the presigned URLs of what has not arrived yet. */
export const uploadPlanner = (config: ApiConfig, platform: Pick<Platform, "environment" | "now">) => {
  const encryption = {
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": platform.environment.keyArn,
  };

  /** What belongs to an object as a whole, whether it comes in one piece or in parts. */
  const objectHeaders = ({ contentType, id }: Pick<Upload, "contentType" | "id">, caller: string) => ({
    ...encryption,
    // Always signed: where no type was planned, the holder of the URL would choose one.
    "content-type": contentType || anyBytes,
    [metadataHeader(metadataNames.upload)]: id,
    [metadataHeader(metadataNames.caller)]: caller,
  });

  /** Presigned URLs for what has not arrived yet. */
  const plan = async (
    { bucket, until }: Access,
    upload: Upload,
    caller: string,
    { asked, arrived = [] }: { readonly asked: number | undefined; readonly arrived?: readonly UploadedPart[] },
  ): Promise<UploadPlan> => {
    const { id, key, size, multipart, checksum, overwrite } = upload;
    // With other bytes of the same size, the holder of such a URL could replace the object again while it lives.
    const replaces = multipart === undefined && overwrite && checksum === undefined;
    const cap = replaces ? Math.min(config.urlSeconds, config.overwriteUrlSeconds) : config.urlSeconds;
    const { expiresAt, ...life } = urlLife({ asked, cap, until, now: platform.now() });
    if (multipart === undefined) {
      const headers = {
        ...objectHeaders(upload, caller),
        "content-length": String(size),
        ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }),
        ...(overwrite ? {} : { "if-none-match": "*" }),
      };
      const url = await bucket.presign({ method: "PUT", path: objectPath(key), headers, ...life });
      return { kind: "single", id, key, size, url, headers, expiresAt };
    }
    const { uploadId, partSize } = multipart;
    const there = new Set(arrived.map(({ partNumber }) => partNumber));
    const missing = partsOf(size, partSize).filter(({ partNumber }) => !there.has(partNumber));
    const parts = missing.map(async (part) => ({
      ...part,
      url: await bucket.presign({
        method: "PUT",
        path: objectPath(key),
        query: { partNumber: String(part.partNumber), uploadId },
        headers: { "content-length": String(part.size) },
        ...life,
      }),
    }));
    return {
      kind: "multipart",
      id,
      key,
      size,
      partSize,
      arrived: arrived.map((part) => ({ partNumber: part.partNumber, size: part.size })),
      parts: await Promise.all(parts),
      expiresAt,
    };
  };

  return { objectHeaders, plan };
};
