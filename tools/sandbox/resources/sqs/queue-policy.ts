import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/sqs/queuepolicy */
export const handler: Handler = async ({ inputs, client }) => {
  const url = inputs.text("queueUrl");
  const Attributes = { Policy: inputs.text("policy") };
  await client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  return { id: url };
};

export const remove: Remover = async ({ id, client }) => {
  await client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl: id, Attributes: { Policy: "" } }));
};
