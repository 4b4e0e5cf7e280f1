import type { LifecycleRule, Transition } from "./rules";
import { listed, named, quoted } from "./validate-rule";

/** Whether every object of `inner` is one of `outer` too. */
export const governs = (outer: LifecycleRule, inner: LifecycleRule): boolean =>
  inner.prefix.startsWith(outer.prefix) && (outer.largerThan ?? -1) <= (inner.largerThan ?? -1);

/** The rules by the objects that they are for: S3 takes those of one group together. */
export const byFilter = (rules: readonly LifecycleRule[]): LifecycleRule[][] => {
  const groups = new Map<string, LifecycleRule[]>();
  for (const rule of rules) {
    const filter = JSON.stringify([rule.prefix, rule.largerThan]);
    groups.set(filter, [...(groups.get(filter) ?? []), rule]);
  }
  return [...groups.values()];
};

/** Ends that come before a move that they share objects with: the move would never happen. */
const deadMoveProblems = (ending: LifecycleRule, moving: LifecycleRule): string[] => {
  if (!governs(ending, moving)) return [];
  const compare = (end: "expireDays" | "noncurrentDays", moves: readonly Transition[] = []) => {
    const days = ending[end];
    const last = moves.toSorted((a, b) => b.days - a.days)[0];
    if (days === undefined || last === undefined || days > last.days) return [];
    const why = `${named(moving)} moves the same objects to ${last.storageClass} after ${last.days}`;
    return [`${named(ending)}: ${end} is ${days}; give more than ${last.days}, because ${why}.`];
  };
  return [
    ...compare("expireDays", moving.transitions),
    ...(ending.newestNoncurrent === undefined || ending === moving
      ? compare("noncurrentDays", moving.noncurrentTransitions)
      : []),
  ];
};

/**
 * Two rules that say different things of the same objects. S3 takes the shorter, so that the longer is never true.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
 */
const contradictions = (outer: LifecycleRule, inner: LifecycleRule): string[] => {
  const same = governs(inner, outer);
  const which = same ? `cover the same objects (prefix ${quoted(inner.prefix)})` : "overlap";
  const clash = (
    figure: "expireDays" | "noncurrentDays" | "abortIncompleteUploadDays" | "newestNoncurrent",
    why: string,
  ) =>
    `${listed([outer, inner])} ${which} and contradict each other: ${figure} is ${outer[figure] ?? "not given"} in one ` +
    `and ${inner[figure] ?? "not given"} in the other; ${why}.`;
  const found = (["expireDays", "noncurrentDays", "abortIncompleteUploadDays"] as const).flatMap((figure) => {
    const [a, b] = [outer[figure], inner[figure]];
    // A rule that keeps some versions for longer does not undo a narrower one by its days alone.
    const keeps = figure === "noncurrentDays" && outer.newestNoncurrent !== undefined;
    const clashes = a !== undefined && b !== undefined && (same ? a !== b : a < b && !keeps);
    return clashes ? [clash(figure, "S3 goes by the shorter")] : [];
  });
  const both = outer.noncurrentDays !== undefined && inner.noncurrentDays !== undefined;
  const fewer = (outer.newestNoncurrent ?? 0) < (inner.newestNoncurrent ?? 0);
  if (both && (same ? outer.newestNoncurrent !== inner.newestNoncurrent : fewer)) {
    found.push(clash("newestNoncurrent", "S3 goes by the one that keeps fewer versions"));
  }
  return found;
};

/** What rules for overlapping objects make of each other. */
export const pairProblems = (rules: readonly LifecycleRule[]): string[] =>
  rules.flatMap((a, i) =>
    rules.flatMap((b, j) => {
      const dead = deadMoveProblems(a, b);
      // Each pair once: rules for the same objects in their order, others from the wider to the narrower.
      const pair = i !== j && governs(a, b) && (i < j || !governs(b, a));
      return pair ? [...dead, ...contradictions(a, b)] : dead;
    }),
  );
