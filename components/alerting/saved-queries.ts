/** A saved question to the trail's log group (CloudWatch Logs Insights query syntax). */
export interface SavedQuery {
  /** What it answers. */
  readonly answers: string;
  readonly text: (buckets: readonly string[]) => string;
}

const of = (buckets: readonly string[]): string =>
  `requestParameters.bucketName in [${buckets.map((bucket) => `"${bucket}"`).join(", ")}]`;

const lines = (...parts: string[]): string => parts.join("\n| ");

/** The saved queries by name; each is `coffer/<environment>/<name>` in CloudWatch. */
export const queries = {
  "failed-uploads-by-caller": {
    answers: "Whose uploads failed, why, from where, and when last",
    text: (buckets) =>
      lines(
        `filter eventSource = "s3.amazonaws.com" and ${of(buckets)}`,
        'filter eventName in ["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"]',
        "filter ispresent(errorCode)",
        "stats count(*) as failures, latest(eventTime) as lastSeen by userIdentity.arn, errorCode, sourceIPAddress",
        "sort failures desc",
      ),
  },
  "access-by-object": {
    answers: "Who did what with one object: put its key into the third line",
    text: (buckets) =>
      lines(
        `filter eventSource = "s3.amazonaws.com" and ${of(buckets)}`,
        "filter ispresent(requestParameters.key)",
        'filter requestParameters.key like ""',
        "stats count(*) as times, latest(eventTime) as lastSeen by requestParameters.key, eventName, userIdentity.arn, errorCode",
        "sort lastSeen desc",
      ),
  },
  deletions: {
    answers: "What was deleted, by whom, and whether by version",
    text: (buckets) =>
      lines(
        "fields eventTime, eventName, userIdentity.arn, requestParameters.key, requestParameters.versionId, sourceIPAddress, errorCode",
        `filter eventSource = "s3.amazonaws.com" and ${of(buckets)}`,
        'filter eventName in ["DeleteObject", "DeleteObjects"]',
        "sort eventTime desc",
        "limit 1000",
      ),
  },
  "activity-by-caller": {
    answers: "What each caller did, in the whole account",
    text: () =>
      lines(
        "stats count(*) as calls, latest(eventTime) as lastSeen by userIdentity.arn, eventSource, eventName, errorCode, sourceIPAddress",
        "sort lastSeen desc",
        "limit 1000",
      ),
  },
  "access-from-new-addresses": {
    answers: "From which addresses callers came, the newest first: ask for 30 days and look at the first lines",
    text: (buckets) =>
      lines(
        `filter eventSource = "s3.amazonaws.com" and ${of(buckets)}`,
        "stats earliest(eventTime) as firstSeen, latest(eventTime) as lastSeen, count(*) as requests by sourceIPAddress, userIdentity.arn",
        "sort firstSeen desc",
      ),
  },
  "kms-decrypts": {
    answers: "Who used, disabled or scheduled for deletion which key",
    text: () =>
      lines(
        'filter eventSource = "kms.amazonaws.com"',
        'filter eventName in ["Decrypt", "GenerateDataKey", "DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy"]',
        "stats count(*) as times, latest(eventTime) as lastSeen by eventName, userIdentity.arn, resources.0.ARN, errorCode",
        "sort times desc",
      ),
  },
  "cost-drivers": {
    answers: "Which calls come most often and move most bytes, by caller",
    text: (buckets) =>
      lines(
        `filter eventSource = "s3.amazonaws.com" and ${of(buckets)}`,
        "stats count(*) as requests, sum(additionalEventData.bytesTransferredIn) as bytesIn, sum(additionalEventData.bytesTransferredOut) as bytesOut by eventName, userIdentity.arn",
        "sort requests desc",
      ),
  },
} as const satisfies Record<string, SavedQuery>;

export type QueryId = keyof typeof queries;
export const queryIds = Object.keys(queries) as QueryId[];

/** The text of one of them, about these buckets. */
export const queryText = (id: QueryId, buckets: readonly string[]): string => {
  const query: SavedQuery = queries[id];
  return query.text(buckets);
};
