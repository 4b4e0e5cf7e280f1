import { earlyDeletionCharges } from "../../components/secure-bucket/lifecycle/early-deletion";
import { type LifecyclePreset, lifecycleRules } from "../../components/secure-bucket/lifecycle/presets";
import type { LifecycleRule } from "../../components/secure-bucket/lifecycle/rules";
import { checkLifecycle } from "../../components/secure-bucket/lifecycle/validate-rules";

const rule = (of: Partial<LifecycleRule>): LifecycleRule[] => [{ id: "r", prefix: "", ...of }];

describe("early deletion", () => {
  test.each<LifecyclePreset>(["app", "backup", "dataLake", "logs"])(
    "%s pays for nothing that it does not use",
    (preset) => {
      expect(earlyDeletionCharges(lifecycleRules(preset))).toEqual([]);
    },
  );

  test("a version that is replaced right after it moved", () => {
    const rules = lifecycleRules("app", { noncurrentDays: 60 });
    expect(checkLifecycle(rules)).toEqual([]);
    expect(earlyDeletionCharges(rules)).toEqual([
      'rule "app-move": a version replaced right after it moved leaves GLACIER after 60 days; S3 bills 90.',
    ]);
  });

  test("an expiry in a bucket without versions", () => {
    const rules = rule({ transitions: [{ days: 90, storageClass: "GLACIER" }], expireDays: 120 });
    expect(earlyDeletionCharges(rules, false)).toEqual(['rule "r": expiry leaves GLACIER after 30 days; S3 bills 90.']);
    expect(earlyDeletionCharges(rules)).toEqual([]);
  });

  test("a move out of a class, whatever the order of the list", () => {
    const transitions = [
      { days: 40, storageClass: "DEEP_ARCHIVE" },
      { days: 10, storageClass: "GLACIER_IR" },
    ] as const;
    expect(earlyDeletionCharges(rule({ transitions }))).toEqual([
      'rule "r": the move to DEEP_ARCHIVE leaves GLACIER_IR after 30 days; S3 bills 90.',
    ]);
  });

  test("old versions that moved", () => {
    const noncurrentTransitions = [{ days: 10, storageClass: "DEEP_ARCHIVE" }] as const;
    expect(earlyDeletionCharges(rule({ noncurrentTransitions, noncurrentDays: 189 }))).toEqual([
      'rule "r": expiry leaves DEEP_ARCHIVE after 179 days; S3 bills 180.',
    ]);
    expect(earlyDeletionCharges(rule({ noncurrentTransitions, noncurrentDays: 190 }))).toEqual([]);
  });

  test("an end that some other rule gives, if it is for the same objects", () => {
    const moves: LifecycleRule = { id: "m", prefix: "a/", transitions: [{ days: 0, storageClass: "GLACIER" }] };
    const end = (prefix: string): LifecycleRule => ({ id: "e", prefix, noncurrentDays: 1 });
    expect(earlyDeletionCharges([moves, end("")])).toHaveLength(1);
    expect(earlyDeletionCharges([moves, end("b/")])).toEqual([]);
  });
});
