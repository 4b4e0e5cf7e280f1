import { byFilter, governs } from "./overlapping-rules";
import type { LifecycleRule, StorageClass } from "./rules";
import { storageClasses } from "./storage-classes";
import { listed } from "./validate-rule";

/**
 * Where rules pay for storage that they do not use, because an object may leave a class before the days that S3 bills
 * for it: 30 in Standard-IA, 90 in Glacier Instant and Flexible Retrieval, 180 in Deep Archive. To be shown, not
 * refused: S3 accepts such rules, and a duty to delete in time outweighs the charge. Give it rules of which
 * `checkLifecycle` had nothing to say; a versioned bucket unless `versioned` is false.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
 */
export const earlyDeletionCharges = (rules: readonly LifecycleRule[], versioned = true): string[] =>
  byFilter(rules).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const what = listed(group);
    const inOrder = (key: "transitions" | "noncurrentTransitions") =>
      group.flatMap((rule) => rule[key] ?? []).toSorted((a, b) => a.days - b.days);
    const soonest = (key: "expireDays" | "noncurrentDays") =>
      Math.min(...rules.filter((rule) => governs(rule, first)).map((rule) => rule[key] ?? Number.POSITIVE_INFINITY));
    const charge = (storageClass: StorageClass, days: number, how: string) => {
      const { billed } = storageClasses[storageClass];
      return days < billed ? [`${what}: ${how} leaves ${storageClass} after ${days} days; S3 bills ${billed}.`] : [];
    };
    const passing = [inOrder("transitions"), inOrder("noncurrentTransitions")].flatMap((moves) =>
      moves.slice(1).flatMap(({ days, storageClass: next }, index) => {
        const from = moves[index];
        return from === undefined ? [] : charge(from.storageClass, days - from.days, `the move to ${next}`);
      }),
    );
    // A version that is replaced right after a move stays in its class for as long as noncurrent versions are kept.
    const current = inOrder("transitions").flatMap(({ days, storageClass }) =>
      versioned
        ? charge(storageClass, soonest("noncurrentDays"), "a version replaced right after it moved")
        : charge(storageClass, soonest("expireDays") - days, "expiry"),
    );
    const last = inOrder("noncurrentTransitions").at(-1);
    const old = last === undefined ? [] : charge(last.storageClass, soonest("noncurrentDays") - last.days, "expiry");
    return [...passing, ...current, ...old];
  });
