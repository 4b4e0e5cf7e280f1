import type { Scalar } from "./comparison";
import { readFieldsPattern } from "./fields";
import { readJsonPattern } from "./json";
import { Scanner } from "./scanner";
import { readTermsPattern } from "./terms";

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

/**
 * Compiles a filter pattern of CloudWatch Logs: terms, JSON (`{ ... }`) or space-delimited (`[ ... ]`). Follows "Filter
 * pattern syntax for metric filters, subscription filters, filter log events, and Live Tail" in its User Guide:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws FilterPatternError, which says where, for a pattern that is not of that syntax.
 */
export const compileFilterPattern = (pattern: string): FilterPattern => {
  const scanner = new Scanner(pattern);
  scanner.space();
  const readers: Readonly<Record<string, (scanner: Scanner) => FilterPattern>> = {
    "{": readJsonPattern,
    "[": readFieldsPattern,
  };
  const compiled = (readers[pattern.charAt(scanner.position)] ?? readTermsPattern)(scanner);
  if (!scanner.atEnd()) scanner.fail("nothing is expected after the pattern");
  return compiled;
};
