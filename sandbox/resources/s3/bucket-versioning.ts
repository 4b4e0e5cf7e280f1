import { type BucketVersioningStatus, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketversioning */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  const status = inputs.object("versioningConfiguration").text("status") as BucketVersioningStatus;
  await client(S3Client).send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: status } }),
  );
  return { id: bucket };
};
