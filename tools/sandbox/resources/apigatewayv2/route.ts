import {
  ApiGatewayV2Client,
  type AuthorizationType,
  CreateRouteCommand,
  DeleteRouteCommand,
} from "@aws-sdk/client-apigatewayv2";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/route */
export const handler: Handler = async ({ inputs, client }) => {
  const { RouteId: id = "" } = await client(ApiGatewayV2Client).send(
    new CreateRouteCommand({
      ApiId: inputs.text("apiId"),
      RouteKey: inputs.text("routeKey"),
      AuthorizationType: inputs.text("authorizationType") as AuthorizationType,
      Target: inputs.text("target"),
    }),
  );
  return { id };
};

export const remove: Remover = async ({ id, input, client }) => {
  await client(ApiGatewayV2Client).send(new DeleteRouteCommand({ ApiId: input("apiId"), RouteId: id }));
};
