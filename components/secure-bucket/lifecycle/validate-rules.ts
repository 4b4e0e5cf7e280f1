import { byFilter, pairProblems } from "./overlapping-rules";
import type { LifecycleRule } from "./rules";
import { lifecycleLimits } from "./storage-classes";
import { groupProblems, named, quoted, ruleProblems } from "./validate-rule";

/** What the rules have to get on with. */
export interface LifecycleContext {
  /** Days that Object Lock keeps every version. Default: no lock. */
  readonly lockDays?: number;
  /** Days in which a client may resume an upload. Default: not checked. */
  readonly resumeDays?: number;
  /** Whether the bucket keeps versions. Default: true, as all of this project's do. */
  readonly versioned?: boolean;
  /** Whether the clearing away must reach every key, not only those that some rule names. Default: false. */
  readonly wholeBucket?: boolean;
}

const setProblems = (rules: readonly LifecycleRule[]): string[] => {
  const ids = rules.map(({ id }) => id);
  const repeated = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  const { most } = lifecycleLimits.rules;
  return [
    ...repeated.map(
      (id) =>
        `${ids.filter((other) => other === id).length} rules have the id ${quoted(id)}; S3 tells rules apart by it.`,
    ),
    ...(rules.length > most ? [`there are ${rules.length} rules; S3 takes at most ${most} for a bucket.`] : []),
  ];
};

/** Prefixes that grow forever: old versions or the parts of abandoned uploads that nothing ever clears away. */
const coverageProblems = (rules: readonly LifecycleRule[], context: LifecycleContext): string[] => {
  const { versioned = true, wholeBucket = false } = context;
  const prefixes = [
    ...new Set([...(wholeBucket || rules.length === 0 ? [""] : []), ...rules.map((rule) => rule.prefix)]),
  ];
  const bare = (figure: "noncurrentDays" | "abortIncompleteUploadDays", why: string) => {
    const clearing = rules.filter((rule) => rule[figure] !== undefined && rule.largerThan === undefined);
    const open = prefixes.filter((prefix) => !clearing.some((rule) => prefix.startsWith(rule.prefix)));
    return open.map((prefix) => `prefix ${quoted(prefix)}: no rule has ${figure}, so that ${why} forever.`);
  };
  return [
    ...(versioned ? bare("noncurrentDays", "replaced and deleted versions are kept, and billed,") : []),
    ...bare("abortIncompleteUploadDays", "the parts of uploads that nobody completes are kept, and billed,"),
  ];
};

const contextProblems = (rule: LifecycleRule, { lockDays = 0, resumeDays }: LifecycleContext): string[] => {
  const early = (["expireDays", "noncurrentDays"] as const).flatMap((figure) => {
    const days = rule[figure];
    if (days === undefined || days >= lockDays) return [];
    const why = "Object Lock keeps every version that long, and the rule would promise what cannot happen";
    return [`${named(rule)}: ${figure} is ${days}; give ${lockDays} or more, ${why}.`];
  });
  const { abortIncompleteUploadDays: abort } = rule;
  if (abort === undefined || resumeDays === undefined || abort > resumeDays) return early;
  const why = "or an upload is aborted that its client may still resume";
  return [...early, `${named(rule)}: abortIncompleteUploadDays is ${abort}; give more than ${resumeDays}, ${why}.`];
};

/**
 * What is wrong with the rules of one bucket, each as "what; what to do and why", or nothing. It finds what S3 would
 * refuse, what S3 would accept and never do, and what would let the bucket grow forever.
 */
export const checkLifecycle = (rules: readonly LifecycleRule[], context: LifecycleContext = {}): string[] => [
  ...setProblems(rules),
  ...rules.flatMap(ruleProblems),
  ...byFilter(rules).flatMap(groupProblems),
  ...pairProblems(rules),
  ...coverageProblems(rules, context),
  ...rules.flatMap((rule) => contextProblems(rule, context)),
];
