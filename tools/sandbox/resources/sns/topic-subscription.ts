import { SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/sns/topicsubscription */
export const handler: Handler = async ({ inputs, client }) => {
  // How long the provider waits for an HTTPS endpoint to confirm, which nobody does here.
  inputs.leaveOut("confirmationTimeoutInMinutes", "endpointAutoConfirms");
  const attributes = {
    DeliveryPolicy: inputs.optionalText("deliveryPolicy"),
    FilterPolicy: inputs.optionalText("filterPolicy"),
    FilterPolicyScope: inputs.optionalText("filterPolicyScope"),
    RawMessageDelivery: inputs.optionalBoolean("rawMessageDelivery")?.toString(),
    RedrivePolicy: inputs.optionalText("redrivePolicy"),
    ReplayPolicy: inputs.optionalText("replayPolicy"),
    SubscriptionRoleArn: inputs.optionalText("subscriptionRoleArn"),
  };
  const { SubscriptionArn: arn = "" } = await client(SNSClient).send(
    new SubscribeCommand({
      TopicArn: inputs.text("topic"),
      Protocol: inputs.text("protocol"),
      Endpoint: inputs.text("endpoint"),
      Attributes: Object.fromEntries(
        Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      ReturnSubscriptionArn: true,
    }),
  );
  return { id: arn, outputs: { arn } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(SNSClient).send(new UnsubscribeCommand({ SubscriptionArn: id }));
};
