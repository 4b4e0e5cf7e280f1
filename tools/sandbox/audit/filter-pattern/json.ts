import { comparisonReader, type Scalar } from "./comparison";
import { readSelector } from "./field-selector";
import { readLogic, type Test } from "./logic";
import type { FilterPattern } from "./pattern";
import { Scanner } from "./scanner";

const MAX_WILDCARDS = 3;

const isScalar = (node: unknown): node is Scalar => typeof node === "string" || typeof node === "number";

const literals: Readonly<Record<string, null | boolean>> = { NULL: null, TRUE: true, FALSE: false };

/** The object that a message is, if it is one: only such messages can match. */
const parse = (message: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Reads `{ $.property = "value" && ... }`. */
export const readJsonPattern = (scanner: Scanner): FilterPattern => {
  let wildcards = 0;
  const readComparison = comparisonReader(scanner);
  const condition = (): Test<unknown> => {
    const begin = scanner.position;
    const { select, wildcard } = readSelector(scanner);
    wildcards += wildcard ? 1 : 0;
    if (wildcards > MAX_WILDCARDS) scanner.fail(`a pattern may have ${MAX_WILDCARDS} wildcard selectors`, begin);
    if (scanner.token(/NOT\b/) !== undefined) {
      scanner.expect(/EXISTS\b/, "EXISTS");
      return (event) => select(event).length === 0;
    }
    if (scanner.token(/IS\b/) !== undefined) {
      const literal = literals[scanner.expect(/NULL\b|TRUE\b|FALSE\b/, "NULL, TRUE or FALSE")];
      return (event) => select(event).some((node) => node === literal);
    }
    const test = readComparison();
    return (event) => select(event).some((node) => isScalar(node) && test(node));
  };

  scanner.expect(/\{/, "{");
  const test = readLogic(scanner, condition);
  scanner.expect(/\}/, "&&, || or }");
  return {
    test: (message) => {
      const event = parse(message);
      return event !== undefined && test(event);
    },
    value: (message, reference) => {
      const field = new Scanner(reference);
      const { select } = readSelector(field);
      if (!field.atEnd()) field.fail("a property such as $.latency is expected");
      const event = parse(message);
      return event === undefined ? undefined : select(event).find(isScalar);
    },
  };
};
