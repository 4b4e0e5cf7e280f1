import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Handler } from "../handler";

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
