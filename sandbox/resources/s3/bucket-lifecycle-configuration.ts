import {
  type ExpirationStatus,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
  type TransitionDefaultMinimumObjectSize,
} from "@aws-sdk/client-s3";
import type { Handler } from "../handler";
import type { Inputs } from "../inputs";

const toRule = (rule: Inputs): LifecycleRule => {
  const abort = rule.optionalObject("abortIncompleteMultipartUpload");
  const noncurrent = rule.optionalObject("noncurrentVersionExpiration");
  return {
    ID: rule.text("id"),
    Status: rule.text("status") as ExpirationStatus,
    Filter: { Prefix: rule.object("filter").text("prefix") },
    ...(abort ? { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abort.number("daysAfterInitiation") } } : {}),
    ...(noncurrent ? { NoncurrentVersionExpiration: { NoncurrentDays: noncurrent.number("noncurrentDays") } } : {}),
  };
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketlifecycleconfiguration */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  await client(S3Client).send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: bucket,
      TransitionDefaultMinimumObjectSize: inputs.text(
        "transitionDefaultMinimumObjectSize",
      ) as TransitionDefaultMinimumObjectSize,
      LifecycleConfiguration: { Rules: inputs.objects("rules").map(toRule) },
    }),
  );
  return { id: bucket };
};
