import { DeletePublicAccessBlockCommand, PutPublicAccessBlockCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketpublicaccessblock */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  await client(S3Client).send(
    new PutPublicAccessBlockCommand({
      Bucket: bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: inputs.boolean("blockPublicAcls"),
        BlockPublicPolicy: inputs.boolean("blockPublicPolicy"),
        IgnorePublicAcls: inputs.boolean("ignorePublicAcls"),
        RestrictPublicBuckets: inputs.boolean("restrictPublicBuckets"),
      },
    }),
  );
  return { id: bucket };
};

export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(new DeletePublicAccessBlockCommand({ Bucket: id }));
};
