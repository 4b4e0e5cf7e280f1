import * as aws from "@pulumi/aws";

/** Without a role of its own, an inline function gets a role with everything. */
const worker = new aws.lambda.CallbackFunction("worker", {
  callback: async () => ({ statusCode: 200 }),
  runtime: "nodejs18.x",
  environment: {
    variables: { DATABASE: "postgres://app:hunter2@db.example.com/files", STRIPE_API_KEY: "not-a-real-key" },
  },
});
new aws.lambda.Permission("topic", {
  function: worker.name,
  action: "lambda:InvokeFunction",
  principal: "sns.amazonaws.com",
});
new aws.lambda.Permission("anyone", { function: worker.name, action: "lambda:InvokeFunction", principal: "*" });
new aws.lambda.FunctionUrl("worker", { functionName: worker.name, authorizationType: "NONE" });

const api = new aws.apigatewayv2.Api("api", {
  protocolType: "HTTP",
  // Any web page may call it as its visitor.
  corsConfiguration: { allowOrigins: ["https://*"], allowCredentials: true },
});
const integration = new aws.apigatewayv2.Integration("api", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: worker.arn,
});
new aws.apigatewayv2.Route("all", {
  apiId: api.id,
  routeKey: "ANY /{proxy+}",
  target: integration.id.apply((id) => `integrations/${id}`),
});
new aws.apigatewayv2.Stage("live", { apiId: api.id, name: "$default", autoDeploy: true });

const rest = new aws.apigateway.RestApi("rest", { name: "rest" });
const method = new aws.apigateway.Method("rest", {
  restApi: rest.id,
  resourceId: rest.rootResourceId,
  httpMethod: "GET",
  authorization: "NONE",
  // Says which customer calls, not who: the key is in every client.
  apiKeyRequired: true,
});
const deployment = new aws.apigateway.Deployment("rest", { restApi: rest.id }, { dependsOn: [method] });
new aws.apigateway.Stage("rest", { restApi: rest.id, deployment: deployment.id, stageName: "live" });

/** Both are paid for by the hour. */
const network = new aws.ec2.Vpc("network", { cidrBlock: "10.0.0.0/16" });
const subnet = new aws.ec2.Subnet("network", { vpcId: network.id, cidrBlock: "10.0.0.0/24" });
new aws.ec2.NatGateway("out", { connectivityType: "private", subnetId: subnet.id });
new aws.ec2.VpcEndpoint("secrets", {
  vpcId: network.id,
  vpcEndpointType: "Interface",
  serviceName: "com.amazonaws.eu-central-1.secretsmanager",
});

/** Where policy-config.json says that nothing of the team's may be. */
new aws.ec2.Vpc("abroad", { cidrBlock: "10.1.0.0/16", region: "us-east-1" });
