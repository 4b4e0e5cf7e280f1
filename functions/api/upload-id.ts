import { Problem } from "./problem";

/** What the API must know of an upload that it planned. S3 knows the rest, so nothing is stored elsewhere. */
export interface UploadReference {
  readonly key: string;
  /** Bytes that were announced. */
  readonly size: number;
  readonly overwrite: boolean;
  /** When it was planned, in seconds since 1970. What was there before is not this upload. */
  readonly at: number;
  /** S3's id of a multipart upload; absent for a single PUT. */
  readonly uploadId?: string;
}

/**
 * An upload's id in the API: its reference, readable by whoever has it and therefore never trusted. A forged one
 * reaches nothing, for its key is checked again and the session that acts on it is narrowed to the caller's prefix.
 */
export const writeUploadId = ({ key, size, overwrite, at, uploadId }: UploadReference): string =>
  Buffer.from(JSON.stringify([key, size, overwrite, at, ...(uploadId === undefined ? [] : [uploadId])])).toString(
    "base64url",
  );

/** Reads an id that {@link writeUploadId} wrote. Throws `not-found` for anything else. */
export const readUploadId = (id: string): UploadReference => {
  const [key, size, overwrite, at, uploadId, ...more] = parse(id);
  const known = typeof key === "string" && isCount(size) && typeof overwrite === "boolean" && isCount(at);
  const named = uploadId === undefined || (typeof uploadId === "string" && uploadId !== "");
  if (!known || !named || more.length > 0)
    throw new Problem("not-found", "this caller has no such upload; ask POST /uploads for a new one", { field: "id" });
  return { key, size, overwrite, at, ...(uploadId === undefined ? {} : { uploadId }) };
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const parse = (id: string): readonly unknown[] => {
  try {
    const value: unknown = JSON.parse(Buffer.from(id, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
};
