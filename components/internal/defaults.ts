/** The secure defaults of every component, on one screen. A figure that is not here is not a default. */
export const defaults = {
  bucket: {
    /** Days until the parts of an upload that nobody completes are freed. Longer than a client may resume. */
    abortIncompleteUploadDays: 7,
    /** Days in which a client may resume an upload. */
    resumeDays: 3,
    /** Days that a replaced or deleted version is kept. */
    noncurrentDays: 90,
    /** The oldest TLS that a client may speak. */
    minimumTls: 1.2,
    /** The longest life of a presigned URL that the bucket accepts, in seconds. */
    signatureAgeSeconds: 3600,
    /** The storage classes that an upload may ask for: those from which an object can be read at once, at no charge. */
    uploadClasses: ["STANDARD", "INTELLIGENT_TIERING"],
  },
  key: {
    /** Days between a key's deletion being asked for and done; 30 is the most that KMS allows. */
    deletionWindowDays: 30,
    rotationPeriodDays: 365,
  },
  vault: {
    /** Days in single figures: a lock outlives mistakes, and mistakes are made with locks too. */
    objectLock: { mode: "governance", days: 7 },
  },
  roles: {
    /** Seconds of one role session. */
    sessionSeconds: 3600,
    /** Seconds since MFA within which a version may be deleted. */
    freshMfaSeconds: 300,
  },
  api: {
    /** The longest life of a presigned URL that the API gives, in seconds. */
    urlSeconds: 900,
    /** The same where the holder could replace an object with other bytes: `overwrite` without a checksum. */
    overwriteUrlSeconds: 300,
    /** The largest object that may be uploaded, in bytes: 1 TiB. */
    largestObject: 1024 ** 4,
    /** The most uploads in progress of one caller. */
    openUploads: 1000,
    /** Files that one caller may plan: a second, at once, and how many a request counts for at least. */
    planning: { perSecond: 50, burst: 1000, perRequest: 10 },
    /** Requests of one route a second over all callers, and at once; the functions' executions follow from it. */
    throttle: { rate: 20, burst: 20 },
    memoryMiB: 512,
    timeoutSeconds: 25,
  },
  index: {
    /** Batches of a queue that a worker takes at once. */
    concurrency: 5,
    memoryMiB: 256,
    timeoutSeconds: 30,
    /** Messages that a worker is given together. */
    batchSize: 10,
    /** How often a message is tried before it is a dead letter. */
    tries: 5,
    /** Seconds that dead letters are kept; 14 days is the most that SQS allows. */
    deadLetterSeconds: 14 * 86_400,
  },
  notices: {
    /** Batches of events that are told at once; 2 is the fewest that Lambda takes for a queue. */
    concurrency: 2,
    memoryMiB: 256,
    timeoutSeconds: 30,
  },
  trail: {
    /** Days that the trail's files are kept; in Glacier after the first 90. */
    keepDays: 365,
    /** Days that CloudWatch keeps the trail's records, for alarms' questions. */
    logRetentionDays: 365,
  },
  logs: {
    /** Days that the logs of functions and of the API are kept. */
    retentionDays: 365,
    /** Days that a stack keeps S3 server access logs. */
    accessLogDays: 365,
  },
} as const;
