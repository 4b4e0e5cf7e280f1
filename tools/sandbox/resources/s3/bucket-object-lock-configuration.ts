import { type ObjectLockRetentionMode, PutObjectLockConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketobjectlockconfiguration */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  const retention = inputs.object("rule").object("defaultRetention");
  await client(S3Client).send(
    new PutObjectLockConfigurationCommand({
      Bucket: bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: {
          DefaultRetention: { Mode: retention.text("mode") as ObjectLockRetentionMode, Days: retention.number("days") },
        },
      },
    }),
  );
  return { id: bucket };
};

/** A lock stays enabled for ever; the default retention goes. */
export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(
    new PutObjectLockConfigurationCommand({ Bucket: id, ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } }),
  );
};
