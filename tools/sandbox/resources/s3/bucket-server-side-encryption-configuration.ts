import {
  DeleteBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  S3Client,
  type ServerSideEncryption,
} from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketserversideencryptionconfiguration */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  const rules = inputs.objects("rules").map((rule) => {
    const byDefault = rule.object("applyServerSideEncryptionByDefault");
    const key = byDefault.optionalText("kmsMasterKeyId");
    return {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: byDefault.text("sseAlgorithm") as ServerSideEncryption,
        ...(key === undefined ? {} : { KMSMasterKeyID: key }),
      },
      BucketKeyEnabled: rule.optionalBoolean("bucketKeyEnabled") ?? false,
    };
  });
  await client(S3Client).send(
    new PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration: { Rules: rules } }),
  );
  return { id: bucket };
};

export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(new DeleteBucketEncryptionCommand({ Bucket: id }));
};
