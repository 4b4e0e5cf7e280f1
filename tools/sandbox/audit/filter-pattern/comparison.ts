import { readRegex } from "./regex";
import type { Scanner } from "./scanner";

/** What a field can hold when it is compared: text or a number. */
export type Scalar = string | number;

interface Comparison {
  /** Whether a value fits; a field that is missing never does. */
  readonly test: (value: Scalar) => boolean;
  readonly regex: boolean;
}

const numberForm = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The number that a text is, in AWS's notation: signs, decimals and exponents. */
export const toNumber = (text: string): number | undefined => (numberForm.test(text) ? Number(text) : undefined);

/**
 * A text with asterisks at its ends stands for what begins, ends or goes on so. AWS's documents disagree about one in the
 * middle (literal in older ones, a wildcard in newer), so nobody can rely on it and it is refused.
 */
const wildcard = (text: string, scanner: Scanner, begin: number): ((value: string) => boolean) => {
  const [, head = "", middle = "", tail = ""] = /^(\*?)(.*?)(\*?)$/s.exec(text) ?? [];
  if (middle.includes("*"))
    scanner.fail(
      "an asterisk stands at the beginning or the end of a value; use a %regular expression% instead",
      begin,
    );
  if (head && tail) return (value) => value.includes(middle);
  if (head) return (value) => value.endsWith(middle);
  if (tail) return (value) => value.startsWith(middle);
  return (value) => value === text;
};

const orders: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
};

/** Reads a quoted text; `\"` and `\\` stand for themselves. */
export const readQuoted = (scanner: Scanner): string | undefined => {
  const begin = scanner.position;
  if (scanner.take(/"/) === undefined) return undefined;
  const text = scanner.take(/(?:[^"\\]|\\.)*/s) ?? "";
  if (scanner.take(/"/) === undefined) scanner.fail('the quotation mark " is never closed', begin);
  return text.replace(/\\(["\\])/g, "$1");
};

/** Reads an operator and what it compares with: text with wildcards, a number, or a regular expression. */
const readComparison = (scanner: Scanner): Comparison => {
  const operator = scanner.expect(/!=|<=|>=|=|<|>/, "an operator (=, !=, <, <=, >, >=)");
  scanner.space();
  const begin = scanner.position;
  const order = orders[operator];
  const either = (test: (value: Scalar) => boolean, regex = false): Comparison => ({
    test: operator === "!=" ? (value) => !test(value) : test,
    regex,
  });

  const regex = readRegex(scanner);
  if (regex !== undefined) {
    if (order) scanner.fail(`${operator} compares numbers`, begin);
    return either((value) => regex.test(String(value)), true);
  }
  const quoted = readQuoted(scanner);
  if (quoted !== undefined) {
    if (order) scanner.fail(`${operator} compares numbers`, begin);
    const matches = wildcard(quoted, scanner, begin);
    return either((value) => typeof value === "string" && matches(value));
  }
  const text =
    scanner.take(/[A-Za-z0-9_.*+:/-]+/) ??
    scanner.fail("a value is expected; put text with other characters in quotation marks");
  const number = toNumber(text);
  if (order) {
    const limit = number ?? scanner.fail(`${operator} compares with a number`, begin);
    return { test: (value) => typeof value === "number" && order(value, limit), regex: false };
  }
  const matches = wildcard(text, scanner, begin);
  return either((value) =>
    typeof value === "number" && number !== undefined ? value === number : matches(String(value)),
  );
};

/** As many regular expressions may stand in a pattern that has fields. */
const MAX_REGEXES = 2;

/** Reads comparisons, of which {@link MAX_REGEXES} may be with a regular expression. */
export const comparisonReader = (scanner: Scanner): (() => Comparison["test"]) => {
  let regexes = 0;
  return () => {
    scanner.space();
    const begin = scanner.position;
    const { test, regex } = readComparison(scanner);
    regexes += regex ? 1 : 0;
    if (regexes > MAX_REGEXES) scanner.fail(`a pattern may have ${MAX_REGEXES} regular expressions`, begin);
    return test;
  };
};
