import { types } from "node:util";
import { HttpResponse } from "@smithy/core/protocols";
import { getRetryAfterHint, isThrottlingError, isTransientError, StandardRetryStrategy } from "@smithy/core/retry";
import type { HttpAnswer } from "./http";

/**
 * Repeats a request of the API by the SDKs' own library: exponential backoff with full jitter, and not before the time
 * that `Retry-After` names.
 */

/** Attempts at one request, the first included. */
const defaultAttempts = 4;

/** The longest that `Retry-After` is waited for, in milliseconds. Beyond it the caller is told, and decides. */
const longestWait = 5_000;

export interface RetryRules {
  /** Attempts at one request, the first included; 1 for none. @default 4 */
  readonly attempts?: number;
}

export interface RequestRules {
  /** Whether the request may be done twice. If not, it is repeated only where it was certainly not done. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

type ErrorType = "THROTTLING" | "TRANSIENT";

const field = (error: unknown, name: string): unknown =>
  typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;

/** Whether no connection was made: the request was certainly not done. */
const isUnsent = (error: unknown): boolean => ["connect", "getaddrinfo"].includes(String(field(error, "syscall")));

/** 429 was refused before it was done. 503 and what the gateway answers in a function's place may have been done. */
const kindOfAnswer = (status: number, repeatable: boolean): ErrorType | undefined => {
  if (isThrottlingError({ name: "", message: "", $metadata: { httpStatusCode: status } })) return "THROTTLING";
  const passing = isTransientError({ name: "", message: "", $metadata: { httpStatusCode: status } });
  return repeatable && passing && status !== 500 ? "TRANSIENT" : undefined;
};

const kindOfFailure = (error: unknown, repeatable: boolean): ErrorType | undefined => {
  if (!types.isNativeError(error)) return undefined;
  const known = { name: error.name, message: "", code: String(field(error, "code")) };
  return isTransientError(known) && (repeatable || isUnsent(error)) ? "TRANSIENT" : undefined;
};

/** Rejects with the signal's reason as soon as it is given, without waiting for `work`. */
const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener("abort", stop));
};

/** Makes attempts by these rules. One for a client: it remembers how often requests fail, and then repeats fewer. */
export const retrier = ({ attempts = defaultAttempts }: RetryRules = {}) => {
  const strategy = new StandardRetryStrategy(attempts);
  return async (attempt: () => Promise<HttpAnswer>, { repeatable, signal }: RequestRules): Promise<HttpAnswer> => {
    let token = await strategy.acquireInitialRetryToken("");
    /** Waits for the next attempt; false if there is none. */
    const again = async (errorType: ErrorType | undefined, retryAfterHint?: Date): Promise<boolean> => {
      if (errorType === undefined) return false;
      if (retryAfterHint !== undefined && retryAfterHint.getTime() - Date.now() > longestWait) return false;
      try {
        const asked = { errorType, ...(retryAfterHint && { retryAfterHint }) };
        token = await unlessAborted(strategy.refreshRetryTokenForRetry(token, asked), signal);
        return true;
      } catch {
        signal?.throwIfAborted();
        return false;
      }
    };
    for (;;) {
      signal?.throwIfAborted();
      try {
        const answer = await attempt();
        const hint = getRetryAfterHint(new HttpResponse({ statusCode: answer.status, headers: { ...answer.headers } }));
        if (!(await again(kindOfAnswer(answer.status, repeatable), hint))) {
          if (answer.status < 400) strategy.recordSuccess(token);
          return answer;
        }
      } catch (error) {
        if (signal?.aborted || !(await again(kindOfFailure(error, repeatable)))) throw error;
      }
    }
  };
};
