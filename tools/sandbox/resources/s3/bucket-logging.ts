import { PutBucketLoggingCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketlogging */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  await client(S3Client).send(
    new PutBucketLoggingCommand({
      Bucket: bucket,
      BucketLoggingStatus: {
        LoggingEnabled: { TargetBucket: inputs.text("targetBucket"), TargetPrefix: inputs.text("targetPrefix") },
      },
    }),
  );
  return { id: bucket };
};

export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(new PutBucketLoggingCommand({ Bucket: id, BucketLoggingStatus: {} }));
};
