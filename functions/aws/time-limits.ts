import { AsyncLocalStorage } from "node:async_hooks";

/** How long AWS may take to answer one request, in milliseconds: well below what a caller of the API waits. */
export const requestPatience = 10_000;

/** When the invocation that is being served must have its answer, in milliseconds since 1970. */
const deadline = new AsyncLocalStorage<number>();

/**
 * Serves one invocation: all of its requests to AWS, with their repetitions, share these milliseconds. Give less than
 * the function's timeout, so that a caller gets an answer before Lambda ends the function.
 */
export const withinTime = <T>(milliseconds: number, work: () => Promise<T>): Promise<T> =>
  deadline.run(Date.now() + milliseconds, work);

/** When a request that begins now must be done with: the invocation's end, or {@link requestPatience} outside of one. */
export const requestDeadline = (): number => deadline.getStore() ?? Date.now() + requestPatience;
