import type { AccessModel, Actor, Trail } from "../access-model";
import { accountAdministrator, foreignAdministrator, mfa, nobody, otherAccount, serviceActors } from "../actors";
import { type AccessRequest, grid, requestLabels, type Section } from "../matrix";

const actors = (model: AccessModel): Actor[] => [
  { name: "CloudTrail", principal: { outsider: "cloudtrail.amazonaws.com" } },
  { name: "CloudWatch Logs", principal: { outsider: `logs.${model.region}.amazonaws.com` } },
  ...model.sessions,
  ...serviceActors(model).filter(({ name }) => name === model.trail?.delivery.name),
  accountAdministrator(model),
  foreignAdministrator,
  nobody,
];

const bucketRequests = ({ arn, bucket }: Trail, { account, region }: AccessModel): AccessRequest[] => {
  const folder = (of: string) => `${bucket.arn}/AWSLogs/${of}/CloudTrail/${region}/2026/03/04/records.json.gz`;
  const file = { on: "a log file", resource: folder(account) };
  const whole = { on: "the trail's bucket", resource: bucket.arn };
  const put = (
    given: string,
    source: string | null,
    place: Pick<AccessRequest, "on" | "resource"> = file,
  ): AccessRequest => ({
    action: "s3:PutObject",
    ...place,
    given,
    context: { "aws:SourceArn": source, "s3:x-amz-acl": "bucket-owner-full-control" },
  });
  const fresh = { given: "fresh MFA", context: mfa() };
  return [
    put("for this trail", arn),
    put("for another trail", `${arn}-2`),
    put("for another account's trail", arn.replace(account, otherAccount)),
    put("for no trail that is named", null),
    put("for this trail", arn, { on: "another account's folder", resource: folder(otherAccount) }),
    put("for this trail", arn, { on: "outside of its folder", resource: `${bucket.arn}/records.json.gz` }),
    { action: "s3:GetObject", ...file },
    { action: "s3:GetObjectVersion", ...file },
    { action: "s3:ListBucket", ...whole },
    { action: "s3:DeleteObject", ...file, ...fresh },
    { action: "s3:DeleteObjectVersion", ...file, ...fresh },
    { action: "s3:BypassGovernanceRetention", ...file, ...fresh },
    { action: "s3:PutObjectRetention", ...file, ...fresh },
    { action: "s3:PutObjectLegalHold", ...file, ...fresh },
    { action: "s3:PutBucketObjectLockConfiguration", ...whole, ...fresh },
    { action: "s3:PutLifecycleConfiguration", ...whole, ...fresh },
    { action: "s3:PutBucketPolicy", ...whole, ...fresh },
    { action: "s3:DeleteBucket", ...whole, ...fresh },
  ];
};

const keyRequests = (
  { arn, bucket, keyArn }: Trail,
  { account, region, main, logGroupArn }: AccessModel,
): AccessRequest[] => {
  const key = { on: "the trail's key", resource: keyArn };
  const throughS3 = (object: string) => ({
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:CallerAccount": account,
    "kms:EncryptionContext:aws:s3:arn": object,
  });
  const forTrail = (source: string) => ({
    "aws:SourceArn": source,
    "aws:SourceAccount": source.split(":")[4] ?? "",
    "kms:EncryptionContext:aws:cloudtrail:arn": source,
  });
  const forLogs = (of: string) => ({ "kms:EncryptionContext:aws:logs:arn": of });
  return [
    {
      action: "kms:Decrypt",
      ...key,
      given: "through S3, for a log file",
      context: throughS3(`${bucket.arn}/AWSLogs/x`),
    },
    { action: "kms:Decrypt", ...key, given: "through S3, for another bucket", context: throughS3(`${main.arn}/x`) },
    { action: "kms:Decrypt", ...key, given: "directly" },
    { action: "kms:GenerateDataKey", ...key, given: "for this trail", context: forTrail(arn) },
    { action: "kms:GenerateDataKey", ...key, given: "for another trail", context: forTrail(`${arn}-2`) },
    { action: "kms:Decrypt", ...key, given: "for this trail", context: forTrail(arn) },
    { action: "kms:Decrypt", ...key, given: "for its log group", context: forLogs(logGroupArn) },
    {
      action: "kms:Decrypt",
      ...key,
      given: "for another account's log group",
      context: forLogs(logGroupArn.replace(account, otherAccount)),
    },
  ];
};

/** What silences the trail; its bucket and key are asked about above. */
const trailRequests = ({ arn }: Trail): AccessRequest[] =>
  ["StopLogging", "PutEventSelectors", "UpdateTrail", "DeleteTrail"].map((action) => ({
    action: `cloudtrail:${action}`,
    on: "the trail",
    resource: arn,
    given: "fresh MFA",
    context: mfa(),
  }));

const logRequests = ({ logGroupArn, account, region }: AccessModel): AccessRequest[] => {
  // AWS asks for the streams of the group, of whatever name, where a call is about all of them.
  const group = { on: "the log group", resource: `${logGroupArn}:log-stream:` };
  const another = { on: "another log group", resource: `${logGroupArn}-2:log-stream:` };
  const stream = { on: "its stream", resource: `${logGroupArn}:log-stream:${account}_CloudTrail_${region}` };
  return [
    { action: "logs:StartQuery", ...group },
    { action: "logs:FilterLogEvents", ...group },
    { action: "logs:GetQueryResults", ...group },
    { action: "logs:StartQuery", ...another },
    { action: "logs:GetQueryResults", ...another },
    { action: "logs:DescribeLogGroups", on: "every log group", resource: "*" },
    { action: "logs:CreateLogStream", ...stream },
    { action: "logs:PutLogEvents", ...stream },
    { action: "logs:DeleteLogStream", ...stream },
    { action: "logs:PutRetentionPolicy", ...group },
    { action: "logs:DeleteLogGroup", ...group },
  ];
};

/** Who writes the audit trail, who reads it, and that nobody deletes it. */
export const trail: Section = {
  name: "trail",
  title: "The audit trail",
  about:
    "CloudTrail alone writes the trail's files, auditors alone read them (who may be one: section assuming), and nobody deletes " +
    "them. An administrator of the account may change the settings of bucket, key, log group and trail, which raises an alarm. " +
    "Where the trail is the organisation's, only its log group is asked about.",
  labels: requestLabels,
  rows: (model) =>
    grid(actors(model), [
      ...(model.trail
        ? [...bucketRequests(model.trail, model), ...keyRequests(model.trail, model), ...trailRequests(model.trail)]
        : []),
      ...logRequests(model),
    ]),
};
