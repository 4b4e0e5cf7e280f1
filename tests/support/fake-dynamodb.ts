import { AwsError } from "../../functions/aws/errors";
import type { JsonCall } from "../../functions/aws/json";

type Value = { readonly S?: string; readonly N?: string };
export type Item = Readonly<Record<string, Value>>;
interface Put {
  readonly TableName: string;
  readonly Item: Item;
  readonly ConditionExpression?: string;
}
interface Delete {
  readonly TableName: string;
  readonly Key: Item;
}
type Action = { readonly Put: Put } | { readonly Delete: Delete };
interface Writes {
  readonly TransactItems: readonly Action[];
}
interface Query {
  readonly TableName: string;
  readonly KeyConditionExpression: string;
  readonly FilterExpression: string;
  readonly ExpressionAttributeValues: Readonly<Record<string, Value>>;
  readonly Select?: string;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
}
interface BatchGet {
  readonly RequestItems: Readonly<
    Record<string, { readonly Keys: readonly Item[]; readonly ConsistentRead?: boolean }>
  >;
}

const refuse = (code: string, message = ""): never => {
  throw new AwsError(400, code, message);
};

const only = (given: object, ...known: string[]): void => {
  for (const name of Object.keys(given)) if (!known.includes(name)) refuse("ValidationException", name);
};

/**
 * One table of DynamoDB in memory, keyed by `caller` and `uploadId`, with what its API reference says of the
 * operations and expressions that the ledger uses; any other is refused. Nothing in it expires by itself.
 * `scanned` is how many items a page of Query reads at most, as the real one stops at 1 MB.
 */
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
    const keys = TransactItems.map((action) => {
      if ("Put" in action) only(action.Put, "TableName", "Item", "ConditionExpression");
      else only(action.Delete, "TableName", "Key");
      here("Put" in action ? action.Put.TableName : action.Delete.TableName);
      return keyOf("Put" in action ? action.Put.Item : action.Delete.Key);
    });
    if (new Set(keys).size < keys.length) refuse("ValidationException", "two actions on one item");
    for (const action of TransactItems) {
      if (!("Put" in action) || action.Put.ConditionExpression === undefined) continue;
      if (action.Put.ConditionExpression !== "attribute_not_exists(uploadId)") refuse("ValidationException");
      if (items.has(keyOf(action.Put.Item))) refuse("TransactionCanceledException", "[None, ConditionalCheckFailed]");
    }
    for (const action of TransactItems)
      if ("Put" in action) items.set(keyOf(action.Put.Item), action.Put.Item);
      else items.delete(keyOf(action.Delete.Key));
    return {};
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
      ...(input.Select === "COUNT" ? {} : { Items: found }),
      // The real one does not look further either: a page that is full has a next one, which may be empty.
      ...(page.length === size && last && { LastEvaluatedKey: { caller: last.caller, uploadId: last.uploadId } }),
    };
  };

  const call: JsonCall = async (operation, input) => {
    asked.push({ operation, input });
    await Promise.resolve();
    if (operation === "TransactWriteItems") return { ...write(input as Writes) };
    if (operation === "BatchGetItem") return { ...get(input as BatchGet) };
    if (operation === "Query") return { ...query(input as Query) };
    return refuse("UnknownOperationException", operation);
  };
  return { call, items, asked };
};
