import { AccessApi, EncryptionKey, ObjectIndex, RoleTrio, SecureBucket, StandbyVault } from "./components";
import { readStackConfig } from "./config/stack-config";

const { naming, principals, layout, protect, standbyRegion, objectLock, ...api } = readStackConfig();

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
      { to: "events" },
    ],
  },
  { protect },
);
const encryption = { kind: "kms", keyArn: key.arn } as const;

// Every bucket of the stack logs here, so their names' common beginning is who may.
const accessLogs = new SecureBucket(
  "access-logs",
  { naming, purpose: "access-logs", encryption: { kind: "s3" }, receivesAccessLogs: true, lifecycle: "logs" },
  { protect },
);

// What the audit trail will write to.
new SecureBucket(
  "trail",
  {
    naming,
    purpose: "trail",
    encryption,
    // CloudTrail encrypts what it writes with the key that the trail names.
    denyUnencrypted: "wrong-only",
    objectLock,
    lifecycle: "logs",
    accessLogs,
  },
  { protect },
);

// The vault comes first: what is in a bucket before its replication is not copied.
const vault = new StandbyVault("vault", { naming, region: standbyRegion, objectLock }, { protect });

const main = new SecureBucket(
  "main",
  {
    naming,
    purpose: "main",
    encryption,
    lifecycle: "app",
    accessLogs,
    replication: vault.target,
  },
  { protect },
);

const bucketAndKey = { name: main.name, arn: main.arn, keyArn: key.arn };

const index = new ObjectIndex("index", { naming, bucket: bucketAndKey, layout }, { protect });

const access = new AccessApi("access", {
  naming,
  bucket: bucketAndKey,
  index: { recorderArn: index.recorder.arn },
  layout,
  deletionProtection: protect,
  ...api,
});

const trio = new RoleTrio("roles", { naming, principals, bucket: bucketAndKey, vault, api: access, layout });

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
/** The roles to assume. */
export const roleArns = trio.arns;
