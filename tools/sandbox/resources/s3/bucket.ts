import { CreateBucketCommand, DeleteBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { emptyBucket } from "../empty-bucket";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket */
export const handler: Handler = async ({ resource, inputs, client }) => {
  const bucket = inputs.text("bucket");
  // For its deletion.
  inputs.leaveOut("forceDestroy");
  const { region } = resource;
  const place =
    region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: region as "eu-central-1" } };
  const locked = inputs.optionalBoolean("objectLockEnabled") ?? false;
  await client(S3Client).send(
    new CreateBucketCommand({ Bucket: bucket, ...place, ObjectLockEnabledForBucket: locked }),
  );
  return {
    id: bucket,
    outputs: {
      bucket,
      arn: `arn:aws:s3:::${bucket}`,
      bucketDomainName: `${bucket}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
    },
  };
};

/** As AWS's provider: a bucket with something in it is emptied and deleted only if its `forceDestroy` says so. */
export const remove: Remover = async ({ id, resource, client }) => {
  const s3 = client(S3Client);
  const deleteBucket = () =>
    s3.send(new DeleteBucketCommand({ Bucket: id })).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && error.name === "BucketNotEmpty" && resource.inputs.forceDestroy === true)
          return false;
        throw error;
      },
    );
  // What comes late is deleted in the next round.
  while (!(await deleteBucket())) await emptyBucket(s3, id, { locked: resource.inputs.objectLockEnabled === true });
};
