import { setTimeout as sleep } from "node:timers/promises";
import { AwsError } from "../aws/errors";
import type { JsonCall } from "../aws/json";
import type { Checksum } from "../records/contract";
import { type Admission, type Item, openQuota, type QuotaRules } from "./quota";
import type { CompletedUpload } from "./response-schemas";

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
  /** When it can no longer be resumed, in seconds since 1970. */
  readonly until: number;
  readonly contentType?: string | undefined;
  readonly checksum?: Checksum | undefined;
  /** S3's id of a multipart upload, and the bytes of a part; absent for a single PUT. */
  readonly multipart?: { readonly uploadId: string; readonly partSize: number };
}

/** How an upload ended. */
export type Outcome = { readonly completed: CompletedUpload } | { readonly aborted: string };

export type LedgerEntry = { readonly open: Upload } | { readonly closed: Outcome };

export interface Ledger {
  /** Asks whether so many more files may be planned now. Each time counts, whatever becomes of the files. */
  readonly admit: (files: number) => Promise<Admission>;
  /**
   * Enters uploads that were planned together, and so expire together, all or none; false where that would be more than
   * the caller may have in progress. At most 100.
   */
  readonly open: (uploads: readonly Upload[]) => Promise<boolean>;
  /** Undefined for an id that the caller never had, or whose time is over. */
  readonly find: (id: string) => Promise<LedgerEntry | undefined>;
  /** The oldest first. */
  readonly list: (page: {
    readonly cursor?: string | undefined;
    readonly limit: number;
  }) => Promise<{ readonly uploads: readonly Upload[]; readonly cursor?: string }>;
  /** Moves an upload to those that ended. The first outcome stays: it is what is given back. */
  readonly close: (upload: Pick<Upload, "id" | "until">, outcome: Outcome) => Promise<Outcome>;
}

/** The partitions of one caller. */
export const partitions = (caller: string) => ({
  open: `open#${caller}`,
  closed: `closed#${caller}`,
  quota: `quota#${caller}`,
});

/** Uploads that one transaction opens: DynamoDB takes 100 actions, of which one counts them. */
const mostAtOnce = 99;

/** Attempts at a transaction that another one of the same caller hinders. */
const attempts = 7;

/** Days that an outcome is kept. */
const outcomeDays = 7;

const daySeconds = 86_400;

const itemsOf = (value: unknown): Item[] => (Array.isArray(value) ? (value as Item[]) : []);

export interface LedgerOptions {
  readonly call: JsonCall;
  /** The table, by name or ARN. */
  readonly table: string;
  readonly caller: string;
  readonly rules: QuotaRules;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits, in milliseconds. @default a timer */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Why DynamoDB cancelled a transaction, action by action: `None` or a code. Empty for any other failure. */
const reasonsOf = (error: unknown): string[] => {
  const reasons = error instanceof AwsError && error.code === "TransactionCanceledException" ? error.body : undefined;
  const listed: unknown = reasons?.CancellationReasons;
  return Array.isArray(listed) ? listed.map((reason: { readonly Code?: string }) => reason.Code ?? "None") : [];
};

/** Whether a condition failed, and nothing else. */
const conditionFailed = (error: unknown): boolean => {
  const reasons = reasonsOf(error).filter((code) => code !== "None");
  return reasons.length > 0 && reasons.every((code) => code === "ConditionalCheckFailed");
};

/** Whether another request was at work on the same item (DynamoDB Developer Guide, "Transaction conflict handling"). */
const hindered = (error: unknown): boolean =>
  (error instanceof AwsError && error.code === "TransactionConflictException") ||
  reasonsOf(error).includes("TransactionConflict");

/** The ledger of one caller, in DynamoDB (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/). */
export const openLedger = ({ call, table, caller, rules, now, wait = sleep }: LedgerOptions): Ledger => {
  const { open, closed, quota: counted } = partitions(caller);
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

  /** Makes a call again that another one of the same caller hindered: all of them change the item that counts. */
  const persist: JsonCall = async (operation, input) => {
    for (let tries = 1; ; tries += 1)
      try {
        return await call(operation, input);
      } catch (error) {
        if (!hindered(error) || tries === attempts) throw error;
        await wait(Math.random() * 25 * 2 ** tries);
      }
  };
  const transact = (...actions: readonly object[]) => persist("TransactWriteItems", { TransactItems: actions });
  const quota = openQuota({ call: persist, table, key: idOf(counted, "quota"), rules, now });

  const page = async (more: object) => {
    const answer = await call("Query", {
      TableName: table,
      KeyConditionExpression: "caller = :caller",
      FilterExpression: "expires > :now",
      ExpressionAttributeValues: { ":caller": { S: open }, ":now": { N: String(seconds()) } },
      ...more,
    });
    const last = answer.LastEvaluatedKey as Item | undefined;
    return { items: itemsOf(answer.Items), last: last?.uploadId?.S };
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

  const remove = (id: string) => ({ Delete: { TableName: table, Key: idOf(open, id) } });
  const removeOpen = (id: string) => ({
    Delete: { ...remove(id).Delete, ConditionExpression: "attribute_exists(uploadId)" },
  });

  return {
    find,
    admit: quota.admit,
    open: async (uploads) => {
      const [{ until } = { until: 0 }] = uploads;
      const put = (upload: Upload) => ({
        Put: { TableName: table, Item: item(open, upload.id, upload, upload.until) },
      });
      const [first, rest] = [uploads.slice(0, mostAtOnce), uploads.slice(mostAtOnce)];
      const enter = (some: readonly Upload[], more: number): Promise<boolean> =>
        transact(...some.map(put), quota.count(some.length, until, more)).then(
          () => true,
          (error: unknown) => {
            if (conditionFailed(error)) return false;
            throw error;
          },
        );
      if (!(await enter(first, rest.length))) return false;
      if (rest.length === 0) return true;
      // What is not entered whole is taken back. If that fails too, it expires as any upload does, and is counted so.
      const takeBack = () =>
        transact(...first.map(({ id }) => removeOpen(id)), quota.release(until, first.length)).catch(() => undefined);
      try {
        const entered = await enter(rest, 0);
        if (!entered) await takeBack();
        return entered;
      } catch (error) {
        await takeBack();
        throw error;
      }
    },
    list: async ({ cursor, limit }) => {
      const { items, last } = await page({ Limit: limit, ...after(cursor) });
      return { uploads: items.map((each) => read<Upload>(each)), ...(last === undefined ? {} : { cursor: last }) };
    },
    close: async ({ id, until }, outcome) => {
      const end = item(closed, id, outcome, seconds() + outcomeDays * daySeconds);
      const put = { Put: { TableName: table, Item: end, ConditionExpression: "attribute_not_exists(uploadId)" } };
      const close = async (...actions: readonly object[]): Promise<Outcome | undefined> => {
        try {
          await transact(...actions, put);
          return outcome;
        } catch (error) {
          if (!conditionFailed(error)) throw error;
          // Somebody closed it in the same moment.
          const entry = await find(id);
          return entry && "closed" in entry ? entry.closed : undefined;
        }
      };
      // Without an answer, its time was over in this moment: its day is taken off the count as a whole.
      const ended = (await close(removeOpen(id), quota.release(until))) ?? (await close(remove(id)));
      if (ended === undefined) throw new AwsError(503, "TransactionCanceledException", "the upload was not closed");
      return ended;
    },
  };
};
