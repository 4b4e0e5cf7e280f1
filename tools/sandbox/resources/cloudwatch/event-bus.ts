import { CreateEventBusCommand, DeleteEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/eventbus */
export const handler: Handler = async ({ inputs, name, client }) => {
  const { EventBusArn: arn = "" } = await client(EventBridgeClient).send(
    new CreateEventBusCommand({
      Name: name(),
      Description: inputs.optionalText("description"),
      KmsKeyIdentifier: inputs.optionalText("kmsKeyIdentifier"),
    }),
  );
  return { id: name(), outputs: { name: name(), arn } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(EventBridgeClient).send(new DeleteEventBusCommand({ Name: id }));
};
