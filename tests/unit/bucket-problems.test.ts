import type { LifecycleRule } from "../../components/secure-bucket/lifecycle/rules";
import { type BucketFacts, bucketProblems } from "../../components/secure-bucket/validation";

const cleanup: LifecycleRule = { id: "cleanup", prefix: "", noncurrentDays: 90, abortIncompleteUploadDays: 7 };

const good: BucketFacts = {
  name: "acme-prod-eu-central-1-main",
  region: "eu-central-1",
  protect: true,
  forceDestroy: false,
  objectLock: undefined,
  rules: [cleanup],
  wholeBucket: true,
  resumeDays: 3,
  cors: undefined,
  accessLogs: undefined,
  receivesAccessLogs: false,
  encryption: "kms",
  replicationRegion: undefined,
  intelligentTiering: undefined,
};

test("settings that go together are accepted", () => {
  expect(bucketProblems(good)).toEqual([]);
  expect(
    bucketProblems({
      ...good,
      objectLock: { mode: "governance", days: 7 },
      accessLogs: "acme-prod-eu-central-1-access-logs",
      replicationRegion: "eu-west-1",
      cors: { origins: ["https://files.example.com", "http://localhost:5173"] },
      intelligentTiering: { archiveDays: 90, deepArchiveDays: 180 },
    }),
  ).toEqual([]);
  expect(bucketProblems({ ...good, encryption: "s3", receivesAccessLogs: true })).toEqual([]);
  expect(bucketProblems({ ...good, protect: false, forceDestroy: true })).toEqual([]);
});

