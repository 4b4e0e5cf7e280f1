import type * as aws from "@pulumi/aws";

/** Where a rule may move an object, in the order of S3's waterfall: an object only ever moves down this list. */
export type StorageClass = "STANDARD_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE";

export interface Transition {
  /** Whole days since the object was created, or since the version was replaced; 0 is the next midnight UTC. */
  readonly days: number;
  /** The storage class that the object moves to. */
  readonly storageClass: StorageClass;
}

/**
 * One rule, in this project's words. `checkLifecycle` says what S3 would refuse of it, `toLifecycleArgs` hands it to
 * Pulumi. https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export interface LifecycleRule {
  /** Unique within the bucket, 1 to 255 characters. */
  readonly id: string;
  /** The rule is for keys that begin with this, literally; `""` is the whole bucket. */
  readonly prefix: string;
  /**
   * Bytes: the whole rule, not its transitions alone, is for objects strictly larger than this. A rule with it can
   * neither abort uploads nor remove delete markers: neither of those has a size. Default: every object, of which S3
   * moves none below 128 KiB.
   */
  readonly largerThan?: number;
  /** Moves of the current version, at most one to each class. Default: none. */
  readonly transitions?: readonly Transition[];
  /** Whole days after which the current version is deleted; in a versioned bucket it is kept as a noncurrent one. Default: never. */
  readonly expireDays?: number;
  /** Whole days after which a replaced or deleted version is deleted for good. Default: never. */
  readonly noncurrentDays?: number;
  /** How many of the newest noncurrent versions outlive `noncurrentDays`, 1 to 100. Needs `noncurrentDays`. Default: none. */
  readonly newestNoncurrent?: number;
  /** Moves of noncurrent versions, in days since they were replaced. Default: none. */
  readonly noncurrentTransitions?: readonly Transition[];
  /** Whole days after which an upload that nobody completes is aborted and its parts are freed. Default: never. */
  readonly abortIncompleteUploadDays?: number;
  /** Removes delete markers that hide no version any more. Never together with `expireDays`. Default: false. */
  readonly expiredDeleteMarkers?: boolean;
}

/**
 * For `transitionDefaultMinimumObjectSize`, always explicit: what S3 does below 128 KiB for rules without `largerThan`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export const transitionDefaultMinimumObjectSize = "all_storage_classes_128K";

type RuleArgs = aws.types.input.s3.BucketLifecycleConfigurationRule;

/**
 * Exactly one predicate, or two in an `and`: S3 answers MalformedXML to anything else, an `and` of a single predicate
 * included (terraform-provider-aws #23882, #42373). It treats an empty prefix beside a size as no predicate, so that
 * pair is written as the size alone; the size alone has to carry no prefix, or the provider sees a change forever.
 */
const filterOf = ({ prefix, largerThan }: LifecycleRule): NonNullable<RuleArgs["filter"]> => {
  if (largerThan === undefined) return { prefix };
  return prefix === "" ? { objectSizeGreaterThan: largerThan } : { and: { prefix, objectSizeGreaterThan: largerThan } };
};

const toRuleArgs = (rule: LifecycleRule): RuleArgs => {
  const { id, transitions = [], noncurrentTransitions = [], expireDays, noncurrentDays, newestNoncurrent } = rule;
  const { abortIncompleteUploadDays, expiredDeleteMarkers } = rule;
  return {
    id,
    status: "Enabled",
    filter: filterOf(rule),
    ...(transitions.length > 0 && { transitions: transitions.map((transition) => ({ ...transition })) }),
    ...(expireDays !== undefined && { expiration: { days: expireDays } }),
    // With `days` in the same rule this would be a change that is never done; `days` removes such markers by itself.
    ...(expiredDeleteMarkers && expireDays === undefined && { expiration: { expiredObjectDeleteMarker: true } }),
    ...(noncurrentDays !== undefined && {
      noncurrentVersionExpiration: {
        noncurrentDays,
        ...(newestNoncurrent !== undefined && { newerNoncurrentVersions: newestNoncurrent }),
      },
    }),
    ...(noncurrentTransitions.length > 0 && {
      noncurrentVersionTransitions: noncurrentTransitions.map(({ days, storageClass }) => ({
        noncurrentDays: days,
        storageClass,
      })),
    }),
    ...(abortIncompleteUploadDays !== undefined && {
      abortIncompleteMultipartUpload: { daysAfterInitiation: abortIncompleteUploadDays },
    }),
  };
};

/**
 * The rules as the `rules` of `aws.s3.BucketLifecycleConfiguration`, each enabled and with an explicit filter. It does
 * not check them: give it rules of which `checkLifecycle` had nothing to say.
 */
export const toLifecycleArgs = (rules: readonly LifecycleRule[]): RuleArgs[] => rules.map(toRuleArgs);
