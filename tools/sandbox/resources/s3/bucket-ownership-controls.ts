import {
  DeleteBucketOwnershipControlsCommand,
  type ObjectOwnership,
  PutBucketOwnershipControlsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketownershipcontrols */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  const ownership = inputs.object("rule").text("objectOwnership") as ObjectOwnership;
  await client(S3Client).send(
    new PutBucketOwnershipControlsCommand({
      Bucket: bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] },
    }),
  );
  return { id: bucket };
};

export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(new DeleteBucketOwnershipControlsCommand({ Bucket: id }));
};
