import { inRange, limits, rangeText } from "../internal/limits";
import type { Cors, IntelligentTiering, ObjectLock } from "./args";
import { complianceWords } from "./args";
import type { LifecycleRule } from "./lifecycle/rules";
import { checkLifecycle } from "./lifecycle/validate-rules";

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
  /** The bucket that it logs to; its name without the account's number where no more is known. */
  readonly accessLogs: LogTarget | string | undefined;
  readonly receivesAccessLogs: boolean;
  readonly encryption: "kms" | "s3";
  readonly replicationRegion: string | undefined;
  readonly intelligentTiering: IntelligentTiering | undefined;
}

/** A bucket that others may log to. */
export interface LogTarget {
  /** Its name without the account's number. */
  readonly name: string;
  readonly region: string;
  /** What the names of the buckets begin with whose access logs S3 delivers there; undefined where it receives none. */
  readonly sources: string | undefined;
}

/** Why S3 would not deliver a bucket's access logs to another, and would not say so. */
const targetProblems = ({ name, region, accessLogs }: BucketFacts): string[] => {
  if (accessLogs === undefined) return [];
  if (typeof accessLogs === "string")
    return accessLogs.includes(":")
      ? [`accessLogs is '${accessLogs}'; give a SecureBucket, or the name of a bucket, not its ARN.`]
      : [];
  const { name: target, region: there, sources } = accessLogs;
  if (target === name) return [];
  return [
    ...(there === region
      ? []
      : [
          `accessLogs goes to '${target}' in ${there}; give a bucket of ${region}, for S3 delivers access logs within one region only.`,
        ]),
    ...(sources === undefined
      ? [`accessLogs goes to '${target}', which receives no access logs; give that bucket receivesAccessLogs: true.`]
      : name.startsWith(sources)
        ? []
        : [
            `accessLogs goes to '${target}', which receives the logs of buckets that are called '${sources}…' only; give one whose naming is the same as this bucket's.`,
          ]),
  ];
};

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

const targetName = (target: BucketFacts["accessLogs"]): string | undefined =>
  typeof target === "string" ? target : target?.name;

const loggingProblems = ({ name, accessLogs, receivesAccessLogs, encryption }: BucketFacts): string[] => [
  ...(targetName(accessLogs) === name
    ? [`accessLogs names the bucket itself ('${name}'); every delivered log would be an access to log, forever.`]
    : []),
  ...(receivesAccessLogs && accessLogs !== undefined && targetName(accessLogs) !== name
    ? ["accessLogs on a bucket that receives access logs; two such buckets could log each other forever. Leave it out."]
    : []),
  ...(receivesAccessLogs && encryption !== "s3"
    ? [
        'encryption is "kms" on a bucket that receives access logs; give { kind: "s3" }, the only one S3 delivers logs with.',
      ]
    : []),
];

const origin = /^https:\/\/[a-z0-9.-]+(:\d{1,5})?$|^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;

/** Whether a text is one origin as a browser sends it: scheme and host, and a port where it is not the usual one. */
export const isOrigin = (text: string): boolean => origin.test(text);

/** What is wrong with the web pages that may use a bucket or an API. */
export const corsProblems = (cors: Pick<Cors, "origins" | "maxAgeSeconds"> | undefined): string[] => [
  ...(cors?.origins ?? [])
    .filter((given) => !isOrigin(given))
    .map((given) =>
      given.includes("*")
        ? `cors.origins has ${JSON.stringify(given)}; name each origin, for any web page could use the URLs that its visitor holds.`
        : `cors.origins has ${JSON.stringify(given)}; give scheme and host alone, such as "https://files.example.com".`,
    ),
  ...(cors?.origins.length === 0 ? ["cors.origins is empty; name an origin, or leave cors out."] : []),
  ...(cors?.maxAgeSeconds !== undefined && !inRange(cors.maxAgeSeconds, limits.corsSeconds)
    ? [`cors.maxAgeSeconds is ${cors.maxAgeSeconds}; give ${rangeText(limits.corsSeconds)}.`]
    : []),
];

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
  ...targetProblems(facts),
  ...(facts.forceDestroy && facts.protect
    ? [
        "forceDestroy on a protected bucket; give { protect: false } as well if it may be deleted with all that is in it, or leave forceDestroy out.",
      ]
    : []),
  ...corsProblems(facts.cors),
  ...tieringProblems(facts.intelligentTiering),
];
