import {
  DeleteBucketLifecycleCommand,
  type ExpirationStatus,
  type LifecycleRule,
  type LifecycleRuleFilter,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
  type TransitionDefaultMinimumObjectSize,
  type TransitionStorageClass,
} from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";
import type { Inputs } from "../inputs";

const toFilter = (filter: Inputs): LifecycleRuleFilter => {
  const prefix = filter.optionalText("prefix");
  const size = filter.optionalNumber("objectSizeGreaterThan");
  const and = filter.optionalObject("and");
  return {
    ...(prefix === undefined ? {} : { Prefix: prefix }),
    ...(size === undefined ? {} : { ObjectSizeGreaterThan: size }),
    ...(and === undefined
      ? {}
      : { And: { Prefix: and.text("prefix"), ObjectSizeGreaterThan: and.number("objectSizeGreaterThan") } }),
  };
};

const toExpiration = (expiration: Inputs) => {
  const days = expiration.optionalNumber("days");
  return days === undefined
    ? { ExpiredObjectDeleteMarker: expiration.boolean("expiredObjectDeleteMarker") }
    : { Days: days };
};

const toNoncurrent = (noncurrent: Inputs) => {
  const newest = noncurrent.optionalNumber("newerNoncurrentVersions");
  return {
    NoncurrentDays: noncurrent.number("noncurrentDays"),
    ...(newest === undefined ? {} : { NewerNoncurrentVersions: newest }),
  };
};

const classOf = (transition: Inputs) => transition.text("storageClass") as TransitionStorageClass;

const toRule = (rule: Inputs): LifecycleRule => {
  const transitions = rule.objects("transitions");
  const later = rule.objects("noncurrentVersionTransitions");
  const expiration = rule.optionalObject("expiration");
  const noncurrent = rule.optionalObject("noncurrentVersionExpiration");
  const abort = rule.optionalObject("abortIncompleteMultipartUpload");
  return {
    ID: rule.text("id"),
    Status: rule.text("status") as ExpirationStatus,
    Filter: toFilter(rule.object("filter")),
    ...(transitions.length > 0
      ? { Transitions: transitions.map((item) => ({ Days: item.number("days"), StorageClass: classOf(item) })) }
      : {}),
    ...(later.length > 0
      ? {
          NoncurrentVersionTransitions: later.map((item) => ({
            NoncurrentDays: item.number("noncurrentDays"),
            StorageClass: classOf(item),
          })),
        }
      : {}),
    ...(expiration ? { Expiration: toExpiration(expiration) } : {}),
    ...(noncurrent ? { NoncurrentVersionExpiration: toNoncurrent(noncurrent) } : {}),
    ...(abort ? { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abort.number("daysAfterInitiation") } } : {}),
  };
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketlifecycleconfiguration */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  const smallest = inputs.text("transitionDefaultMinimumObjectSize");
  await client(S3Client).send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: bucket,
      TransitionDefaultMinimumObjectSize: smallest as TransitionDefaultMinimumObjectSize,
      LifecycleConfiguration: { Rules: inputs.objects("rules").map(toRule) },
    }),
  );
  return { id: bucket };
};

export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(new DeleteBucketLifecycleCommand({ Bucket: id }));
};
