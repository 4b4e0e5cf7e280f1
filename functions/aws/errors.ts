import { types } from "node:util";

/** An error that AWS answered with. */
export class AwsError extends Error {
  override readonly name: string = "AwsError";

  constructor(
    readonly status: number,
    /** AWS's own code, such as `AccessDenied`. */
    readonly code: string,
    message: string,
    /** When AWS asks to be asked again. */
    readonly retryAfter?: Date,
    /** What a service that speaks JSON told beside it, such as the item whose condition failed. */
    readonly body?: Readonly<Record<string, unknown>>,
  ) {
    super(`${code}: ${message}`);
  }
}

/**
 * AWS was not reached, or did not answer in time. `code` is Node.js's own, such as `ECONNRESET` or `CERT_HAS_EXPIRED`,
 * or `Timeout` or `ConnectTimeout`. It holds nothing of the request.
 */
export class TransportError extends AwsError {
  override readonly name = "TransportError";

  constructor(
    code: string,
    /** Whether the request may have reached AWS; false only where no connection was made for it. */
    readonly maybeSent: boolean,
  ) {
    super(503, code, "AWS was not reached, or did not answer in time");
  }
}

/**
 * What a failed exchange means. A `TypeError` or `RangeError` is this program's own mistake, such as a header that
 * HTTP cannot carry, and is given back as it is.
 */
export const toTransportError = (
  error: unknown,
  { late, connected }: { readonly late: "Timeout" | "ConnectTimeout" | undefined; readonly connected: boolean },
): unknown => {
  if (late !== undefined) return new TransportError(late, connected);
  if (!types.isNativeError(error) || error.name === "TypeError" || error.name === "RangeError") return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return new TransportError(code, connected);
};
