import { createHash } from "node:crypto";
import { AwsError } from "../aws/errors";
import type { JsonCall } from "../aws/json";

/**
 * The restores of versions, which last longer than one call: what makes a repeated call go on with the same copy, and
 * a finished one answer the same. One item for each object and version, in the table of uploads, in a partition of its own.
 */

/** The partition, which the policy of an administrator's session names. */
export const restoresPartition = "restores";

/** How far a restore is. */
export interface RestoreEntry {
  /** In the new version's metadata, so that it is known where the call that made it never learned of it. */
  readonly mark: string;
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** S3's id of the copy by parts, and the bytes of a part; absent where one request copies. */
  readonly multipart?: { readonly uploadId: string; readonly partSize: number };
  /** The new version, once it is there. */
  readonly versionId?: string;
}

export interface Restores {
  readonly find: (key: string, versionId: string) => Promise<RestoreEntry | undefined>;
  /** Puts `entry` in the place of `before`. Gives what is there then: another one, if somebody else was faster. */
  readonly replace: (
    key: string,
    versionId: string,
    before: RestoreEntry | undefined,
    entry: RestoreEntry,
  ) => Promise<RestoreEntry>;
}

const daySeconds = 86_400;

/** Opens the restores of a stack. `now` gives milliseconds since 1970; an entry lives `days`, as long as S3 keeps parts. */
export const openRestores = (
  { call, name }: { readonly call: JsonCall; readonly name: string },
  days: number,
  now: () => number,
): Restores => {
  // A key and a version id are longer together than a sort key may be.
  const keyOf = (key: string, versionId: string) => {
    const id = createHash("sha256")
      .update(JSON.stringify([key, versionId]))
      .digest("hex");
    return { caller: { S: restoresPartition }, uploadId: { S: id } };
  };
  const seconds = (): number => Math.floor(now() / 1000);

  const find: Restores["find"] = async (key, versionId) => {
    const answer = await call("GetItem", { TableName: name, Key: keyOf(key, versionId), ConsistentRead: true });
    const item = answer.Item as { readonly value?: { S?: string }; readonly expires?: { N?: string } } | undefined;
    // DynamoDB deletes what has expired, but not at once.
    return Number(item?.expires?.N) > seconds() ? (JSON.parse(item?.value?.S ?? "") as RestoreEntry) : undefined;
  };

  return {
    find,
    replace: async (key, versionId, before, entry) => {
      const values = { ":now": { N: String(seconds()) }, ...(before && { ":before": { S: JSON.stringify(before) } }) };
      const replaced = call("PutItem", {
        TableName: name,
        Item: {
          ...keyOf(key, versionId),
          value: { S: JSON.stringify(entry) },
          expires: { N: String(seconds() + days * daySeconds) },
        },
        ConditionExpression: `attribute_not_exists(uploadId) OR #expires <= :now${before ? " OR #value = :before" : ""}`,
        ExpressionAttributeNames: { "#expires": "expires", ...(before && { "#value": "value" }) },
        ExpressionAttributeValues: values,
      });
      try {
        await replaced;
        return entry;
      } catch (error) {
        if (!(error instanceof AwsError && error.code === "ConditionalCheckFailedException")) throw error;
        // Somebody else was faster; or it was this call's own repetition, and the entry is its own.
        const there = await find(key, versionId);
        if (there === undefined) throw new AwsError(503, "ConditionalCheckFailedException", "the entry is gone");
        return there;
      }
    },
  };
};
