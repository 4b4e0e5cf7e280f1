import type { Change, Item } from "../../functions/records/item";
import { updateInput } from "../../functions/records/table";

type Value = { readonly S: string } | { readonly N: string };
type Attributes = Record<string, Value>;

const textOf = (value: Value): string => ("S" in value ? value.S : value.N);

/** `#a`, `:a` and `if_not_exists(#a, :a)` of an update expression. */
const setClause = /^(#\w+) = (?:if_not_exists\((#\w+), (:\w+)\)|(:\w+))$/;
const conditionClause = /^attribute_not_exists\((#\w+)\) OR (#\w+) ([<>]) (:\w+)$/;

const mustMatch = (pattern: RegExp, text: string): RegExpExecArray => {
  const found = pattern.exec(text);
  if (found === null) throw new Error(`the fake table does not understand '${text}'`);
  return found;
};

/**
 * A table in memory that reads the very expressions that DynamoDB is sent, and honours their conditions. It
 * understands what the recorder uses, and throws for anything else.
 */
export const fakeTable = () => {
  const items = new Map<string, Attributes>();
  const update = (input: ReturnType<typeof updateInput>): Attributes | undefined => {
    const { Key, UpdateExpression, ConditionExpression } = input;
    const names: Readonly<Record<string, string>> = input.ExpressionAttributeNames;
    const values: Readonly<Record<string, Value>> = input.ExpressionAttributeValues;
    const name = (placeholder = ""): string => {
      const found = names[placeholder];
      if (found === undefined) throw new Error(`${placeholder} is not named`);
      return found;
    };
    const value = (placeholder = ""): Value => {
      const found = values[placeholder];
      if (found === undefined) throw new Error(`${placeholder} has no value`);
      return found;
    };
    const id = JSON.stringify(Key);
    const item: Attributes = { ...Key, ...items.get(id) };
    if (ConditionExpression !== undefined) {
      const [, absent, compared, operator, than] = mustMatch(conditionClause, ConditionExpression);
      const has = item[name(compared)];
      const holds =
        item[name(absent)] === undefined ||
        (has !== undefined &&
          (operator === "<" ? textOf(has) < textOf(value(than)) : textOf(has) > textOf(value(than))));
      if (!holds) return undefined;
    }
    const [, sets = "", removes] = mustMatch(/^SET (.*?)(?: REMOVE (.*))?$/, UpdateExpression);
    for (const clause of sets.split(/, (?=#)/)) {
      const [, target, unless, once, always] = mustMatch(setClause, clause);
      if (once !== undefined) item[name(target)] = item[name(unless)] ?? value(once);
      else item[name(target)] = value(always);
    }
    for (const removed of removes?.split(", ") ?? []) delete item[name(removed)];
    items.set(id, item);
    return item;
  };
  const plain = (attributes: Attributes): Item => {
    const entries = Object.entries(attributes).map(([name, value]) => [name, "N" in value ? Number(value.N) : value.S]);
    return Object.fromEntries(entries) as Item;
  };
  return {
    change: async (change: Change): Promise<Item | undefined> => {
      const attributes = update(updateInput("index", change));
      return attributes && plain(attributes);
    },
    items: (): Item[] => [...items.values()].map(plain),
  };
};
