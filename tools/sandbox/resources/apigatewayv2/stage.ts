import { ApiGatewayV2Client, CreateStageCommand, DeleteStageCommand } from "@aws-sdk/client-apigatewayv2";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/stage */
export const handler: Handler = async ({ resource, inputs, accountId, client, name, endpoint }) => {
  const apiId = inputs.text("apiId");
  const settings = inputs.object("defaultRouteSettings");
  const log = inputs.object("accessLogSettings");
  await client(ApiGatewayV2Client).send(
    new CreateStageCommand({
      ApiId: apiId,
      StageName: name(),
      AutoDeploy: inputs.boolean("autoDeploy"),
      DefaultRouteSettings: {
        ThrottlingRateLimit: settings.number("throttlingRateLimit"),
        ThrottlingBurstLimit: settings.number("throttlingBurstLimit"),
        DetailedMetricsEnabled: settings.boolean("detailedMetricsEnabled"),
      },
      RouteSettings: Object.fromEntries(
        inputs.objects("routeSettings").map((route) => [
          route.text("routeKey"),
          {
            ThrottlingRateLimit: route.number("throttlingRateLimit"),
            ThrottlingBurstLimit: route.number("throttlingBurstLimit"),
          },
        ]),
      ),
      AccessLogSettings: { DestinationArn: log.text("destinationArn"), Format: log.text("format") },
    }),
  );
  return {
    id: name(),
    outputs: {
      arn: `arn:aws:apigateway:${resource.region}::/apis/${apiId}/stages/${name()}`,
      executionArn: `arn:aws:execute-api:${resource.region}:${accountId}:${apiId}/${name()}`,
      // The emulator answers for every API below one host, by its path. As on AWS, the stage `$default` is no part of it:
      // not every client signs a path with `$` as AWS does.
      invokeUrl: `${endpoint}/_aws/execute-api/${apiId}/${name() === "$default" ? "" : name()}`,
    },
  };
};

export const remove: Remover = async ({ id, input, client }) => {
  await client(ApiGatewayV2Client).send(new DeleteStageCommand({ ApiId: input("apiId"), StageName: id }));
};
