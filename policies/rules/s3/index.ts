import type { Rule } from "../../framework/rule";
import { rule as abortIncompleteUploads } from "./s3-abort-incomplete-uploads";
import { rule as accessLogDelivery } from "./s3-access-log-delivery";
import { rule as accessLogTarget } from "./s3-access-log-target";
import { rule as accessLogs } from "./s3-access-logs";
import { rule as bucketKey } from "./s3-bucket-key";
import { rule as bucketName } from "./s3-bucket-name";
import { rule as cors } from "./s3-cors";
import { rule as defaultEncryption } from "./s3-default-encryption";
import { rule as denyUnencryptedUploads } from "./s3-deny-unencrypted-uploads";
import { rule as directoryEncryption } from "./s3-directory-encryption";
import { rule as foreignAccount } from "./s3-foreign-account";
import { rule as keyPlace } from "./s3-key-place";
import { rule as lifecycle } from "./s3-lifecycle";
import { rule as objectLock } from "./s3-object-lock";
import { rule as oneSetting } from "./s3-one-setting";
import { rule as ownership } from "./s3-ownership";
import { rule as publicAccessBlock } from "./s3-public-access-block";
import { rule as publicAccessWeakened } from "./s3-public-access-weakened";
import { rule as publicAcl } from "./s3-public-acl";
import { rule as publicPolicy } from "./s3-public-policy";
import { rule as replication } from "./s3-replication";
import { rule as replicationOwner } from "./s3-replication-owner";
import { rule as tlsOnly } from "./s3-tls-only";
import { rule as versioning } from "./s3-versioning";
import { rule as website } from "./s3-website";

export const s3Rules: readonly Rule[] = [
  abortIncompleteUploads,
  accessLogDelivery,
  accessLogTarget,
  accessLogs,
  bucketKey,
  bucketName,
  cors,
  defaultEncryption,
  denyUnencryptedUploads,
  directoryEncryption,
  foreignAccount,
  keyPlace,
  lifecycle,
  objectLock,
  oneSetting,
  ownership,
  publicAccessBlock,
  publicAccessWeakened,
  publicAcl,
  publicPolicy,
  replication,
  replicationOwner,
  tlsOnly,
  versioning,
  website,
];
