/** What an action does, in words, by the first pattern that fits. The order is that of the summary. */
const classes: readonly (readonly [name: string, actions: RegExp])[] = [
  ["be assumed by", /^sts:/],
  ["call the API", /^execute-api:/],
  ["read objects", /^s3:GetObject(Version)?$/],
  ["list objects", /^s3:ListBucket(Versions)?$/],
  ["upload objects", /^s3:(PutObject|AbortMultipartUpload|ListMultipartUploadParts)$/],
  ["restore objects from Glacier", /^s3:RestoreObject$/],
  ["delete objects (a delete marker)", /^s3:DeleteObject$/],
  ["delete versions", /^s3:DeleteObjectVersion$/],
  ["replicate objects", /^s3:ReplicateObject$/],
  [
    "change or bypass a lock",
    /^s3:(BypassGovernanceRetention|PutObject(LegalHold|Retention)|PutBucketObjectLockConfiguration)$/,
  ],
  ["change or delete a bucket", /^s3:(Put|Delete)/],
  ["use a key", /^kms:(Decrypt|Encrypt|GenerateDataKey)$/],
  ["administer a key", /^kms:/],
  ["read a table", /^dynamodb:(GetItem|Query|Scan)$/],
  ["write a table", /^dynamodb:(Put|Update|Delete)Item$/],
  ["delete a table", /^dynamodb:DeleteTable$/],
  ["search logs", /^logs:(StartQuery|FilterLogEvents|GetQueryResults|DescribeLogGroups)$/],
  ["write logs", /^logs:(CreateLogStream|PutLogEvents)$/],
  ["change or delete logs", /^logs:/],
  ["change or stop a trail", /^cloudtrail:/],
  ["publish to a topic", /^sns:Publish$/],
  ["change a topic", /^sns:/],
  ["change a role", /^iam:/],
];

/** The classes' names, in order. */
export const actionClasses: readonly string[] = classes.map(([name]) => name);

/** The class of an action such as `s3:GetObject`. Throws for one that has none: add it to the table. */
export const actionClass = (action: string): string => {
  const found = classes.find(([, actions]) => actions.test(action));
  if (found === undefined) throw new Error(`${action} has no class: add it to tools/graph/access/action-classes.ts`);
  return found[0];
};
