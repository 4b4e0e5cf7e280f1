import type { Scanner } from "./scanner";

/** Letters, digits, and the symbols and operators that AWS lists; the documented examples have a space as well. */
const allowed = /^[A-Za-z0-9:_#=@/;,\- ^$?[\]{}|\\*+.]$/;

/**
 * Reads `%expression%`, which matches anywhere in a text. Brackets of round form, other symbols and what is not ASCII
 * are refused, as CloudWatch Logs refuses them ("Supported regular expressions syntax" in its User Guide).
 */
export const readRegex = (scanner: Scanner): RegExp | undefined => {
  const begin = scanner.position;
  if (scanner.take(/%/) === undefined) return undefined;
  const source = scanner.take(/[^%]+/) ?? scanner.fail("a regular expression is expected between two %");
  [...source].forEach((character, index) => {
    if (!allowed.test(character)) scanner.fail(`a regular expression may not contain ${character}`, begin + 1 + index);
  });
  if (scanner.take(/%/) === undefined) scanner.fail("% is expected after the regular expression");
  try {
    // AWS lets the lower bound of a repetition be left out; here that would be plain text.
    return new RegExp(source.replace(/\{\s*(\d*)\s*,\s*(\d*)\s*\}/g, (_, least, most) => `{${least || 0},${most}}`));
  } catch (error) {
    return scanner.fail(error instanceof Error ? error.message : String(error), begin);
  }
};
