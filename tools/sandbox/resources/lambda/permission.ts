import { AddPermissionCommand, LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import type { Handler, Remover } from "../handler";

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

export const remove: Remover = async ({ id, input, client }) => {
  await client(LambdaClient).send(new RemovePermissionCommand({ FunctionName: input("function"), StatementId: id }));
};
