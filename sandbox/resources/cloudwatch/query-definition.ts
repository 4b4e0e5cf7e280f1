import { CloudWatchLogsClient, PutQueryDefinitionCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Handler } from "../handler";

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
