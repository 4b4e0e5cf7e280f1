import { AwsError } from "../aws/errors";
import type { JsonCall } from "../aws/json";
import type { Checksum } from "../records/contract";
import type { CompletedUpload } from "./answers";

/**
 * The uploads of one caller that are in progress, and for some days how each ended: what S3 cannot tell of a multipart
 * upload (its size, its checksum, whose it is), and what makes a repeated completion answer the same. One item an
 * upload, in the caller's own partitions, which the session's policy names.
 */

/** An upload that was planned. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  /** Bytes that were announced. */
  readonly size: number;
  readonly overwrite: boolean;
  /** When it was planned, in seconds since 1970. */
  readonly at: number;
  readonly contentType?: string | undefined;
  readonly checksum?: Checksum | undefined;
  /** S3's id of a multipart upload, and the bytes of a part; absent for a single PUT. */
  readonly multipart?: { readonly uploadId: string; readonly partSize: number };
}

/** How an upload ended. */
export type Outcome = { readonly completed: CompletedUpload } | { readonly aborted: string };

export type LedgerEntry = { readonly open: Upload } | { readonly closed: Outcome };

export interface Ledger {
  /** Enters uploads, all or none. At most 100. */
  readonly open: (uploads: readonly Upload[]) => Promise<void>;
  /** Undefined for an id that the caller never had, or whose time is over. */
  readonly find: (id: string) => Promise<LedgerEntry | undefined>;
  /** The oldest first. */
  readonly list: (page: {
    readonly cursor?: string | undefined;
    readonly limit: number;
  }) => Promise<{ readonly uploads: readonly Upload[]; readonly cursor?: string }>;
  /** How many are in progress; it stops counting at `enough`. */
  readonly count: (enough: number) => Promise<number>;
  /** Moves an upload to those that ended. The first outcome stays: it is what is given back. */
  readonly close: (id: string, outcome: Outcome) => Promise<Outcome>;
}

/** The partitions of one caller. */
export const partitions = (caller: string) => ({ open: `open#${caller}`, closed: `closed#${caller}` });

/** Days that an outcome is kept. */
const outcomeDays = 7;

const daySeconds = 86_400;

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

const itemsOf = (value: unknown): Item[] => (Array.isArray(value) ? (value as Item[]) : []);

export interface LedgerPlace {
  readonly call: JsonCall;
  /** The table, by name or ARN. */
  readonly table: string;
  readonly caller: string;
  /** Days in which an upload can be resumed. */
  readonly resumeDays: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The ledger of one caller, in DynamoDB (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/). */
export const openLedger = ({ call, table, caller, resumeDays, now }: LedgerPlace): Ledger => {
  const { open, closed } = partitions(caller);
  const seconds = () => Math.floor(now() / 1000);
  const idOf = (partition: string, id: string) => ({ caller: { S: partition }, uploadId: { S: id } });
  const item = (partition: string, id: string, value: object, expires: number) => ({
    ...idOf(partition, id),
    value: { S: JSON.stringify(value) },
    expires: { N: String(expires) },
  });
  // DynamoDB deletes what has expired, but not at once.
  const lives = ({ expires }: Item): boolean => Number(expires?.N) > seconds();
  const read = <T>({ value }: Item): T => JSON.parse(value?.S ?? "null") as T;

  const page = async (more: object) => {
    const answer = await call("Query", {
      TableName: table,
      KeyConditionExpression: "caller = :caller",
      FilterExpression: "expires > :now",
      ExpressionAttributeValues: { ":caller": { S: open }, ":now": { N: String(seconds()) } },
      ...more,
    });
    const last = answer.LastEvaluatedKey as Item | undefined;
    return { items: itemsOf(answer.Items), count: Number(answer.Count), last: last?.uploadId?.S };
  };
  const after = (id: string | undefined) => (id === undefined ? {} : { ExclusiveStartKey: idOf(open, id) });

  const find = async (id: string): Promise<LedgerEntry | undefined> => {
    const Keys = [idOf(open, id), idOf(closed, id)];
    const answer = await call("BatchGetItem", { RequestItems: { [table]: { Keys, ConsistentRead: true } } });
    if (Object.keys(answer.UnprocessedKeys ?? {}).length > 0) throw new AwsError(503, "ThrottlingException", "");
    const found = Object.values(answer.Responses ?? {})
      .flatMap(itemsOf)
      .filter(lives);
    const ended = found.find((each) => each.caller?.S === closed);
    if (ended !== undefined) return { closed: read(ended) };
    return found[0] && { open: read(found[0]) };
  };

  return {
    find,
    open: async (uploads) => {
      const puts = uploads.map((upload) => ({
        Put: { TableName: table, Item: item(open, upload.id, upload, upload.at + resumeDays * daySeconds) },
      }));
      await call("TransactWriteItems", { TransactItems: puts });
    },
    list: async ({ cursor, limit }) => {
      const { items, last } = await page({ Limit: limit, ...after(cursor) });
      return { uploads: items.map((each) => read<Upload>(each)), ...(last === undefined ? {} : { cursor: last }) };
    },
    count: async (enough) => {
      let total = 0;
      let from: string | undefined;
      do {
        const { count, last } = await page({ Select: "COUNT", ...after(from) });
        total += count;
        from = last;
      } while (from !== undefined && total < enough);
      return total;
    },
    close: async (id, outcome) => {
      const end = item(closed, id, outcome, seconds() + outcomeDays * daySeconds);
      const moved = call("TransactWriteItems", {
        TransactItems: [
          { Delete: { TableName: table, Key: idOf(open, id) } },
          { Put: { TableName: table, Item: end, ConditionExpression: "attribute_not_exists(uploadId)" } },
        ],
      });
      try {
        await moved;
        return outcome;
      } catch (error) {
        // Somebody closed it in the same moment.
        const entry = error instanceof AwsError && error.code === "TransactionCanceledException" && (await find(id));
        if (entry && "closed" in entry) return entry.closed;
        throw error;
      }
    },
  };
};
