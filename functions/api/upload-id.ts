import { Problem } from "./problem";

/** What the API must know of an upload that it planned. S3 knows the rest, so nothing is stored elsewhere. */
export interface UploadReference {
  readonly key: string;
  /** Bytes that were announced. */
  readonly size: number;
  readonly overwrite: boolean;
  /** S3's id of a multipart upload; absent for a single PUT. */
  readonly uploadId?: string;
}

/**
 * An upload's id in the API: its reference, readable by whoever has it and therefore never trusted. A forged one
 * reaches nothing, for its key is checked again and the session that acts on it is narrowed to the caller's prefix.
 */
export const writeUploadId = ({ key, size, overwrite, uploadId }: UploadReference): string =>
  Buffer.from(JSON.stringify([key, size, overwrite, ...(uploadId === undefined ? [] : [uploadId])])).toString(
    "base64url",
  );

/** Reads an id that {@link writeUploadId} wrote. Throws `not-found` for anything else. */
export const readUploadId = (id: string): UploadReference => {
  const [key, size, overwrite, uploadId, ...more] = parse(id);
  const known = typeof key === "string" && typeof size === "number" && typeof overwrite === "boolean";
  if (!known || (uploadId !== undefined && typeof uploadId !== "string") || more.length > 0)
    throw new Problem("not-found", "this caller has no such upload; ask POST /uploads for a new one", { field: "id" });
  return { key, size, overwrite, ...(uploadId === undefined ? {} : { uploadId }) };
};

const parse = (id: string): readonly unknown[] => {
  try {
    const value: unknown = JSON.parse(Buffer.from(id, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
};
