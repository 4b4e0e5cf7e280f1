import type { toLifecycleArgs } from "../../components/secure-bucket/lifecycle/rules";

/** A rule as it leaves for S3. */
export interface SentRule {
  readonly id: string;
  readonly status: string;
  readonly filter?: {
    readonly prefix?: string;
    readonly objectSizeGreaterThan?: number;
    readonly and?: { readonly prefix?: string; readonly objectSizeGreaterThan?: number };
  };
  readonly transitions?: readonly { readonly days: number; readonly storageClass: string }[];
  readonly expiration?: { readonly days?: number; readonly expiredObjectDeleteMarker?: boolean };
  readonly noncurrentVersionExpiration?: { readonly noncurrentDays: number; readonly newerNoncurrentVersions?: number };
  readonly noncurrentVersionTransitions?: readonly { readonly noncurrentDays: number; readonly storageClass: string }[];
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation: number };
}

/** The arguments as they are serialised: plain values, and nothing that is undefined. */
export const sent = (args: ReturnType<typeof toLifecycleArgs>): SentRule[] => JSON.parse(JSON.stringify(args));

/** From "Supported lifecycle transitions": which classes each class may move to. */
const supported: Record<string, readonly string[]> = {
  STANDARD_IA: ["INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  INTELLIGENT_TIERING: ["GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  GLACIER_IR: ["GLACIER", "DEEP_ARCHIVE"],
  GLACIER: ["DEEP_ARCHIVE"],
  DEEP_ARCHIVE: [],
};

const positive = (value: number) => Number.isInteger(value) && value >= 1 && value <= 2_147_483_647;

const transitionRefusals = (moves: readonly { readonly days: number; readonly storageClass: string }[]): string[] => {
  const found: string[] = [];
  for (const [index, a] of moves.entries()) {
    if (!(a.days === 0 || positive(a.days))) found.push(`Days ${a.days} of a transition`);
    if (a.storageClass === "STANDARD_IA" && a.days < 30) found.push("STANDARD_IA before 30 days");
    for (const b of moves.slice(index + 1)) {
      const [first, second] = a.days <= b.days ? [a, b] : [b, a];
      if (first.storageClass === second.storageClass) found.push(`${first.storageClass} twice`);
      else if (first.days === second.days) found.push("two transitions on one day");
      else if (!supported[first.storageClass]?.includes(second.storageClass)) found.push("against the waterfall");
      if (first.storageClass === "STANDARD_IA" && second.days - first.days < 30) found.push("30 days in STANDARD_IA");
    }
  }
  return found;
};

const filterRefusals = ({ filter }: SentRule): string[] => {
  if (filter === undefined) return ["NewerNoncurrentVersions and the provider ask for an explicit filter"];
  const found: string[] = [];
  if (Object.keys(filter).length !== 1) found.push("a filter has exactly one of prefix, size and And");
  if (filter.and && Object.keys(filter.and).length < 2) found.push("And has two predicates or more");
  if (filter.and?.prefix === "") found.push("an empty prefix is no predicate of And");
  const size = filter.objectSizeGreaterThan ?? filter.and?.objectSizeGreaterThan;
  if (size !== undefined && !(Number.isInteger(size) && size >= 0 && size <= 50e12)) found.push(`size ${size}`);
  const prefix = filter.prefix ?? filter.and?.prefix ?? "";
  if (Buffer.byteLength(prefix) > 1024) found.push("a prefix longer than a key");
  return found;
};

/** For the objects that two rules share, the end of one must come after every move of the other. */
const endRefusals = (rules: readonly SentRule[]): string[] =>
  rules.flatMap((ending) =>
    rules.flatMap((moving) => {
      const covers = (moving.filter?.prefix ?? moving.filter?.and?.prefix ?? "").startsWith(
        ending.filter?.prefix ?? ending.filter?.and?.prefix ?? "",
      );
      const sized = ending.filter?.objectSizeGreaterThan ?? ending.filter?.and?.objectSizeGreaterThan;
      if (ending !== moving && (!covers || sized !== undefined)) return [];
      const moves = (moving.transitions ?? []).map(({ days }) => days);
      const old = (moving.noncurrentVersionTransitions ?? []).map(({ noncurrentDays }) => noncurrentDays);
      const { expiration, noncurrentVersionExpiration: gone } = ending;
      const late = expiration?.days !== undefined && moves.some((days) => days >= (expiration.days ?? 0));
      const kept = gone?.newerNoncurrentVersions !== undefined && ending !== moving;
      const oldLate = gone !== undefined && !kept && old.some((days) => days >= gone.noncurrentDays);
      return late || oldLate ? [`${ending.id} ends what ${moving.id} has yet to move`] : [];
    }),
  );

/**
 * What S3 refuses, from AWS's documentation alone and from nothing of this project's: the user guide's "Lifecycle
 * configuration elements", "Adding filters to Lifecycle rules", "Transitioning objects" and "Expiring objects"; the API
 * reference's Transition, LifecycleExpiration, NoncurrentVersionExpiration and LifecycleRuleFilter; and S3's answers as
 * reported in aws-cloudformation/cfn-lint #3554 (abort with a size), aws/aws-cli #8239 (delete marker with a size) and
 * terraform-provider-aws #23882 and #42373 (filters). It proves nothing about a live S3.
 */
export const s3Refusals = (rules: readonly SentRule[]): string[] => {
  const found = [...endRefusals(rules)];
  if (rules.length > 1000) found.push("more than 1,000 rules");
  if (new Set(rules.map(({ id }) => id)).size !== rules.length) found.push("an id twice");
  for (const rule of rules) {
    const { expiration, noncurrentVersionExpiration: gone, abortIncompleteMultipartUpload: abort } = rule;
    const size = rule.filter?.objectSizeGreaterThan ?? rule.filter?.and?.objectSizeGreaterThan;
    const old = (rule.noncurrentVersionTransitions ?? []).map(({ noncurrentDays, storageClass }) => {
      return { days: noncurrentDays, storageClass };
    });
    found.push(...filterRefusals(rule), ...transitionRefusals(rule.transitions ?? []), ...transitionRefusals(old));
    if (rule.status !== "Enabled") found.push(`status ${rule.status}`);
    if (rule.id.length < 1 || rule.id.length > 255) found.push("the id's length");
    const actions = [rule.transitions, expiration, gone, rule.noncurrentVersionTransitions, abort];
    if (actions.every((action) => action === undefined)) found.push("a rule without an action");
    if (expiration && Object.keys(expiration).length !== 1) found.push("Days with ExpiredObjectDeleteMarker");
    if (expiration?.days !== undefined && !positive(expiration.days)) found.push("Days of an expiration");
    if (expiration?.expiredObjectDeleteMarker && size !== undefined) found.push("a delete marker with a size");
    if (gone && !positive(gone.noncurrentDays)) found.push("NoncurrentDays");
    const newest = gone?.newerNoncurrentVersions;
    if (newest !== undefined && !(positive(newest) && newest <= 100)) found.push("NewerNoncurrentVersions");
    if (abort && !positive(abort.daysAfterInitiation)) found.push("DaysAfterInitiation");
    if (abort && size !== undefined) found.push("AbortIncompleteMultipartUpload with a size");
  }
  return found;
};
