import type { LogAlarm, ServiceAlarm } from "./alarm-definition";
import { dataAlarms } from "./data-alarms";
import { guardrailAlarms } from "./guardrail-alarms";

/**
 * The metric filters of the CIS AWS Foundations Benchmark that apply to a store of files, with the benchmark's own
 * patterns, word for word: auditors' tools compare them (v3.0.0, section 4; in v1.2.0 section 3).
 */
const cisAlarms = {
  "unauthorised-api-calls": {
    happened: "AWS refused several calls for lack of permission.",
    matters: "It is what a stolen key or a curious insider looks like, or a client with the wrong role.",
    look: "activity-by-caller",
    threshold: 5,
    periodSeconds: 300,
    patterns: () => [
      `{ ($.errorCode ="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }`,
    ],
  },
  "console-sign-in-without-mfa": {
    happened: "An IAM user signed in to the console without MFA.",
    matters: "A password alone was enough; whoever learns it has the account's console.",
    look: "activity-by-caller",
    threshold: 1,
    periodSeconds: 300,
    patterns: () => [
      `{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }`,
    ],
  },
  "failed-console-sign-ins": {
    happened: "Several console sign-ins failed.",
    matters: "Somebody may be guessing a password.",
    look: "activity-by-caller",
    threshold: 3,
    periodSeconds: 300,
    patterns: () => [`{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }`],
  },
  "root-use": {
    happened: "The account's root user did something.",
    matters: "No policy and no guardrail holds for it, and nothing here needs it.",
    look: "activity-by-caller",
    threshold: 1,
    periodSeconds: 300,
    patterns: () => [
      `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`,
    ],
  },
  "iam-policy-changed": {
    happened: "An IAM policy was made, changed, attached or removed.",
    matters: "Who may do what has changed: anybody may have got more than they had.",
    look: "activity-by-caller",
    threshold: 1,
    periodSeconds: 300,
    patterns: () => [
      "{($.eventName=DeleteGroupPolicy)||($.eventName=DeleteRolePolicy)||($.eventName=DeleteUserPolicy)||($.eventName=PutGroupPolicy)||($.eventName=PutRolePolicy)||($.eventName=PutUserPolicy)||($.eventName=CreatePolicy)||($.eventName=DeletePolicy)||($.eventName=CreatePolicyVersion)||($.eventName=DeletePolicyVersion)||($.eventName=AttachRolePolicy)||($.eventName=DetachRolePolicy)||($.eventName=AttachUserPolicy)||($.eventName=DetachUserPolicy)||($.eventName=AttachGroupPolicy)||($.eventName=DetachGroupPolicy)}",
    ],
  },
  "trail-changed": {
    happened: "A trail was made, changed, stopped, started or deleted.",
    matters: "What happens from now on may not be recorded.",
    look: "activity-by-caller",
    threshold: 1,
    periodSeconds: 300,
    patterns: () => [
      "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
    ],
  },
  "key-disabled": {
    happened: "A KMS key was disabled or scheduled for deletion.",
    matters: "What it encrypts can no longer be read, and after its deletion never again.",
    look: "kms-decrypts",
    threshold: 1,
    periodSeconds: 300,
    patterns: () => [
      "{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }",
    ],
  },
  "bucket-policy-changed": {
    happened: "A bucket's policy, ACL, CORS, lifecycle or replication was changed.",
    matters: "Who may reach a bucket, or how long its files live, is different from now on.",
    look: "activity-by-caller",
    threshold: 1,
    periodSeconds: 300,
    patterns: () => [
      "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }",
    ],
  },
} as const satisfies Record<string, LogAlarm>;

/** Alarms on metrics that AWS's services emit, whose dimensions come from the stack's resources. */
export const serviceAlarms = {
  "replication-failing": {
    happened: "Objects could not be copied to the standby vault.",
    matters: "The second copy is not complete; a loss of the region would lose these files.",
    look: "dashboard",
    threshold: 1,
    periodSeconds: 300,
    // Emitted in the source bucket's region, unlike the other replication metrics (Amazon S3 User Guide, "Using S3
    // Replication metrics").
    namespace: "AWS/S3",
    metricName: "OperationsFailedReplication",
    statistic: "Sum",
  },
  "dead-letters": {
    happened: "Messages wait in a dead-letter queue.",
    matters: "Something was not done, and nothing will try it again by itself.",
    look: "dashboard",
    threshold: 1,
    periodSeconds: 300,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
  },
  "api-4xx": {
    happened: "The API refused many requests.",
    matters: "A client is broken or is trying what it may not; throttled requests count too.",
    look: "dashboard",
    threshold: 50,
    periodSeconds: 300,
    namespace: "AWS/ApiGateway",
    metricName: "4xx",
    statistic: "Sum",
  },
  "api-5xx": {
    happened: "The API failed several requests.",
    matters: "Callers cannot upload or fetch files, through no fault of theirs.",
    look: "dashboard",
    threshold: 3,
    periodSeconds: 300,
    namespace: "AWS/ApiGateway",
    metricName: "5xx",
    statistic: "Sum",
  },
  throttling: {
    happened: "A function of the API was throttled.",
    matters: "Callers wait or are turned away: too much traffic for the concurrency that is kept for it.",
    look: "dashboard",
    threshold: 10,
    periodSeconds: 300,
    namespace: "AWS/Lambda",
    metricName: "Throttles",
    statistic: "Sum",
  },
} as const satisfies Record<string, ServiceAlarm>;

const onTrail = { ...cisAlarms, ...dataAlarms, ...guardrailAlarms };

export type LogAlarmId = keyof typeof onTrail;
export type ServiceAlarmId = keyof typeof serviceAlarms;
/** Every alarm by its name, which is also that of its runbook in `docs/runbooks`. */
export type AlarmId = LogAlarmId | ServiceAlarmId;

/** The alarms on records of the trail. */
export const logAlarms: Readonly<Record<LogAlarmId, LogAlarm>> = onTrail;
export const logAlarmIds = Object.keys(onTrail) as LogAlarmId[];

/** All alarms. */
export const alarms: Readonly<Record<AlarmId, LogAlarm | ServiceAlarm>> = { ...onTrail, ...serviceAlarms };
export const alarmIds = Object.keys(alarms) as AlarmId[];
