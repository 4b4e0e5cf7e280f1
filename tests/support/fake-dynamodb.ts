import { AwsError } from "../../functions/aws/errors";
import type { JsonCall } from "../../functions/aws/json";
import { holds, type Item, updated, type Value, type Values } from "./fake-expressions";

interface Write {
  readonly TableName: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Values;
}
interface Put extends Write {
  readonly Item: Item;
}
interface Delete extends Write {
  readonly Key: Item;
}
interface Update extends Write {
  readonly Key: Item;
  readonly UpdateExpression: string;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}
type Action = { readonly Put: Put } | { readonly Delete: Delete } | { readonly Update: Update };
interface Writes {
  readonly TransactItems: readonly Action[];
}
interface Query {
  readonly TableName: string;
  readonly KeyConditionExpression: string;
  readonly FilterExpression: string;
  readonly ExpressionAttributeValues: Readonly<Record<string, Value>>;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
}
interface BatchGet {
  readonly RequestItems: Readonly<
    Record<string, { readonly Keys: readonly Item[]; readonly ConsistentRead?: boolean }>
  >;
}

const refuse = (code: string, message = "", body: Readonly<Record<string, unknown>> = {}): never => {
  throw new AwsError(400, code, message, undefined, body);
};

/** An action by its item's key, what it asks of the item, and what it makes of it. */
const actionOf = (action: Action) => {
  if ("Put" in action) {
    only(action.Put, "TableName", "Item", "ConditionExpression");
    return { write: action.Put, key: action.Put.Item, after: (): Item | undefined => action.Put.Item };
  }
  if ("Delete" in action) {
    only(action.Delete, "TableName", "Key", "ConditionExpression");
    return { write: action.Delete, key: action.Delete.Key, after: (): Item | undefined => undefined };
  }
  const { Update } = action;
  only(Update, "TableName", "Key", "UpdateExpression", "ConditionExpression", "ExpressionAttributeValues");
  const after = (item: Item | undefined): Item | undefined =>
    updated(Update.UpdateExpression, Update.Key, item, Update.ExpressionAttributeValues);
  return { write: Update, key: Update.Key, after };
};

const only = (given: object, ...known: string[]): void => {
  for (const name of Object.keys(given)) if (!known.includes(name)) refuse("ValidationException", name);
};

/**
 * One table of DynamoDB in memory, keyed by `caller` and `uploadId`, with what its API reference says of the
 * operations and expressions that the ledger uses; any other is refused. Nothing in it expires by itself.
 * `scanned` is how many items a page of Query reads at most, as the real one stops at 1 MB.
 */
export type { Item };

export const fakeDynamoDb = ({ table, scanned = Number.POSITIVE_INFINITY }: { table: string; scanned?: number }) => {
  const items = new Map<string, Item>();
  const asked: { readonly operation: string; readonly input: object }[] = [];
  /** A sort key has 1 to 1,024 bytes. */
  const fits = (key: string): boolean => key !== "" && Buffer.byteLength(key) <= 1024;
  const keyOf = ({ caller, uploadId }: Item): string =>
    caller?.S && uploadId?.S && fits(uploadId.S)
      ? JSON.stringify([caller.S, uploadId.S])
      : refuse("ValidationException", "no key");
  const here = (name: string): void => {
    if (name !== table) refuse("ResourceNotFoundException", name);
  };

  const write = ({ TransactItems }: Writes): object => {
    if (TransactItems.length < 1 || TransactItems.length > 100) refuse("ValidationException", "1 to 100 actions");
    const actions = TransactItems.map(actionOf);
    for (const action of actions) here(action.write.TableName);
    const keys = actions.map(({ key }) => keyOf(key));
    if (new Set(keys).size < keys.length) refuse("ValidationException", "two actions on one item");
    const reasons = actions.map(({ write: { ConditionExpression, ExpressionAttributeValues } }, index) =>
      holds(ConditionExpression, items.get(keys[index] ?? ""), ExpressionAttributeValues)
        ? { Code: "None" }
        : { Code: "ConditionalCheckFailed" },
    );
    if (reasons.some(({ Code }) => Code !== "None"))
      refuse("TransactionCanceledException", "see the reasons", { CancellationReasons: reasons });
    for (const [index, { after }] of actions.entries()) {
      const key = keys[index] ?? "";
      const item = after(items.get(key));
      if (item === undefined) items.delete(key);
      else items.set(key, item);
    }
    return {};
  };

  const update = (input: Update): object => {
    const { TableName, Key, UpdateExpression, ConditionExpression, ExpressionAttributeValues: values } = input;
    here(TableName);
    const key = keyOf(Key);
    const item = items.get(key);
    if (!holds(ConditionExpression, item, values))
      refuse("ConditionalCheckFailedException", "The conditional request failed", {
        ...(input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && item ? { Item: item } : {}),
      });
    const after = updated(UpdateExpression, Key, item, values);
    items.set(key, after);
    return input.ReturnValues === "ALL_NEW" ? { Attributes: after } : {};
  };

  const get = ({ RequestItems }: BatchGet): object => {
    const found = Object.entries(RequestItems).map(([name, { Keys, ConsistentRead }]) => {
      here(name);
      if (ConsistentRead !== true) refuse("ValidationException", "this read may be a stale one");
      // In no order.
      return [name, [...Keys].reverse().flatMap((key) => items.get(keyOf(key)) ?? [])] as const;
    });
    return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
  };

  const query = (input: Query): object => {
    const { ExpressionAttributeValues: values, ExclusiveStartKey: from, Limit = scanned } = input;
    only(values, ":caller", ":now");
    here(input.TableName);
    if (input.KeyConditionExpression !== "caller = :caller") refuse("ValidationException");
    if (input.FilterExpression !== "expires > :now") refuse("ValidationException");
    if (from !== undefined && from.caller?.S !== values[":caller"]?.S) refuse("ValidationException", "start key");
    const after = from?.uploadId?.S ?? "";
    const below = [...items.values()]
      .filter(({ caller, uploadId }) => caller?.S === values[":caller"]?.S && (uploadId?.S ?? "") > after)
      .sort((a, b) => ((a.uploadId?.S ?? "") < (b.uploadId?.S ?? "") ? -1 : 1));
    const size = Math.min(Limit, scanned);
    const page = below.slice(0, size);
    const found = page.filter(({ expires }) => Number(expires?.N) > Number(values[":now"]?.N));
    const last = page.at(-1);
    return {
      Count: found.length,
      ScannedCount: page.length,
      Items: found,
      // The real one does not look further either: a page that is full has a next one, which may be empty.
      ...(page.length === size && last && { LastEvaluatedKey: { caller: last.caller, uploadId: last.uploadId } }),
    };
  };

  const call: JsonCall = async (operation, input) => {
    asked.push({ operation, input });
    await Promise.resolve();
    if (operation === "TransactWriteItems") return { ...write(input as Writes) };
    if (operation === "UpdateItem") return { ...update(input as Update) };
    if (operation === "BatchGetItem") return { ...get(input as BatchGet) };
    if (operation === "Query") return { ...query(input as Query) };
    return refuse("UnknownOperationException", operation);
  };
  return { call, items, asked };
};
