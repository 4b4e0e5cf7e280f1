import { AwsError } from "../aws/errors";
import type { JsonCall } from "../aws/json";
import type { Change, Item } from "./item";

type AttributeValue = { readonly S: string } | { readonly N: string };

const toAttribute = (value: string | number): AttributeValue =>
  typeof value === "number" ? { N: String(value) } : { S: value };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** The item's attributes, all of which are texts and numbers. */
const toItem = ({ key, versionId }: Change, attributes: unknown): Item => {
  const values = Object.entries(isRecord(attributes) ? attributes : {}).map(([name, value]) => {
    const { S, N } = isRecord(value) ? value : {};
    return [name, N === undefined ? S : Number(N)];
  });
  return { ...Object.fromEntries(values), key, versionId };
};

/**
 * A change as UpdateItem takes it
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html). All names are placeholders:
 * `key` and others are reserved words.
 */
export const updateInput = (tableName: string, { key, versionId, once = {}, replace = {}, onlyIf }: Change) => {
  const names = new Map<string, string>();
  const values = new Map<string, AttributeValue>();
  const name = (attribute: string): string => {
    names.set(`#${attribute}`, attribute);
    return `#${attribute}`;
  };
  const value = (attribute: string, given: string | number): string => {
    values.set(`:${attribute}`, toAttribute(given));
    return `:${attribute}`;
  };
  const sets: string[] = [];
  const removes: string[] = [];
  for (const [attribute, given] of Object.entries(once))
    if (given !== undefined)
      sets.push(`${name(attribute)} = if_not_exists(${name(attribute)}, ${value(attribute, given)})`);
  for (const [attribute, given] of Object.entries(replace))
    if (given === undefined) removes.push(name(attribute));
    else sets.push(`${name(attribute)} = ${value(attribute, given)}`);
  const condition = onlyIf && {
    ConditionExpression: `attribute_not_exists(${name(onlyIf.attribute)}) OR ${name(onlyIf.attribute)} ${
      onlyIf.is === "less" ? "<" : ">"
    } ${value("than", onlyIf.than)}`,
  };
  return {
    TableName: tableName,
    Key: { key: toAttribute(key), versionId: toAttribute(versionId) },
    UpdateExpression: [`SET ${sets.join(", ")}`, ...(removes.length > 0 ? [`REMOVE ${removes.join(", ")}`] : [])].join(
      " ",
    ),
    ...condition,
    ExpressionAttributeNames: Object.fromEntries(names),
    ExpressionAttributeValues: Object.fromEntries(values),
    ReturnValues: "ALL_NEW",
  };
};

/** Makes one change; answers the item as it is then, or undefined where the item knows better already. */
export const changeItem = async (dynamodb: JsonCall, tableName: string, change: Change): Promise<Item | undefined> => {
  try {
    const { Attributes } = await dynamodb("UpdateItem", updateInput(tableName, change));
    return toItem(change, Attributes);
  } catch (error) {
    if (error instanceof AwsError && error.code === "ConditionalCheckFailedException") return undefined;
    throw error;
  }
};
