import {
  ApiGatewayV2Client,
  CreateApiCommand,
  DeleteApiCommand,
  type ProtocolType,
} from "@aws-sdk/client-apigatewayv2";
import type { Handler, Remover } from "../handler";
import type { Inputs } from "../inputs";

const corsOf = (given: Inputs | undefined) =>
  given && {
    AllowOrigins: given.texts("allowOrigins"),
    AllowMethods: given.texts("allowMethods"),
    AllowHeaders: given.texts("allowHeaders"),
    ExposeHeaders: given.texts("exposeHeaders"),
    AllowCredentials: given.boolean("allowCredentials"),
    MaxAge: given.number("maxAge"),
  };

/** https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/api */
export const handler: Handler = async ({ resource, inputs, accountId, client, name, endpoint }) => {
  const { ApiId: id = "" } = await client(ApiGatewayV2Client).send(
    new CreateApiCommand({
      Name: name(),
      ProtocolType: inputs.text("protocolType") as ProtocolType,
      Description: inputs.optionalText("description"),
      CorsConfiguration: corsOf(inputs.optionalObject("corsConfiguration")),
    }),
  );
  return {
    id,
    outputs: {
      arn: `arn:aws:apigateway:${resource.region}::/apis/${id}`,
      executionArn: `arn:aws:execute-api:${resource.region}:${accountId}:${id}`,
      apiEndpoint: `${endpoint}/_aws/execute-api/${id}`,
    },
  };
};

export const remove: Remover = async ({ id, client }) => {
  await client(ApiGatewayV2Client).send(new DeleteApiCommand({ ApiId: id }));
};
