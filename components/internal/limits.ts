/** The least and the most that each figure may be, for the components and for the stack's configuration alike. */
export const limits = {
  /** Seconds. A signing session is replaced five minutes before its hour ends: a longer URL could not be promised. */
  urlSeconds: { least: 1, most: 3300 },
  /** Bytes: a thousand parts, as many as an answer of the API can name, of 5 GiB, S3's most for one. */
  largestObject: { least: 1, most: 1000 * 5 * 1024 ** 3 },
  /** Uploads in progress of one caller: they are counted at each request for more. */
  openUploads: { least: 1, most: 10_000 },
  /** Days. */
  resumeDays: { least: 1, most: 365 },
  /** Bytes; S3's own most is 5 TiB. */
  objectSize: { least: 1, most: 5 * 1024 ** 4 },
  /** Executions at once. */
  concurrency: { least: 1, most: 1000 },
  /** Requests a second. */
  throttleRate: { least: 1, most: 10_000 },
  /** Requests at once. */
  throttleBurst: { least: 1, most: 5000 },
  /** Batches of a queue at once; Lambda takes no fewer than 2. */
  queueConcurrency: { least: 2, most: 1000 },
  /** Seconds that a function may run; Lambda's own range. */
  functionSeconds: { least: 1, most: 900 },
  /** MiB of a function's memory; Lambda's own range. */
  functionMemory: { least: 128, most: 10_240 },
  /** Characters of a role's trust policy: AWS's default, and what an account can be given. */
  trustPolicyQuota: { least: 2048, most: 4096 },
  /** Days; KMS's own range. */
  deletionWindowDays: { least: 7, most: 30 },
  /** Days; KMS's own range. */
  rotationPeriodDays: { least: 90, most: 2560 },
  /** Days; S3's own most is 100 years. */
  lockDays: { least: 1, most: 36_500 },
  /** Days without access; S3's own ranges. */
  archiveDays: { least: 90, most: 730 },
  deepArchiveDays: { least: 180, most: 730 },
  /** Days. */
  abortIncompleteUploadDays: { least: 1, most: 365 },
  /** Days; the trail's files are in Glacier after 90, which bills 90 days at least. */
  trailDays: { least: 365, most: 36_500 },
  /** Days; access logs are in Glacier after 90, which bills 90 days at least. */
  accessLogDays: { least: 180, most: 36_500 },
  /** Seconds that a browser remembers who may use an API or a bucket; API Gateway's own most is a day. */
  corsSeconds: { least: 0, most: 86_400 },
  /** Times within an alarm's period. */
  alarmThreshold: { least: 1, most: 1_000_000 },
  /** Seconds, in whole minutes; CloudWatch's own most is a day. */
  alarmPeriodSeconds: { least: 60, most: 86_400 },
  /** Days. */
  noncurrentDays: { least: 1, most: 36_500 },
} as const;

/** Days for which CloudWatch can keep logs (CloudWatch Logs API Reference, `PutRetentionPolicy`). */
export const logRetentions = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
] as const;

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Whether a number is whole and within the range. */
export const inRange = (value: number, { least, most }: Range): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** A range, for people. */
export const rangeText = ({ least, most }: Range): string => `a whole number from ${least} to ${most}`;
