import { CreateTopicCommand, DeleteTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/sns/topic */
export const handler: Handler = async ({ inputs, name, client }) => {
  const key = inputs.optionalText("kmsMasterKeyId");
  const { TopicArn: arn = "" } = await client(SNSClient).send(
    new CreateTopicCommand({ Name: name(), ...(key === undefined ? {} : { Attributes: { KmsMasterKeyId: key } }) }),
  );
  return { id: arn, outputs: { name: name(), arn } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(SNSClient).send(new DeleteTopicCommand({ TopicArn: id }));
};
