import { notKnown } from "../../../policies/framework/values";
import { add, both, drop, from, resource, set, testRule } from "../../support/policies";

const routeType = "aws:apigatewayv2/route:Route";
const methodType = "aws:apigateway/method:Method";
const limits = { throttlingBurstLimit: 40, throttlingRateLimit: 20 };

testRule("api-route-authorization", {
  compliant: [
    resource("aws:apigatewayv2/api:Api", "http", { protocolType: "HTTP" }),
    resource("aws:apigatewayv2/api:Api", "chat", { protocolType: "WEBSOCKET" }),
    resource(routeType, "list", { apiId: from("Api http"), routeKey: "GET /objects", authorizationType: "AWS_IAM" }),
    resource(routeType, "rest", { apiId: from("Api http"), routeKey: "$default", authorizationType: "JWT" }),
    resource(routeType, "connect", { apiId: from("Api chat"), routeKey: "$connect", authorizationType: "AWS_IAM" }),
    resource(routeType, "say", { apiId: from("Api chat"), routeKey: "say" }),
    resource(routeType, "anything", { apiId: from("Api chat"), routeKey: "$default" }),
    resource(methodType, "get", { httpMethod: "GET", authorization: "AWS_IAM" }),
    resource(methodType, "preflight", { httpMethod: "OPTIONS", authorization: "NONE" }),
  ],
  violations: {
    none: {
      change: set("Route list", "authorizationType", "NONE"),
      at: "Route list",
      message: "answers GET /objects for anyone",
    },
    "left out": {
      change: set("Route list", "authorizationType", undefined),
      at: "Route list",
      message: "answers GET /objects for anyone",
    },
    "the route for all the rest": {
      change: set("Route rest", "authorizationType", "NONE"),
      at: "Route rest",
      message: "answers $default for anyone",
    },
    "a WebSocket's connection": {
      change: set("Route connect", "authorizationType", undefined),
      at: "Route connect",
      message: "answers $connect for anyone",
    },
    "a REST method": {
      change: set("Method get", "authorization", "NONE"),
      at: "Method get",
      message: "answers GET for anyone",
    },
    "a REST method with an API key": {
      change: both(set("Method get", "authorization", "NONE"), set("Method get", "apiKeyRequired", true)),
      at: "Method get",
      message: "answers GET for anyone",
    },
    "an API with a target": {
      change: set("Api http", "target", "arn:aws:lambda:eu-central-1:123456789012:function:a"),
      at: "Api http",
      message: "makes a route of its own, which asks nobody; add an aws.apigatewayv2.Route instead",
    },
  },
  harmless: {
    "an authorizer": set("Route list", "authorizationType", "CUSTOM"),
    "a preflight": both(
      set("Route list", "authorizationType", undefined),
      set("Route list", "routeKey", "OPTIONS /{proxy+}"),
    ),
  },
  unknown: {
    "the type": { change: set("Route list", "authorizationType", notKnown), at: "Route list" },
    "the method's": { change: set("Method get", "authorization", notKnown), at: "Method get" },
    "which route": {
      change: both(set("Route list", "authorizationType", "NONE"), set("Route list", "routeKey", notKnown)),
      at: "Route list",
    },
  },
});

testRule("api-throttling", {
  compliant: [
    resource("aws:apigatewayv2/stage:Stage", "http", { name: "$default", defaultRouteSettings: limits }),
    resource("aws:apigateway/restApi:RestApi", "rest", { name: "rest" }),
    resource("aws:apigateway/stage:Stage", "live", { restApi: from("RestApi rest"), stageName: "live" }),
    resource("aws:apigateway/methodSettings:MethodSettings", "live", {
      restApi: from("RestApi rest"),
      stageName: from("Stage live"),
      methodPath: "*/*",
      settings: limits,
    }),
  ],
  violations: {
    "no settings": {
      change: set("Stage http", "defaultRouteSettings", undefined),
      at: "Stage http",
      message: "has no throttling of its own",
    },
    "one limit of two": {
      change: set("Stage http", "defaultRouteSettings", { throttlingRateLimit: 20 }),
      at: "Stage http",
      message: "has no throttling of its own",
    },
    "a REST stage without settings": {
      change: drop("MethodSettings live"),
      at: "Stage live",
      message: "has no throttling of its own",
    },
    "limits that are off": {
      change: set("MethodSettings live", "settings", { throttlingBurstLimit: -1, throttlingRateLimit: -1 }),
      at: "Stage live",
      message: "has no throttling of its own",
    },
    "limits of one method": {
      change: set("MethodSettings live", "methodPath", "objects/GET"),
      at: "Stage live",
      message: "has no throttling of its own",
    },
    "a stage of an API of another stack": {
      change: add(resource("aws:apigateway/stage:Stage", "far", { restApi: "abc123", stageName: "live" })),
      at: "Stage far",
      message: "has no throttling of its own",
    },
    "settings of another stage": {
      change: set("MethodSettings live", "stageName", "test"),
      at: "Stage live",
      message: "has no throttling of its own",
    },
  },
  harmless: {
    "a stage that is closed": set("Stage http", "defaultRouteSettings", {
      throttlingBurstLimit: 0,
      throttlingRateLimit: 0,
    }),
    "settings that name the stage": set("MethodSettings live", "stageName", "live"),
  },
  unknown: {
    "a limit": {
      change: set("Stage http", "defaultRouteSettings", { throttlingBurstLimit: notKnown, throttlingRateLimit: 20 }),
      at: "Stage http",
    },
    "a REST stage's limits": { change: set("MethodSettings live", "settings", notKnown), at: "Stage live" },
  },
});

testRule("api-access-logs", {
  compliant: [
    resource("aws:cloudwatch/logGroup:LogGroup", "logs", {}),
    resource("aws:apigatewayv2/stage:Stage", "http", {
      accessLogSettings: { destinationArn: from("LogGroup logs"), format: "$context.requestId" },
    }),
    resource("aws:apigateway/stage:Stage", "rest", {
      accessLogSettings: { destinationArn: "arn:aws:logs:eu-central-1:123456789012:log-group:api", format: "x" },
    }),
  ],
  violations: {
    "left out": {
      change: set("Stage http", "accessLogSettings", undefined),
      at: "Stage http",
      message: "writes no access logs",
    },
    "left out of a REST stage": {
      change: set("Stage rest", "accessLogSettings", undefined),
      at: "Stage rest",
      message: "writes no access logs",
    },
    "without a destination": {
      change: set("Stage rest", "accessLogSettings", { format: "x" }),
      at: "Stage rest",
      message: "writes no access logs",
    },
  },
  unknown: {
    "the settings": { change: set("Stage rest", "accessLogSettings", notKnown), at: "Stage rest" },
    "a destination from nowhere": {
      change: set("Stage rest", "accessLogSettings", { destinationArn: notKnown, format: "x" }),
      at: "Stage rest",
    },
  },
});

testRule("api-tracing", {
  compliant: [resource("aws:apigateway/stage:Stage", "rest", { xrayTracingEnabled: true })],
  violations: {
    "left out": {
      change: set("Stage rest", "xrayTracingEnabled", undefined),
      at: "Stage rest",
      message: "is not traced",
    },
    off: { change: set("Stage rest", "xrayTracingEnabled", false), at: "Stage rest", message: "is not traced" },
    "off in a second stage": {
      change: add(resource("aws:apigateway/stage:Stage", "test", { xrayTracingEnabled: "false" })),
      at: "Stage test",
      message: "is not traced",
    },
  },
  unknown: { "the setting": { change: set("Stage rest", "xrayTracingEnabled", notKnown), at: "Stage rest" } },
});
