import { SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Handler } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/sns/topicpolicy */
export const handler: Handler = async ({ inputs, client }) => {
  const arn = inputs.text("arn");
  await client(SNSClient).send(
    new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: "Policy", AttributeValue: inputs.text("policy") }),
  );
  return { id: arn };
};
