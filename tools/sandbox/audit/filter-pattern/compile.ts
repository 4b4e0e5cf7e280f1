import { readFieldsPattern } from "./fields";
import { readJsonPattern } from "./json";
import type { FilterPattern } from "./pattern";
import { Scanner } from "./scanner";
import { readTermsPattern } from "./terms";

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
