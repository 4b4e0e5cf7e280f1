import { DeleteBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { bucketPolicyForEmulator } from "../../adaptations";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketpolicy */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  const policy = bucketPolicyForEmulator(inputs.text("policy"));
  await client(S3Client).send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }));
  return { id: bucket };
};

export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(new DeleteBucketPolicyCommand({ Bucket: id }));
};
