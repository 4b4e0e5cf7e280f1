import { comparisonReader, type Scalar, toNumber } from "./comparison";
import { readLogic, type Test } from "./logic";
import type { FilterPattern } from "./pattern";
import type { Scanner } from "./scanner";

/** One field of a pattern: any number of fields without a name, or one. */
type Field =
  | { readonly kind: "some" }
  | { readonly kind: "one"; readonly name: string; readonly test: Test<string> | undefined };

/** The words of a message; what stands in brackets or quotation marks is one. */
const wordsOf = (message: string): string[] =>
  [...message.matchAll(/\[([^\]]*)\]|"([^"]*)"|(\S+)/g)].map(
    ([, bracketed, quoted, bare]) => bracketed ?? quoted ?? bare ?? "",
  );

const nameForm = /[A-Za-z_][A-Za-z0-9_-]*/;

/** A word counts as the number that it is, for numbers, and as text for all else. */
const fits =
  (test: (value: Scalar) => boolean, negated: boolean): Test<string> =>
  (word) => {
    const number = toNumber(word);
    if (number === undefined) return test(word);
    return negated ? test(word) && test(number) : test(word) || test(number);
  };

const readField = (scanner: Scanner, readComparison: ReturnType<typeof comparisonReader>): Field => {
  if (scanner.token(/\.\.\.|…/) !== undefined) return { kind: "some" };
  scanner.space();
  const begin = scanner.position;
  const name = scanner.take(nameForm);
  if (scanner.token(/(?=[,\]])/) !== undefined) return { kind: "one", name: name ?? "", test: undefined };
  scanner.position = begin;
  let field = "";
  const test = readLogic<string>(scanner, () => {
    scanner.space();
    const at = scanner.position;
    const of = scanner.take(nameForm) ?? scanner.fail("the name of a field is expected");
    field ||= of;
    if (of !== field) scanner.fail(`the conditions of a field are all on it, so ${field} is expected`, at);
    scanner.space();
    const negated = scanner.pattern.startsWith("!=", scanner.position);
    return fits(readComparison(), negated);
  });
  return { kind: "one", name: field, test };
};

/** The words that each field stands for, or undefined if they do not fit. */
const align = (fields: readonly Field[], words: readonly string[]): readonly (readonly string[])[] | undefined => {
  const open = fields.findIndex(({ kind }) => kind === "some");
  const last = fields[fields.length - 1];
  // "You must include a blank indicator": a last field without a condition stands for all the rest.
  const flexible = open >= 0 ? open : last?.kind === "one" && last.test === undefined ? fields.length - 1 : -1;
  const spare = words.length - (fields.length - 1);
  if (flexible < 0 ? spare !== 1 : spare < (open >= 0 ? 0 : 1)) return undefined;
  return fields.map((_, index) => {
    if (flexible < 0 || index < flexible) return words.slice(index, index + 1);
    const begin = index === flexible ? index : index + spare - 1;
    return words.slice(begin, index === flexible ? begin + spare : begin + 1);
  });
};

/** Reads `[name, other = 4*, ...]`. */
export const readFieldsPattern = (scanner: Scanner): FilterPattern => {
  scanner.expect(/\[/, "[");
  const readComparison = comparisonReader(scanner);
  const fields: Field[] = [];
  do {
    scanner.space();
    const begin = scanner.position;
    const field = readField(scanner, readComparison);
    if (field.kind === "some" && fields.some(({ kind }) => kind === "some"))
      scanner.fail("a pattern may have one ellipsis", begin);
    fields.push(field);
  } while (scanner.token(/,/) !== undefined);
  scanner.expect(/\]/, "a comma or ]");
  return {
    test: (message) => {
      const words = align(fields, wordsOf(message));
      return (
        words !== undefined &&
        fields.every((field, index) => field.kind === "some" || (field.test?.(words[index]?.[0] ?? "") ?? true))
      );
    },
    value: (message, reference) => {
      const words = align(fields, wordsOf(message));
      const at = fields.findIndex((field) => field.kind === "one" && `$${field.name}` === reference);
      const position = /^\$(\d+)$/.exec(reference)?.[1];
      if (position !== undefined) return words?.flat()[Number(position) - 1];
      return at < 0 ? undefined : words?.[at]?.join(" ");
    },
  };
};
