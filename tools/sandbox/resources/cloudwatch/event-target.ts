import { EventBridgeClient, PutTargetsCommand, RemoveTargetsCommand } from "@aws-sdk/client-eventbridge";
import { autoName } from "../../../graph/aws-values";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/eventtarget */
export const handler: Handler = async ({ resource, inputs, client }) => {
  const rule = inputs.text("rule");
  const bus = inputs.optionalText("eventBusName") ?? "default";
  const id = inputs.optionalText("targetId") ?? autoName(resource);
  const deadLetters = inputs.optionalObject("deadLetterConfig");
  const retry = inputs.optionalObject("retryPolicy");
  const transformer = inputs.optionalObject("inputTransformer");
  const { FailedEntries = [] } = await client(EventBridgeClient).send(
    new PutTargetsCommand({
      Rule: rule,
      EventBusName: bus,
      Targets: [
        {
          Id: id,
          Arn: inputs.text("arn"),
          RoleArn: inputs.optionalText("roleArn"),
          Input: inputs.optionalText("input"),
          InputPath: inputs.optionalText("inputPath"),
          DeadLetterConfig: deadLetters && { Arn: deadLetters.optionalText("arn") },
          RetryPolicy: retry && {
            MaximumEventAgeInSeconds: retry.optionalNumber("maximumEventAgeInSeconds"),
            MaximumRetryAttempts: retry.optionalNumber("maximumRetryAttempts"),
          },
          InputTransformer: transformer && {
            InputPathsMap: transformer.map("inputPaths"),
            InputTemplate: transformer.text("inputTemplate"),
          },
        },
      ],
    }),
  );
  const [failed] = FailedEntries;
  if (failed) throw new Error(`${failed.ErrorCode}: ${failed.ErrorMessage}`);
  return { id: `${rule}-${id}`, outputs: { targetId: id } };
};

export const remove: Remover = async ({ input, optionalInput, output, client }) => {
  const EventBusName = optionalInput("eventBusName") ?? "default";
  await client(EventBridgeClient).send(
    new RemoveTargetsCommand({ Rule: input("rule"), EventBusName, Ids: [output("targetId")] }),
  );
};
