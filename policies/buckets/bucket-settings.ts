import { isOwnKey } from "../framework/own-key";
import type { PackResource } from "../framework/resource";
import type { Values } from "../framework/values";

/** A setting of a bucket and the resource that makes it: a side resource, or the bucket with an inline block. */
export type Setting<T> = T & { readonly from: PackResource };

export interface Encryption {
  /** `AES256`, `aws:kms` or `aws:kms:dsse`. */
  readonly algorithm: string | undefined;
  /** Whether a key is named; its ARN may not be known yet. */
  readonly namesKey: boolean;
  /** The key as the program names it, if that is known: an ARN, an id or an alias. */
  readonly key: string | undefined;
  readonly bucketKey: boolean;
}

export interface LifecycleRuleView {
  readonly enabled: boolean;
  /** Whether it is about every object of the bucket. */
  readonly everything: boolean;
  /** Days after which an unfinished upload is aborted. */
  readonly abortDays: number | undefined;
  /** Days after which a replaced version is deleted. */
  readonly noncurrentDays: number | undefined;
}

export interface Lock {
  /** `GOVERNANCE` or `COMPLIANCE`; undefined if new versions are not locked by default. */
  readonly mode: string | undefined;
  readonly days: number;
}

/** `rule`/`rules` of a side resource, or of an inline block in either of its shapes. */
export const encryptionOf = (configuration: Values): Encryption | undefined => {
  const rule = configuration.one("rules", "rule");
  const byDefault = rule?.one("applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults");
  if (rule === undefined || byDefault === undefined) return undefined;
  return {
    algorithm: byDefault.text("sseAlgorithm"),
    namesKey: !byDefault.isKnown("kmsMasterKeyId") || isOwnKey(byDefault.text("kmsMasterKeyId")),
    key: byDefault.isKnown("kmsMasterKeyId") ? byDefault.text("kmsMasterKeyId") : undefined,
    bucketKey: rule.flag("bucketKeyEnabled") === true,
  };
};

/** Whether a rule's filter leaves nothing out. */
const isAboutEverything = (rule: Values): boolean => {
  const filter = rule.one("filter");
  // A blank is a character like others in a key, and its prefix is not every key's.
  const limits = [filter?.raw("prefix"), rule.raw("prefix")].some(
    (prefix) => typeof prefix === "string" && prefix !== "",
  );
  const narrowed = ["and", "tag", "objectSizeGreaterThan", "objectSizeLessThan"].some((name) => filter?.has(name));
  return !limits && !narrowed && !rule.has("tags");
};

/** A hundred years, the longest that Object Lock takes, is as long as for ever elsewhere. */
const days = [1, 36_500] as const;

/** A rule of a lifecycle side resource. */
export const lifecycleRule = (rule: Values): LifecycleRuleView => ({
  enabled: rule.text("status") === "Enabled",
  everything: isAboutEverything(rule),
  abortDays: rule.one("abortIncompleteMultipartUpload")?.within(days, "daysAfterInitiation"),
  noncurrentDays: rule.one("noncurrentVersionExpiration")?.within(days, "noncurrentDays"),
});

/** A rule of an inline block. */
export const inlineLifecycleRule = (rule: Values): LifecycleRuleView => ({
  enabled: rule.flag("enabled") === true,
  everything: isAboutEverything(rule),
  abortDays: rule.within(days, "abortIncompleteMultipartUploadDays"),
  noncurrentDays: rule.one("noncurrentVersionExpiration", "noncurrentVersionExpirations")?.within(days, "days"),
});

/** The default retention of a side resource, or of an inline block in either of its shapes. */
export const lockOf = (configuration: Values): Lock => {
  const retention = configuration.one("rule", "rules")?.one("defaultRetention", "defaultRetentions");
  return {
    mode: retention?.text("mode"),
    days: retention?.within(days, "days") ?? 365 * (retention?.within([1, 100], "years") ?? 0),
  };
};

/** Where the enabled rules of a replication copy to, as far as it is known. */
export const destinationsOf = (configuration: Values): readonly Values[] =>
  configuration
    .many("rules")
    .filter((rule) => rule.text("status") !== "Disabled")
    .map((rule) => rule.one("destination", "destinations"))
    .filter((destination) => destination !== undefined);
