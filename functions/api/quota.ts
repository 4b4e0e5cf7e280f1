import { AwsError } from "../aws/errors";
import type { JsonCall } from "../aws/json";

/**
 * How much one caller may plan: uploads in progress, and files a second. Both are in one item of the caller's, so that
 * one conditional update asks for both, and a refusal costs one call of DynamoDB.
 *
 * The item counts uploads in progress in total, and apart by the day (UTC) on which they expire. Each upload is counted
 * from the transaction that opens it to the one that closes it. One that nobody closes is counted until its day is
 * over; then the whole day is taken off. So the count is never below the truth, and returns to it by itself.
 */

export interface QuotaRules {
  /** The most uploads in progress. */
  readonly openUploads: number;
  /** Files a second that may be planned, and how many at once. */
  readonly perSecond: number;
  readonly burst: number;
  /** Files that a request counts for at least. */
  readonly perRequest: number;
  /** Days that an upload may be in progress. */
  readonly resumeDays: number;
}

/** Whether more uploads may be planned; if not, how many are in progress, or after how many seconds they may be. */
export type Admission = "admitted" | { readonly inProgress: number } | { readonly waitSeconds: number };

type Value = { readonly S?: string; readonly N?: string };
export type Item = Readonly<Record<string, Value>>;

const daySeconds = 86_400;
/** Clocks of two functions differ by less, in seconds. */
const clocks = 3600;
/** DynamoDB takes 300 operators in an expression. */
const mostDays = 50;

/** Attempts at one admission while the caller's other requests change the item. */
const attempts = 8;

/** The attribute that counts the uploads which expire on the same day as `until`, in seconds since 1970. */
export const dayOf = (until: number): string => `d${Math.floor(until / daySeconds)}`;

const number = (item: Item, name: string): number => Number(item[name]?.N ?? 0);
const N = (value: number): Value => ({ N: String(value) });

/** The item as it was when a condition on it failed; undefined for any other failure. */
const itemOf = (error: unknown): Item | undefined =>
  error instanceof AwsError && error.code === "ConditionalCheckFailedException"
    ? ((error.body?.Item ?? {}) as Item)
    : undefined;

export interface QuotaOptions {
  readonly call: JsonCall;
  readonly table: string;
  /** The item's key. */
  readonly key: Item;
  readonly rules: QuotaRules;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The quota of one caller. */
export const openQuota = ({ call, table, key, rules, now }: QuotaOptions) => {
  const target = { TableName: table, Key: key };
  const { openUploads, resumeDays } = rules;
  /** When the item may go: nothing that it counts is in progress then. */
  const expires = () => N(Math.floor(now() / 1000) + (resumeDays + 2) * daySeconds);
  const hasRoom = "(attribute_not_exists(inProgress) OR inProgress <= :room)";

  /** Takes off the days whose uploads have all expired. Answers whether there were any. */
  const heal = async (item: Item): Promise<boolean> => {
    const today = Math.floor(now() / 1000) - clocks;
    const over = Object.keys(item)
      .filter((name) => /^d\d+$/.test(name) && (Number(name.slice(1)) + 1) * daySeconds <= today)
      .slice(0, mostDays);
    if (over.length === 0) return false;
    const sum = over.reduce((total, name) => total + number(item, name), 0);
    const unchanged = over.map((name) => [`:${name}`, item[name]] as const);
    await call("UpdateItem", {
      ...target,
      UpdateExpression: `SET inProgress = inProgress - :sum REMOVE ${over.join(", ")}`,
      ConditionExpression: over.map((name) => `${name} = :${name}`).join(" AND "),
      ExpressionAttributeValues: { ":sum": N(sum), ...Object.fromEntries(unchanged) },
    }).catch((error: unknown) => {
      // Another request did it in the same moment.
      if (itemOf(error) === undefined) throw error;
    });
    return true;
  };

  return {
    /** Asks for `files` more. Asked twice because an answer was lost, it counts twice. A token bucket, kept as the moment at which it is full again (GCRA). */
    admit: async (files: number): Promise<Admission> => {
      if (files > openUploads) return { inProgress: 0 };
      const cost = Math.round((Math.max(files, rules.perRequest) * 1000) / rules.perSecond);
      const room = openUploads - files;
      let freeAt = 0;
      for (let tries = 0; tries < attempts; tries += 1) {
        const at = now();
        const full = freeAt <= at;
        const latest = at + Math.round((rules.burst * 1000) / rules.perSecond) - cost;
        const [change, condition, values] = full
          ? (["freeAt = :next", "(attribute_not_exists(freeAt) OR freeAt <= :now)", { ":next": at + cost }] as const)
          : ([
              "freeAt = freeAt + :cost",
              "freeAt > :now AND freeAt <= :latest",
              { ":cost": cost, ":latest": latest },
            ] as const);
        const numbers = { ...values, ":now": at, ":room": room };
        try {
          const { Attributes = {} } = await call("UpdateItem", {
            ...target,
            UpdateExpression: `SET ${change}, expires = :expires`,
            ConditionExpression: `${condition} AND ${hasRoom}`,
            ExpressionAttributeValues: {
              ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, N(value)])),
              ":expires": expires(),
            },
            ReturnValues: "ALL_NEW",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          });
          await heal(Attributes as Item);
          return "admitted";
        } catch (error) {
          const item = itemOf(error);
          if (item === undefined) throw error;
          if (await heal(item)) continue;
          const inProgress = number(item, "inProgress");
          if (inProgress > room) return { inProgress };
          freeAt = number(item, "freeAt");
          if (freeAt > latest) return { waitSeconds: Math.ceil((freeAt - latest) / 1000) };
        }
      }
      // The caller's own requests overtake each other.
      throw new AwsError(503, "ThrottlingException", "the quota was changed by other requests at the same time");
    },

    /** The part of a transaction that counts uploads which are opened; `more` follow in another transaction. */
    count: (uploads: number, until: number, more: number) => ({
      Update: {
        ...target,
        UpdateExpression: `SET expires = :expires ADD inProgress :uploads, ${dayOf(until)} :uploads`,
        ConditionExpression: hasRoom,
        ExpressionAttributeValues: {
          ":expires": expires(),
          ":uploads": N(uploads),
          ":room": N(openUploads - uploads - more),
        },
      },
    }),

    /** The part of a transaction that takes uploads off again; its condition fails where their day was taken off. */
    release: (until: number, uploads = 1) => ({
      Update: {
        ...target,
        UpdateExpression: `ADD inProgress :less, ${dayOf(until)} :less`,
        ConditionExpression: `${dayOf(until)} >= :uploads`,
        ExpressionAttributeValues: { ":less": N(-uploads), ":uploads": N(uploads) },
      },
    }),
  };
};
