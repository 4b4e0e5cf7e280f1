/**
 * DynamoDB's expressions, as far as the ledger uses them (Developer Guide, "Condition and filter expressions" and
 * "Update expressions"). Anything else is an error, so that no test passes because an expression was overlooked.
 */

export type Value = { readonly S?: string; readonly N?: string };
export type Item = Readonly<Record<string, Value>>;
export type Values = Readonly<Record<string, Value>>;

const mustMatch = (pattern: RegExp, text: string): RegExpExecArray => {
  const found = pattern.exec(text);
  if (found === null) throw new Error(`the fake table does not understand '${text}'`);
  return found;
};

const find = (values: Values, name = ""): Value => {
  const found = values[name];
  if (found === undefined) throw new Error(`${name} has no value`);
  return found;
};

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
  ">": (a, b) => a > b,
  "=": (a, b) => a === b,
};

const simple = (text: string, item: Item | undefined, values: Values): boolean => {
  const [, negated, present] = /^attribute_(not_)?exists\((\w+)\)$/.exec(text) ?? [];
  if (present !== undefined) return (item?.[present] === undefined) === (negated !== undefined);
  const [, left = "", operator = "", right] = mustMatch(/^(\w+) (<=|>=|>|=) (:\w+)$/, text);
  const given = item?.[left];
  const wanted = find(values, right);
  // A comparison with an attribute that is not there, or is of another type, does not hold.
  if (given?.N === undefined || wanted.N === undefined) return false;
  return comparisons[operator]?.(Number(given.N), Number(wanted.N)) ?? false;
};

/** Whether a condition holds: simple ones, joined by AND, of which each may be an OR in parentheses. */
export const holds = (condition: string | undefined, item: Item | undefined, values: Values = {}): boolean =>
  condition === undefined ||
  condition.split(" AND ").every((part) => {
    const [, inside] = /^\((.*)\)$/.exec(part) ?? [];
    return (inside ?? part).split(" OR ").some((each) => simple(each, item, values));
  });

/** The item after an update. */
export const updated = (expression: string, key: Item, item: Item | undefined, values: Values = {}): Item => {
  const after: Record<string, Value> = { ...key, ...item };
  const number = (name: string): number => {
    const given = after[name]?.N;
    if (given === undefined) throw new Error(`${name} is no number in the item`);
    return Number(given);
  };
  for (const [, verb = "", list = ""] of expression.matchAll(/(SET|ADD|REMOVE) (.*?)(?= (?:SET|ADD|REMOVE) |$)/g))
    for (const clause of list.split(", ")) {
      if (verb === "REMOVE") {
        delete after[mustMatch(/^\w+$/, clause)[0]];
      } else if (verb === "ADD") {
        const [, name = "", value] = mustMatch(/^(\w+) (:\w+)$/, clause);
        after[name] = { N: String(Number(after[name]?.N ?? 0) + Number(find(values, value).N)) };
      } else {
        const [, name = "", from, sign, value] = mustMatch(/^(\w+) = (?:(\w+) ([+-]) )?(:\w+)$/, clause);
        const given = find(values, value);
        const step = Number(given.N) * (sign === "-" ? -1 : 1);
        after[name] = from === undefined ? given : { N: String(number(from) + step) };
      }
    }
  return after;
};
