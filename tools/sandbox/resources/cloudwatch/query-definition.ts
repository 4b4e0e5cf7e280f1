import {
  CloudWatchLogsClient,
  DeleteQueryDefinitionCommand,
  PutQueryDefinitionCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/querydefinition */
export const handler: Handler = async ({ inputs, name, client }) => {
  const { queryDefinitionId = "" } = await client(CloudWatchLogsClient).send(
    new PutQueryDefinitionCommand({
      name: name(),
      queryString: inputs.text("queryString"),
      logGroupNames: inputs.texts("logGroupNames"),
    }),
  );
  return { id: queryDefinitionId, outputs: { name: name(), queryDefinitionId } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(CloudWatchLogsClient).send(new DeleteQueryDefinitionCommand({ queryDefinitionId: id }));
};
