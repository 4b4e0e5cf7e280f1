/** What the API takes and gives. The schemas that validate requests stand beside the operations that read them. */

/** The most files that one request may plan. */
export const largestBatch = 100;

/** One PUT does it. */
export interface SingleUpload {
  readonly kind: "single";
  /** Names the upload in `/uploads/{id}`. */
  readonly id: string;
  readonly key: string;
  readonly url: string;
  /** Send each of these, as they are: they belong to the signature. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the URL really ends. ISO 8601. */
  readonly expiresAt: string;
}

/** One PUT a part, in any order, then `POST /uploads/{id}/complete`. */
export interface MultipartUpload {
  readonly kind: "multipart";
  readonly id: string;
  readonly key: string;
  /** Bytes of each part but the last. */
  readonly partSize: number;
  readonly parts: readonly { readonly partNumber: number; readonly size: number; readonly url: string }[];
  readonly expiresAt: string;
}

export type UploadPlan = SingleUpload | MultipartUpload;

export interface CreateUploadsAnswer {
  readonly uploads: readonly UploadPlan[];
}

export interface CompletedUpload {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

export interface ObjectEntry {
  readonly key: string;
  readonly size: number;
  readonly lastModified: string;
  readonly etag: string;
}

export interface ListObjectsAnswer {
  readonly objects: readonly ObjectEntry[];
  readonly prefixes: readonly string[];
  readonly cursor?: string;
}

export interface Download extends ObjectEntry {
  readonly url: string;
  readonly expiresAt: string;
  readonly versionId?: string;
  readonly contentType?: string;
}

export interface WhoAmI {
  readonly caller: string;
  readonly role: string;
  /** Where the caller's uploads go; absent if it may not upload. */
  readonly writes?: string;
  /** What the caller may list and download; absent if it may not. */
  readonly reads?: string;
  readonly operations: readonly string[];
  readonly limits: { readonly urlSeconds: number; readonly largestObject: number; readonly largestBatch: number };
}