test.each<[string, Partial<BucketFacts>, string | RegExp]>([
  [
    "a lifecycle expiry inside the lock period",
    { objectLock: { mode: "governance", days: 30 }, rules: [{ ...cleanup, expireDays: 10 }] },
    /lifecycle: rule "cleanup": expireDays is 10; give 30 or more, Object Lock keeps every version that long/,
  ],
  [
    "versions expiring inside the lock period",
    { objectLock: { mode: "governance", days: 100 } },
    /noncurrentDays is 90; give 100 or more/,
  ],
  [
    "transitions in the wrong order",
    {
      rules: [
        cleanup,
        {
          id: "move",
          prefix: "",
          transitions: [
            { days: 30, storageClass: "GLACIER" },
            { days: 90, storageClass: "STANDARD_IA" },
          ],
        },
      ],
    },
    /lifecycle: rule "move"/,
  ],
  [
    "transitions closer than S3 allows",
    {
      rules: [
        cleanup,
        {
          id: "move",
          prefix: "",
          transitions: [
            { days: 30, storageClass: "STANDARD_IA" },
            { days: 45, storageClass: "GLACIER" },
          ],
        },
      ],
    },
    /lifecycle: rule "move".*30/,
  ],
  [
    "Standard-IA before 30 days",
    { rules: [cleanup, { id: "move", prefix: "", transitions: [{ days: 7, storageClass: "STANDARD_IA" }] }] },
    /lifecycle: rule "move".*30/,
  ],
  [
    "Object Lock on an access-log bucket",
    { objectLock: { mode: "governance", days: 1 }, receivesAccessLogs: true, encryption: "s3" },
    "objectLock on a bucket that receives access logs; leave it out, for S3 delivers none into a locked bucket.",
  ],
  [
    "an abort window shorter than the time a client may resume",
    { rules: [{ ...cleanup, abortIncompleteUploadDays: 3 }] },
    /abortIncompleteUploadDays is 3; give more than 3, or an upload is aborted that its client may still resume/,
  ],
  [
    "replication within one region",
    { replicationRegion: "eu-central-1" },
    "replication goes to eu-central-1, where the bucket is; give another region, for a loss of this one would take both.",
  ],
  [
    "replication without a key",
    { replicationRegion: "eu-west-1", encryption: "s3" },
    'replication of a bucket with encryption "s3"; give it a key of its own, which its failure topic needs too.',
  ],
  [
    "a log bucket that logs to itself",
    { accessLogs: "acme-prod-eu-central-1-main" },
    "accessLogs names the bucket itself ('acme-prod-eu-central-1-main'); every delivered log would be an access to log, forever.",
  ],
  [
    "a log bucket that logs elsewhere",
    {
      accessLogs: { name: "acme-prod-eu-central-1-logs", region: "eu-central-1", sources: "acme-prod-eu-central-1-" },
      receivesAccessLogs: true,
      encryption: "s3",
    },
    "accessLogs on a bucket that receives access logs; two such buckets could log each other forever. Leave it out.",
  ],
  [
    "access logs to another region",
    { accessLogs: { name: "acme-prod-us-east-1-logs", region: "us-east-1", sources: "acme-prod-" } },
    "accessLogs goes to 'acme-prod-us-east-1-logs' in us-east-1; give a bucket of eu-central-1, for S3 delivers access logs within one region only.",
  ],
  [
    "access logs to a bucket that receives none",
    { accessLogs: { name: "acme-prod-eu-central-1-logs", region: "eu-central-1", sources: undefined } },
    "accessLogs goes to 'acme-prod-eu-central-1-logs', which receives no access logs; give that bucket receivesAccessLogs: true.",
  ],
  [
    "access logs to a bucket of another naming",
    { accessLogs: { name: "acme-dev-eu-central-1-logs", region: "eu-central-1", sources: "acme-dev-eu-central-1-" } },
    "accessLogs goes to 'acme-dev-eu-central-1-logs', which receives the logs of buckets that are called 'acme-dev-eu-central-1-…' only; give one whose naming is the same as this bucket's.",
  ],
  [
    "access logs to an ARN",
    { accessLogs: "arn:aws:s3:::acme-prod-eu-central-1-logs" },
    "accessLogs is 'arn:aws:s3:::acme-prod-eu-central-1-logs'; give a SecureBucket, or the name of a bucket, not its ARN.",
  ],
  ["no origin", { cors: { origins: [] } }, "cors.origins is empty; name an origin, or leave cors out."],
  [
    "a browser's memory of more than a day",
    { cors: { origins: ["https://files.example.com"], maxAgeSeconds: 86_401 } },
    "cors.maxAgeSeconds is 86401; give a whole number from 0 to 86400.",
  ],
  [
    "a log bucket with a KMS key",
    { receivesAccessLogs: true },
    'encryption is "kms" on a bucket that receives access logs; give { kind: "s3" }, the only one S3 delivers logs with.',
  ],
  [
    "forceDestroy on a protected bucket",
    { forceDestroy: true },
    "forceDestroy on a protected bucket; give { protect: false } as well if it may be deleted with all that is in it, or leave forceDestroy out.",
  ],
  [
    "forceDestroy with a compliance lock",
    {
      forceDestroy: true,
      protect: false,
      objectLock: { mode: "compliance", days: 30, confirm: "nobody, not even AWS, can delete these versions early" },
    },
    "forceDestroy on a bucket with a compliance lock; nobody can delete a version of it within 30 days. Leave it out, and see docs/operations.md for how such a bucket is deleted.",
  ],
  [
    "a lock of no days",
    { objectLock: { mode: "governance", days: 0 } },
    "objectLock.days is 0; give a whole number from 1 to 36500.",
  ],
  [
    "pages from anywhere",
    { cors: { origins: ["*"] } },
    'cors.origins has "*"; name each origin, for any web page could use the URLs that its visitor holds.',
  ],
  [
    "pages from a family of hosts",
    { cors: { origins: ["https://*.example.com"] } },
    'cors.origins has "https://*.example.com"; name each origin, for any web page could use the URLs that its visitor holds.',
  ],
  [
    "pages over plain HTTP",
    { cors: { origins: ["http://files.example.com"] } },
    'cors.origins has "http://files.example.com"; give scheme and host alone, such as "https://files.example.com".',
  ],
  [
    "archiving in no order",
    { intelligentTiering: { archiveDays: 200, deepArchiveDays: 180 } },
    "intelligentTiering.deepArchiveDays is not above archiveDays; an object goes down one step after the other.",
  ],
  [
    "archiving that does nothing",
    { intelligentTiering: {} },
    "intelligentTiering names neither archiveDays nor deepArchiveDays; it would do nothing.",
  ],
  [
    "archiving too soon",
    { intelligentTiering: { archiveDays: 30 } },
    "intelligentTiering.archiveDays is 30; give a whole number from 90 to 730.",
  ],
  [
    "versions kept for ever",
    { rules: [{ id: "abort", prefix: "", abortIncompleteUploadDays: 7 }] },
    /no rule has noncurrentDays/,
  ],
])("%s is refused", (_, change, message) => {
  const problems = bucketProblems({ ...good, ...change });
  expect(problems).toContainEqual(typeof message === "string" ? message : expect.stringMatching(message));
});

test("a lock that nobody can lift must be asked for in words", () => {
  const days = { mode: "compliance", days: 7 } as const;
  // As an unchecked configuration would give it.
  const unconfirmed = { ...days, confirm: "yes" } as unknown as BucketFacts["objectLock"];
  expect(bucketProblems({ ...good, objectLock: unconfirmed })).toEqual([
    'objectLock.mode is "compliance", which cannot be undone; add confirm: "nobody, not even AWS, can delete these versions early".',
  ]);
  const confirm = "nobody, not even AWS, can delete these versions early" as const;
  expect(bucketProblems({ ...good, objectLock: { ...days, confirm } })).toEqual([]);
});

test("several problems are told at once", () => {
  expect(bucketProblems({ ...good, forceDestroy: true, replicationRegion: "eu-central-1" })).toHaveLength(2);
});
