/**
 * Errors of the API as `application/problem+json` (RFC 9457). `type` is stable: programs may compare it; `detail` is
 * for people and says what was given and what to do.
 */

const statuses = {
  "invalid-request": 400,
  "not-allowed": 403,
  "outside-prefix": 403,
  "not-found": 404,
  "exists-already": 409,
  "incomplete-upload": 409,
  "too-large": 413,
  "storage-unavailable": 503,
  internal: 500,
} as const;

export type ProblemType = keyof typeof statuses;

/** The URI under which a problem's `type` is published. */
export const problemUri = (type: ProblemType): string => `urn:coffer:problem:${type}`;

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The field of the request that is at fault, as a path such as `uploads.0.key`. */
  readonly field?: string;
  readonly requestId: string;
}

/** A failure that the caller is told about. Anything else that is thrown becomes `internal`, without its message. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly type: ProblemType,
    readonly detail: string,
    readonly extra: { readonly field?: string; readonly retryAfterSeconds?: number } = {},
  ) {
    super(`${type}: ${detail}`);
  }

  get status(): number {
    return statuses[this.type];
  }

  body(requestId: string): ProblemBody {
    return {
      type: problemUri(this.type),
      title: this.type.replaceAll("-", " "),
      status: this.status,
      detail: this.detail,
      ...(this.extra.field === undefined ? {} : { field: this.extra.field }),
      requestId,
    };
  }
}
