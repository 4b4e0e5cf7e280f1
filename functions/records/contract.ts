/**
 * What the index records of an object, and how the API asks for it. The recorder is the one function that writes the
 * index; it believes nobody but S3.
 */

/** A checksum of a whole object, as S3 computes it; `value` is base64. */
export interface Checksum {
  readonly algorithm: "CRC64NVME" | "CRC32C" | "SHA256";
  readonly value: string;
}

/** The user metadata that the API signs into every upload, without S3's `x-amz-meta-`. */
export const metadataNames = {
  /** The API's id of the upload, by which an object is known to be the one that was planned. */
  upload: "coffer-upload",
  /** The caller's name. */
  caller: "coffer-caller",
  /** Of a restored version: which restore made it. */
  restore: "coffer-restore",
} as const;

/** Whether a text can be a caller's name: a role session's (STS `AssumeRole`, `RoleSessionName`), and no step up in a key. */
export const isCallerName = (text: string): boolean => /^[\w+=,.@-]{2,64}$/.test(text) && !/^\.+$/.test(text);

/** One version of an object, as S3 has it. */
export interface ObjectRecord {
  readonly key: string;
  readonly versionId: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** When S3 took it. ISO 8601. */
  readonly createdAt: string;
  readonly contentType?: string;
  readonly checksum?: Checksum;
  /** Who uploaded it, as far as {@link ObjectRecord.uploadedByFrom} can tell; the audit trail is the proof. */
  readonly uploadedBy?: string;
  /**
   * How that is known. `folder`: it is the caller's own folder, which only that caller and administrators can write to.
   * `claim`: the upload's metadata says so, and whoever may write there can put any name into it.
   */
  readonly uploadedByFrom?: "folder" | "claim";
}

/** What the API sends when a caller says that an upload is complete. */
export interface RecordRequest {
  readonly record: {
    readonly key: string;
    /** The API's id of the upload. */
    readonly upload: string;
    readonly size: number;
    readonly checksum?: Checksum;
  };
}

/** The record, or why nothing was recorded: no object, another upload's, or not what was announced. */
export type RecordAnswer =
  | { readonly recorded: ObjectRecord }
  | { readonly refused: "missing" | "another-upload" | "size" | "checksum" };
