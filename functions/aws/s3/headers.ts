import { type Checksum, metadataNames } from "../../records/contract";

/** Headers of S3's that belong to an object. */

/** The header that carries a checksum. */
export const checksumHeader = (algorithm: Checksum["algorithm"]): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

export const algorithms = ["CRC64NVME", "CRC32C", "SHA256"] as const;

/** The header of one entry of the user metadata. */
export const metadataHeader = (name: string): string => `x-amz-meta-${name}`;

/** Headers that S3 obeys only as headers: a signer would otherwise move `x-amz-*` into the query. */
export const staysHeader = new Set([
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  ...algorithms.map(checksumHeader),
  ...Object.values(metadataNames).map(metadataHeader),
]);

/** An ETag as S3 means it, without its quotes. */
export const unquote = (etag: string | undefined): string => (etag ?? "").replaceAll('"', "");
