import { isThrottlingError, isTransientError, StandardRetryStrategy } from "@smithy/core/retry";
import { AwsError, TransportError } from "./errors";
import { requestDeadline, requestPatience } from "./time-limits";

/**
 * Repeats requests by the rules of AWS's SDKs (AWS SDKs and Tools Reference Guide, "Retry behavior", standard mode), and
 * by their own library: three attempts, exponential backoff with full jitter, a store of retry tokens that empties
 * while AWS fails, so that a broken service gets fewer repetitions.
 */

/** Attempts at one request, the first included. */
const attempts = 3;

/** The longest that the library waits before an attempt, and the least that the attempt needs, in milliseconds. */
const room = { plain: 3_000, withHint: 8_000 };

const strategy = new StandardRetryStrategy(attempts);

export interface AttemptRules {
  /** Whether the request may be done twice. If not, it is repeated only where AWS has certainly not done it. */
  readonly repeatable: boolean;
  /** Whether one attempt may use all the time that is left, as joining or copying a large object does. */
  readonly slow: boolean;
}

/** Why a request may be repeated; undefined if it may not. */
const retryKind = (error: unknown, repeatable: boolean): "THROTTLING" | "TRANSIENT" | undefined => {
  if (!(error instanceof AwsError)) return undefined;
  if (error instanceof TransportError) {
    // A certificate that does not hold will not hold a moment later.
    if (/CERT|SIGNATURE/.test(error.code)) return undefined;
    return repeatable || !error.maybeSent ? "TRANSIENT" : undefined;
  }
  const { status, code } = error;
  // As the library knows AWS's errors: by their code as a name.
  const known = { name: code, message: "", $metadata: { httpStatusCode: status } };
  // What is throttled was refused before it was done.
  if (isThrottlingError(known)) return "THROTTLING";
  return repeatable && (isTransientError(known) || code === "InternalError") ? "TRANSIENT" : undefined;
};

/**
 * Makes attempts until one succeeds, may not be repeated, or the time of the invocation is nearly over. `attempt` is
 * told how many milliseconds it may take. Throws the last attempt's error.
 */
export const withRetries = async <T>(
  attempt: (milliseconds: number) => Promise<T>,
  { repeatable, slow }: AttemptRules,
): Promise<T> => {
  const until = requestDeadline();
  let token = await strategy.acquireInitialRetryToken("");
  for (;;) {
    const left = Math.max(1, until - Date.now());
    try {
      const answer = await attempt(slow ? left : Math.min(left, requestPatience));
      strategy.recordSuccess(token);
      return answer;
    } catch (error) {
      const errorType = retryKind(error, repeatable);
      if (errorType === undefined) throw error;
      const retryAfterHint = error instanceof AwsError ? error.retryAfter : undefined;
      if (until - Date.now() < (retryAfterHint === undefined ? room.plain : room.withHint)) throw error;
      const asked = { errorType, ...(retryAfterHint && { retryAfterHint }) };
      token = await strategy.refreshRetryTokenForRetry(token, asked).catch(() => {
        throw error;
      });
    }
  }
};
