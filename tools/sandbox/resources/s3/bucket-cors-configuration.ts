import { DeleteBucketCorsCommand, PutBucketCorsCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketcorsconfiguration */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  const rules = inputs.objects("corsRules").map((rule) => ({
    AllowedOrigins: rule.texts("allowedOrigins"),
    AllowedMethods: rule.texts("allowedMethods"),
    AllowedHeaders: rule.texts("allowedHeaders"),
    ExposeHeaders: rule.texts("exposeHeaders"),
    MaxAgeSeconds: rule.number("maxAgeSeconds"),
  }));
  await client(S3Client).send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: rules } }));
  return { id: bucket };
};

export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(new DeleteBucketCorsCommand({ Bucket: id }));
};
