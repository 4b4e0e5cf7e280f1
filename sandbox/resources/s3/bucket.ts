import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket */
export const handler: Handler = async ({ resource, inputs, client }) => {
  const bucket = inputs.text("bucket");
  // Only says how to delete the bucket, and the sandbox deletes nothing: it forgets everything.
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
