import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Handler } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/lambda/permission */
export const handler: Handler = async ({ inputs, name, client }) => {
  await client(LambdaClient).send(
    new AddPermissionCommand({
      StatementId: name(),
      Action: inputs.text("action"),
      FunctionName: inputs.text("function"),
      Principal: inputs.text("principal"),
      SourceArn: inputs.optionalText("sourceArn"),
    }),
  );
  return { id: name(), outputs: { statementId: name() } };
};
