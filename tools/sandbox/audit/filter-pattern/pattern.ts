import type { Scalar } from "./comparison";

/** A compiled filter pattern. Both functions are pure. */
export interface FilterPattern {
  /** Whether a log event's message matches. */
  readonly test: (message: string) => boolean;
  /**
   * The value of a field of a message: `$.a.b` of a JSON pattern; `$name`, or `$2` for the second word, of a
   * space-delimited one. Undefined where the message has no such text or number.
   */
  readonly value: (message: string, reference: string) => Scalar | undefined;
}
