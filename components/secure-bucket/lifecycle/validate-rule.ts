import { inRange, rangeText } from "../../internal/limits";
import type { LifecycleRule, Transition } from "./rules";
import { lifecycleLimits, prefixProblem, storageClasses } from "./storage-classes";

export const quoted = (text: string): string => JSON.stringify(text);
/** A rule, for people. */
export const named = ({ id }: LifecycleRule): string => `rule ${quoted(id)}`;
export const listed = (rules: readonly LifecycleRule[]): string =>
  `${rules.length > 1 ? "rules" : "rule"} ${rules.map(({ id }) => quoted(id)).join(" and ")}`;

const figures = [
  "expireDays",
  "noncurrentDays",
  "newestNoncurrent",
  "abortIncompleteUploadDays",
  "largerThan",
] as const satisfies readonly (keyof LifecycleRule & keyof typeof lifecycleLimits)[];

const figureProblems = (rule: LifecycleRule): string[] =>
  figures.flatMap((figure) => {
    const value = rule[figure];
    if (value === undefined || inRange(value, lifecycleLimits[figure])) return [];
    return [`${named(rule)}: ${figure} is ${value}; give ${rangeText(lifecycleLimits[figure])}.`];
  });

/** What S3 refuses of a rule taken by itself, apart from its moves. */
export const ruleProblems = (rule: LifecycleRule): string[] => {
  const problems = figureProblems(rule);
  const problem = (what: string) => problems.push(`${named(rule)}: ${what}.`);
  const { id, prefix, largerThan, expireDays, noncurrentDays, newestNoncurrent, abortIncompleteUploadDays } = rule;
  const { transitions = [], noncurrentTransitions = [], expiredDeleteMarkers = false } = rule;
  const prefixed = prefixProblem(prefix);

  if (!inRange(id.length, lifecycleLimits.id)) {
    problem(`the id has ${id.length} characters; S3 takes ${rangeText(lifecycleLimits.id)}`);
  }
  if (prefixed !== undefined) problem(`prefix ${prefixed}`);
  const ends = [expireDays, noncurrentDays, abortIncompleteUploadDays].some((days) => days !== undefined);
  if (!ends && !expiredDeleteMarkers && transitions.length + noncurrentTransitions.length === 0) {
    problem("it does nothing; S3 refuses a rule without an action");
  }
  if (newestNoncurrent !== undefined && noncurrentDays === undefined) {
    problem("newestNoncurrent needs noncurrentDays, which says when the versions beyond those are deleted");
  }
  if (expiredDeleteMarkers && expireDays !== undefined) {
    problem("expiredDeleteMarkers and expireDays cannot be in one rule; S3 takes one of them, so give each its own");
  }
  if (largerThan !== undefined && abortIncompleteUploadDays !== undefined) {
    problem("abortIncompleteUploadDays cannot be beside largerThan; S3 knows no size before an upload is complete");
  }
  if (largerThan !== undefined && expiredDeleteMarkers) {
    problem("expiredDeleteMarkers cannot be beside largerThan; a delete marker has no size and S3 refuses the two");
  }
  return problems;
};

/** What S3 refuses of the moves of one group of objects, in the order in which they happen. */
const moveProblems = (what: string, moves: readonly Transition[]): string[] => {
  const wrong = moves.filter(({ days }) => !inRange(days, lifecycleLimits.transition));
  if (wrong.length > 0) {
    const range = rangeText(lifecycleLimits.transition);
    return wrong.map(({ days, storageClass }) => `${what}: days to ${storageClass} is ${days}; give ${range}.`);
  }
  const inOrder = moves.toSorted((a, b) => a.days - b.days);
  return inOrder.flatMap(({ days, storageClass }, index) => {
    const { place, earliest } = storageClasses[storageClass];
    const problems: string[] = [];
    const problem = (why: string) => problems.push(`${what}: ${storageClass} after ${days} days; ${why}.`);
    if (days < earliest) problem(`S3 moves nothing there before ${earliest} days`);
    const before = inOrder[index - 1];
    if (before === undefined) return problems;
    const { place: placeBefore, stay } = storageClasses[before.storageClass];
    const from = `${before.storageClass} after ${before.days} days`;
    if (place <= placeBefore) problem(`it comes with or after ${from}, and S3 moves objects only to colder classes`);
    else if (days < before.days + stay) problem(`give ${before.days + stay} or more, S3 asks ${stay} since ${from}`);
    return problems;
  });
};

const distinct = (moves: readonly Transition[]): Transition[] => [
  ...new Map(
    moves.map((transition) => [JSON.stringify([transition.days, transition.storageClass]), transition]),
  ).values(),
];

/** The same for the moves of rules that are for the same objects, which S3 takes together. */
export const groupProblems = (rules: readonly LifecycleRule[]): string[] => {
  const own = ({ transitions = [] }: LifecycleRule) => transitions;
  const old = ({ noncurrentTransitions = [] }: LifecycleRule) => noncurrentTransitions;
  // Across rules a repeated move is the same move; within one, S3 refuses a class that comes twice.
  const moves = (of: typeof own) => {
    const having = rules.filter((rule) => of(rule).length > 0);
    const all = having.flatMap(of);
    return having.length === 0 ? [] : [{ having, moves: having.length === 1 ? all : distinct(all) }];
  };
  return [
    ...moves(own).flatMap(({ having, moves }) => moveProblems(listed(having), moves)),
    ...moves(old).flatMap(({ having, moves }) => moveProblems(`${listed(having)}, noncurrent versions`, moves)),
  ];
};
