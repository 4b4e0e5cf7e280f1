import { type BucketVersioningStatus, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketversioning */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  const status = inputs.object("versioningConfiguration").text("status") as BucketVersioningStatus;
  await client(S3Client).send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: status } }),
  );
  return { id: bucket };
};

/** Suspends it, which S3 refuses of a bucket with a lock: the provider takes that for done. */
export const remove: Remover = async ({ id, client }) => {
  await client(S3Client)
    .send(new PutBucketVersioningCommand({ Bucket: id, VersioningConfiguration: { Status: "Suspended" } }))
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.name === "InvalidBucketState")) throw error;
    });
};
