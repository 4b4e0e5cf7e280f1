import { EventBridgeClient, PutRuleCommand, type RuleState } from "@aws-sdk/client-eventbridge";
import type { Handler } from "../handler";

/** The emulator matches rules that are ENABLED and no others; management events that only read reach no rule in it. */
const knownState = (state: string | undefined): RuleState | undefined =>
  state === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" ? "ENABLED" : (state as RuleState | undefined);

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
      State: knownState(inputs.optionalText("state")),
    }),
  );
  return { id: bus === "default" ? name() : `${bus}/${name()}`, outputs: { name: name(), arn } };
};
