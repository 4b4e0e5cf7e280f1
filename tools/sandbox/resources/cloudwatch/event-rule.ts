import { DeleteRuleCommand, EventBridgeClient, PutRuleCommand, type RuleState } from "@aws-sdk/client-eventbridge";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/eventrule */
export const handler: Handler = async ({ inputs, name, client }) => {
  const bus = inputs.optionalText("eventBusName") ?? "default";
  const { RuleArn: arn = "" } = await client(EventBridgeClient).send(
    new PutRuleCommand({
      Name: name(),
      EventBusName: bus,
      Description: inputs.optionalText("description"),
      EventPattern: inputs.optionalText("eventPattern"),
      ScheduleExpression: inputs.optionalText("scheduleExpression"),
      RoleArn: inputs.optionalText("roleArn"),
      State: inputs.optionalText("state") as RuleState | undefined,
    }),
  );
  return { id: bus === "default" ? name() : `${bus}/${name()}`, outputs: { name: name(), arn } };
};

export const remove: Remover = async ({ optionalInput, output, client }) => {
  const EventBusName = optionalInput("eventBusName") ?? "default";
  await client(EventBridgeClient).send(new DeleteRuleCommand({ Name: output("name"), EventBusName }));
};
