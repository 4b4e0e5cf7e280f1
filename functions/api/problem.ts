/**
 * Errors of the API as `application/problem+json` (RFC 9457). `type` is stable: programs may compare it; `detail` says
 * what was given and what is wrong with it, `next` what to do.
 */

/** Each type with its status, and what to do about it. */
export const problems = {
  "invalid-request": [400, "Correct the field named in `field` and retry."],
  "not-allowed": [403, "Assume one of the roles in `roles`, or ask an administrator for access."],
  "outside-prefix": [403, "Use a key below your prefix. GET /whoami returns it."],
  "not-found": [404, "List what exists with GET /objects, GET /versions or GET /uploads."],
  "exists-already": [409, "Choose another key, or set overwrite: true to create a new version."],
  "incomplete-upload": [409, "Send the missing parts with the URLs from GET /uploads/{id}, or abort the upload."],
  "upload-closed": [409, "Create a new upload with POST /uploads."],
  "version-locked": [
    409,
    "Wait until the lock ends. In governance mode, s3:BypassGovernanceRetention is needed to delete it earlier.",
  ],
  archived: [409, "Ask an admin to restore a copy with POST /restores and kind: archive."],
  "not-archived": [409, "Download it with GET /objects/{key}."],
  conflict: [409, "Retry after one second. If the request fails again, abort the upload and start a new one."],
  "too-large": [413, "Stay below `limit`."],
  "too-many-uploads": [429, "Complete or abort uploads in progress, then retry."],
  "rate-limited": [429, "Retry after the seconds in Retry-After. One request can name up to 100 files."],
  "storage-unavailable": [503, "Retry after the seconds in Retry-After."],
  internal: [500, "Retry. If the error persists, give the request id to an administrator."],
} as const satisfies Record<string, readonly [status: number, next: string]>;

export type ProblemType = keyof typeof problems;

/** The URI under which a problem's `type` is published. */
export const problemUri = (type: ProblemType): string => `urn:coffer:problem:${type}`;

/** What is the same of every problem of a type. */
export const problemHead = (type: ProblemType) => {
  const [status, next] = problems[type];
  return { type: problemUri(type), title: type.replaceAll("-", " "), status, next };
};

/** What one problem may tell beside its type and detail. */
export interface ProblemExtra {
  /** The field of the request that is at fault, as a path such as `uploads.0.key`. */
  readonly field?: string;
  /** The limit that was exceeded. */
  readonly limit?: number;
  /** The roles that would be allowed. */
  readonly roles?: string[];
  /** Seconds after which it may work; the header `Retry-After` says the same. */
  readonly retryAfterSeconds?: number;
}

/** A failure that the caller is told about. Anything else that is thrown becomes `internal`, without its message. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly type: ProblemType,
    readonly detail: string,
    readonly extra: ProblemExtra = {},
  ) {
    super(`${type}: ${detail}`);
  }

  get status(): number {
    return problems[this.type][0];
  }

  /** The problem as JSON, without the request's id. */
  get body() {
    return { ...problemHead(this.type), detail: this.detail, ...this.extra };
  }
}
