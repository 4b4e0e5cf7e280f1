import { type Event, PutBucketNotificationConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketnotification */
export const handler: Handler = async ({ inputs, client }) => {
  const bucket = inputs.text("bucket");
  const topics = inputs.objects("topics").map((topic) => ({
    TopicArn: topic.text("topicArn"),
    Events: topic.texts("events") as Event[],
  }));
  await client(S3Client).send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: {
        ...(inputs.boolean("eventbridge") ? { EventBridgeConfiguration: {} } : {}),
        ...(topics.length > 0 ? { TopicConfigurations: topics } : {}),
      },
    }),
  );
  return { id: bucket };
};

export const remove: Remover = async ({ id, client }) => {
  await client(S3Client).send(
    new PutBucketNotificationConfigurationCommand({ Bucket: id, NotificationConfiguration: {} }),
  );
};
