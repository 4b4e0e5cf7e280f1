import {
  ApiGatewayV2Client,
  CreateIntegrationCommand,
  DeleteIntegrationCommand,
  type IntegrationType,
} from "@aws-sdk/client-apigatewayv2";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/integration */
export const handler: Handler = async ({ inputs, client }) => {
  const { IntegrationId: id = "" } = await client(ApiGatewayV2Client).send(
    new CreateIntegrationCommand({
      ApiId: inputs.text("apiId"),
      IntegrationType: inputs.text("integrationType") as IntegrationType,
      IntegrationUri: inputs.text("integrationUri"),
      PayloadFormatVersion: inputs.text("payloadFormatVersion"),
      TimeoutInMillis: inputs.number("timeoutMilliseconds"),
    }),
  );
  return { id };
};

export const remove: Remover = async ({ id, input, client }) => {
  await client(ApiGatewayV2Client).send(new DeleteIntegrationCommand({ ApiId: input("apiId"), IntegrationId: id }));
};
