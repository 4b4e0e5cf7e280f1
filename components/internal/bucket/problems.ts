import { checkLifecycle } from "../lifecycle/check";
import type { LifecycleRule } from "../lifecycle/rules";
import { inRange, limits, rangeText } from "../limits";
import type { Cors, IntelligentTiering, ObjectLock } from "./args";
import { complianceWords } from "./args";

/** The plain facts of a bucket that can contradict each other. */
export interface BucketFacts {
  /** The bucket's name without the account's number. */
  readonly name: string;
  readonly region: string;
  readonly protect: boolean;
  readonly forceDestroy: boolean;
  readonly objectLock: ObjectLock | undefined;
  readonly rules: readonly LifecycleRule[];
  /** Whether the rules are meant for the whole bucket. */
  readonly wholeBucket: boolean;
  /** Days in which a client may resume an upload. */
  readonly resumeDays: number;
  readonly cors: Cors | undefined;
  /** The name of the bucket that it logs to, where it is plain text; true where it is not known yet. */
  readonly accessLogs: string | boolean;
  readonly receivesAccessLogs: boolean;
  readonly encryption: "kms" | "s3";
  readonly replicationRegion: string | undefined;
  readonly intelligentTiering: IntelligentTiering | undefined;
}

const lockProblems = ({ objectLock, forceDestroy, receivesAccessLogs }: BucketFacts): string[] => {
  if (objectLock === undefined) return [];
  const { mode, days } = objectLock;
  return [
    ...(inRange(days, limits.lockDays) ? [] : [`objectLock.days is ${days}; give ${rangeText(limits.lockDays)}.`]),
    ...(mode === "compliance" && objectLock.confirm !== complianceWords
      ? [`objectLock.mode is "compliance", which cannot be undone; add confirm: "${complianceWords}".`]
      : []),
    ...(receivesAccessLogs
      ? ["objectLock on a bucket that receives access logs; leave it out, for S3 delivers none into a locked bucket."]
      : []),
    ...(forceDestroy && mode === "compliance"
      ? [
          `forceDestroy on a bucket with a compliance lock; nobody can delete a version of it within ${days} days. Leave it out, and see docs/operations.md for how such a bucket is deleted.`,
        ]
      : []),
  ];
};

const loggingProblems = ({ name, accessLogs, receivesAccessLogs, encryption }: BucketFacts): string[] => [
  ...(accessLogs === name
    ? [`accessLogs names the bucket itself ('${name}'); every delivered log would be an access to log, forever.`]
    : []),
  ...(receivesAccessLogs && accessLogs !== false && accessLogs !== name
    ? ["accessLogs on a bucket that receives access logs; two such buckets could log each other forever. Leave it out."]
    : []),
  ...(receivesAccessLogs && encryption !== "s3"
    ? [
        'encryption is "kms" on a bucket that receives access logs; give { kind: "s3" }, the only one S3 delivers logs with.',
      ]
    : []),
];

const origin = /^https:\/\/[a-z0-9.-]+(:\d{1,5})?$|^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;

const corsProblems = (cors: Cors | undefined): string[] =>
  (cors?.origins ?? [])
    .filter((given) => !origin.test(given))
    .map((given) =>
      given.includes("*")
        ? `cors.origins has ${JSON.stringify(given)}; name each origin, for any web page could use the URLs that its visitor holds.`
        : `cors.origins has ${JSON.stringify(given)}; give scheme and host alone, such as "https://files.example.com".`,
    );

const tieringProblems = (tiering: IntelligentTiering | undefined): string[] => {
  if (tiering === undefined) return [];
  const { archiveDays, deepArchiveDays } = tiering;
  const outside = (name: "archiveDays" | "deepArchiveDays", days: number | undefined) =>
    days === undefined || inRange(days, limits[name])
      ? []
      : [`intelligentTiering.${name} is ${days}; give ${rangeText(limits[name])}.`];
  return [
    ...outside("archiveDays", archiveDays),
    ...outside("deepArchiveDays", deepArchiveDays),
    ...(archiveDays === undefined && deepArchiveDays === undefined
      ? ["intelligentTiering names neither archiveDays nor deepArchiveDays; it would do nothing."]
      : []),
    ...(archiveDays !== undefined && deepArchiveDays !== undefined && deepArchiveDays <= archiveDays
      ? ["intelligentTiering.deepArchiveDays is not above archiveDays; an object goes down one step after the other."]
      : []),
  ];
};

/** What contradicts itself in a bucket's settings, each as "what; what to do and why", or nothing. */
export const bucketProblems = (facts: BucketFacts): string[] => [
  ...lockProblems(facts),
  ...checkLifecycle(facts.rules, {
    resumeDays: facts.resumeDays,
    wholeBucket: facts.wholeBucket,
    ...(facts.objectLock ? { lockDays: facts.objectLock.days } : {}),
  }).map((problem) => `lifecycle: ${problem}`),
  ...(facts.replicationRegion !== undefined && facts.encryption === "s3"
    ? ['replication of a bucket with encryption "s3"; give it a key of its own, which its failure topic needs too.']
    : []),
  ...(facts.replicationRegion === facts.region
    ? [
        `replication goes to ${facts.region}, where the bucket is; give another region, for a loss of this one would take both.`,
      ]
    : []),
  ...loggingProblems(facts),
  ...(facts.forceDestroy && facts.protect
    ? [
        "forceDestroy on a protected bucket; give { protect: false } as well if it may be deleted with all that is in it, or leave forceDestroy out.",
      ]
    : []),
  ...corsProblems(facts.cors),
  ...tieringProblems(facts.intelligentTiering),
];
