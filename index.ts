import {
  AccessApi,
  Alerting,
  AuditTrail,
  DeletionGuard,
  EncryptionKey,
  ObjectIndex,
  RoleTrio,
  recordingsAtOnce,
  SecureBucket,
  StandbyVault,
} from "./components";
import { readStackConfig } from "./config/stack-config";

const {
  naming,
  principals,
  auditors,
  trustPolicyQuota,
  layout,
  browsers,
  protect,
  standbyRegion,
  objectLock,
  main: mainSettings,
  vaultLifecycle,
  accessLogDays,
  logRetentionDays,
  trail,
  alerts,
  ...api
} = readStackConfig();

const key = new EncryptionKey(
  "key",
  {
    naming,
    purpose: "main",
    grants: [
      { to: "s3" },
      { to: "notifications" },
      { to: "logs" },
      { to: "lambda" },
      { to: "dynamodb" },
      { to: "sqs" },
      { to: "sns" },
      { to: "alarms" },
      { to: "events" },
    ],
  },
  { protect },
);
const encryption = { kind: "kms", keyArn: key.arn } as const;
// A stack that may be destroyed may be destroyed with its files.
const forceDestroy = !protect;

// Every bucket of the stack logs here, so their names' common beginning is who may.
const accessLogs = new SecureBucket(
  "access-logs",
  {
    naming,
    purpose: "access-logs",
    encryption: { kind: "s3" },
    receivesAccessLogs: true,
    lifecycle: { preset: "logs", expireDays: accessLogDays },
    forceDestroy,
  },
  { protect },
);

// The vault comes first: what is in a bucket before its replication is not copied.
const vault = new StandbyVault(
  "vault",
  { naming, region: standbyRegion, objectLock, lifecycle: vaultLifecycle, forceDestroy },
  { protect },
);

const main = new SecureBucket(
  "main",
  {
    naming,
    purpose: "main",
    encryption,
    ...mainSettings,
    accessLogs,
    replication: vault.target,
    forceDestroy,
    ...browsers,
  },
  { protect },
);

const bucketAndKey = { name: main.name, arn: main.arn, keyArn: key.arn };

const directConcurrency = recordingsAtOnce(api.throttle);
const index = new ObjectIndex(
  "index",
  { naming, bucket: bucketAndKey, layout, directConcurrency, logRetentionDays },
  { protect },
);

const access = new AccessApi(
  "access",
  {
    naming,
    bucket: bucketAndKey,
    index: { recorderArn: index.recorder.arn },
    layout,
    custodian: principals.custodians !== undefined,
    ...browsers,
    ...api,
    resumeDays: mainSettings.resumeDays,
    logRetentionDays,
  },
  { protect },
);

const trio = new RoleTrio("roles", {
  naming,
  principals,
  others: auditors,
  trustPolicyQuota,
  bucket: bucketAndKey,
  vault,
  api: access,
  layout,
});

const audit = new AuditTrail(
  "trail",
  {
    naming,
    auditors,
    others: Object.values(principals).flat(),
    trustPolicyQuota,
    ...(trail.kind === "own"
      ? { ...trail, dataBuckets: [main.arn, vault.arn], objectLock, accessLogs, forceDestroy }
      : trail),
  },
  { protect },
);

const alerting = new Alerting("alerts", {
  naming,
  logGroupName: audit.logGroupName,
  bucket: main.name,
  copies: [vault.name],
  readers: [trio, access, index, main].flatMap(({ readerRoles }) => readerRoles),
  listers: [trio, access].flatMap(({ listerRoles }) => listerRoles),
  keyArn: key.arn,
  keys: [key.arn, vault.keyArn, audit.keyArn].flatMap((arn) => arn ?? []),
  api: { id: access.apiId, functions: access.functionNames },
  deadLetters: { recorder: index.deadLetterQueueName },
  replicationFailures: main.replicationFailures,
  copyRegion: standbyRegion,
  ...alerts,
});

// Last, and of everything: its name is what the engine says when it refuses to destroy the stack.
const guard = new DeletionGuard(
  "keeps-files-see-docs-operations.md",
  {
    of: [key, accessLogs, vault, main, index, access, trio, audit, alerting],
    keeps: [main.name, vault.name, index.tableName, audit.bucketName ?? audit.logGroupName, key.arn],
    letGo: "set coffer:protect: false, run pulumi up, then pulumi destroy (docs/operations.md)",
  },
  { protect },
);

/** Where the API answers. */
export const endpoint = access.endpoint;
/** The main bucket's name. */
export const bucket = main.name;
/** The key that every upload must name. */
export const keyArn = key.arn;
/** The standby copy's bucket. */
export const vaultBucket = vault.name;
/** The table of every version of every object. */
export const indexTable = index.tableName;
/** Where `ObjectReady` events are published. */
export const indexBus = index.busArn;
/** Events that could not be recorded; `npm run redrive` moves them back. */
export const deadLetterQueueUrl = index.deadLetterQueueUrl;
/** The log group with the trail's records. */
export const trailLogGroup = audit.logGroupName;
/** The topic of alarms and notices. */
export const alertTopicArn = alerting.topicArn;
/** The roles to assume. */
export const roleArns = { ...trio.arns, auditor: audit.auditorArn };
/** What `pulumi destroy` would do, and how to change it. */
export const deletion = guard.notice;
