import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/sqs/queue */
export const handler: Handler = async ({ inputs, name, client }) => {
  const sqs = client(SQSClient);
  const attributes: Partial<Record<QueueAttributeName, string | number | boolean | undefined>> = {
    DelaySeconds: inputs.optionalNumber("delaySeconds"),
    MaximumMessageSize: inputs.optionalNumber("maxMessageSize"),
    MessageRetentionPeriod: inputs.optionalNumber("messageRetentionSeconds"),
    ReceiveMessageWaitTimeSeconds: inputs.optionalNumber("receiveWaitTimeSeconds"),
    VisibilityTimeout: inputs.optionalNumber("visibilityTimeoutSeconds"),
    KmsMasterKeyId: inputs.optionalText("kmsMasterKeyId"),
    KmsDataKeyReusePeriodSeconds: inputs.optionalNumber("kmsDataKeyReusePeriodSeconds"),
    SqsManagedSseEnabled: inputs.optionalBoolean("sqsManagedSseEnabled"),
    RedrivePolicy: inputs.optionalText("redrivePolicy"),
    RedriveAllowPolicy: inputs.optionalText("redriveAllowPolicy"),
    Policy: inputs.optionalText("policy"),
  };
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const { QueueUrl: url = "" } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name(),
      Attributes: Object.fromEntries(given.map(([attribute, value]) => [attribute, String(value)])),
    }),
  );
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
  return { id: url, outputs: { name: name(), url, arn: Attributes?.QueueArn ?? "" } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(SQSClient).send(new DeleteQueueCommand({ QueueUrl: id }));
};
