import { SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/sns/topicpolicy */
export const handler: Handler = async ({ inputs, client }) => {
  const arn = inputs.text("arn");
  await client(SNSClient).send(
    new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: "Policy", AttributeValue: inputs.text("policy") }),
  );
  return { id: arn };
};

/** A topic always has a policy: the provider puts back the one that a new topic has, for its owner. */
export const remove: Remover = async ({ id, accountId, client }) => {
  const own = {
    Version: "2008-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:DeleteTopic", "SNS:Publish"],
        Resource: id,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  };
  await client(SNSClient).send(
    new SetTopicAttributesCommand({ TopicArn: id, AttributeName: "Policy", AttributeValue: JSON.stringify(own) }),
  );
};
