import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  type FunctionResponseType,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/lambda/eventsourcemapping */
export const handler: Handler = async ({ inputs, client }) => {
  const scaling = inputs.optionalObject("scalingConfig");
  const filters = inputs.optionalObject("filterCriteria")?.objects("filters");
  const made = await client(LambdaClient).send(
    new CreateEventSourceMappingCommand({
      FunctionName: inputs.text("functionName"),
      EventSourceArn: inputs.text("eventSourceArn"),
      BatchSize: inputs.optionalNumber("batchSize"),
      MaximumBatchingWindowInSeconds: inputs.optionalNumber("maximumBatchingWindowInSeconds"),
      Enabled: inputs.optionalBoolean("enabled"),
      FunctionResponseTypes: inputs.texts("functionResponseTypes") as FunctionResponseType[],
      KMSKeyArn: inputs.optionalText("kmsKeyArn"),
      ScalingConfig: scaling && { MaximumConcurrency: scaling.optionalNumber("maximumConcurrency") },
      FilterCriteria: filters && { Filters: filters.map((filter) => ({ Pattern: filter.text("pattern") })) },
    }),
  );
  return {
    id: made.UUID ?? "",
    outputs: { uuid: made.UUID ?? "", arn: made.EventSourceMappingArn ?? "", functionArn: made.FunctionArn ?? "" },
  };
};

export const remove: Remover = async ({ id, client }) => {
  await client(LambdaClient).send(new DeleteEventSourceMappingCommand({ UUID: id }));
};
