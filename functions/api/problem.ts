/**
 * Errors of the API as `application/problem+json` (RFC 9457). `type` is stable: programs may compare it; `detail` says
 * what was given and what is wrong with it, `next` what to do.
 */

/** Each type with its status, and what to do about it. */
export const problems = {
  "invalid-request": [400, "Mend the field that is named, and ask again."],
  "not-allowed": [403, "Assume one of the roles that are named, or ask an administrator for it."],
  "outside-prefix": [403, "Use a key below the prefix that is named; GET /whoami tells yours."],
  "not-found": [404, "Look at the list: GET /objects, GET /versions or GET /uploads."],
  "exists-already": [409, "Choose another key, or ask with overwrite: true for a new version."],
  "incomplete-upload": [409, "Send what is missing; GET /uploads/{id} gives URLs for it. Or abort the upload."],
  "upload-closed": [409, "Ask POST /uploads for a new upload."],
  "version-locked": [
    409,
    "Wait until its lock ends; nobody can delete it before, but with governance mode's own right.",
  ],
  archived: [409, "An admin asks POST /restores with kind: archive for a copy that can be read."],
  "not-archived": [409, "Download it: GET /objects/{key}."],
  conflict: [409, "Ask again in a second. If it is refused again, abort the upload and send the file in a new one."],
  "too-large": [413, "Stay below the limit that is named."],
  "too-many-uploads": [429, "Complete or abort uploads in progress, and ask again."],
  "rate-limited": [429, "Wait for the seconds in Retry-After, and ask again; name up to 100 files in one request."],
  "storage-unavailable": [503, "Ask again after the seconds in Retry-After."],
  internal: [500, "Ask again; if it stays, give an administrator the request id."],
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
