import { notKnown } from "../../../policies/framework/values";
import { add, findingsOf, resource, ruleCalled, set, testRule } from "../../support/policies";

const api = resource("aws:apigatewayv2/api:Api", "api", {
  protocolType: "HTTP",
  corsConfiguration: { allowOrigins: ["https://app.example.com"], allowCredentials: true },
});
const url = resource("aws:lambda/functionUrl:FunctionUrl", "url", {
  cors: { allowOrigins: ["https://*.example.com"] },
});
const headers = resource("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "headers", {
  corsConfig: { accessControlAllowOrigins: { items: ["*.example.com", "example.org"] } },
});
const answer = resource("aws:apigateway/response:Response", "denied", {
  responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'https://app.example.com'" },
});
const integration = resource("aws:apigateway/integrationResponse:IntegrationResponse", "ok", {
  responseParameters: { "method.response.header.Access-Control-Allow-Origin": "integration.response.header.origin" },
});
const rest = resource("aws:apigateway/restApi:RestApi", "rest", {});
const from = (origin: string) => `allows CORS from ${origin}`;
const body = (value: object) => JSON.stringify({ openapi: "3.0.1", ...value });

testRule("api-cors", {
  compliant: [api, url, headers, answer, integration, rest],
  violations: {
    "an API for every page": {
      change: set("Api api", "corsConfiguration.allowOrigins", ["*"]),
      at: "Api api",
      message: from("*"),
    },
    "an API for every page with TLS": {
      change: set("Api api", "corsConfiguration.allowOrigins", ["https://app.example.com", "https://*"]),
      at: "Api api",
      message: from("https://*"),
    },
    "a list that is one text": {
      change: set("Api api", "corsConfiguration.allowOrigins", "http*"),
      at: "Api api",
      message: from("http*"),
    },
    "a block in a list": {
      change: set("Api api", "corsConfiguration", [{ allowOrigins: ["null"] }]),
      at: "Api api",
      message: from("null"),
    },
    "a function URL for a top-level domain": {
      change: set("FunctionUrl url", "cors.allowOrigins", ["https://*.com"]),
      at: "FunctionUrl url",
      message: from("https://*.com"),
    },
    "CloudFront's headers": {
      change: set("ResponseHeadersPolicy headers", "corsConfig.accessControlAllowOrigins.items", ["*"]),
      at: "ResponseHeadersPolicy headers",
      message: from("*"),
    },
    "a CORS header by itself": {
      change: set("ResponseHeadersPolicy headers", "customHeadersConfig", {
        items: [{ header: "access-control-allow-origin", value: "*" }],
      }),
      at: "ResponseHeadersPolicy headers",
      message: from("*"),
    },
    "a gateway response": {
      change: set("Response denied", "responseParameters", {
        "gatewayresponse.header.access-control-allow-origin": "'*'",
      }),
      at: "Response denied",
      message: from("*"),
    },
    "an integration's response": {
      change: set("IntegrationResponse ok", "responseParameters", {
        "method.response.header.Access-Control-Allow-Origin": "'*'",
      }),
      at: "IntegrationResponse ok",
      message: from("*"),
    },
    "the body of an HTTP API": {
      change: set("Api api", "body", body({ "x-amazon-apigateway-cors": { allowOrigins: ["https://*.co.uk"] } })),
      at: "Api api",
      message: from("https://*.co.uk"),
    },
    "the body of a REST API": {
      change: set(
        "RestApi rest",
        "body",
        body({
          paths: { "/": { get: { responses: { "method.response.header.Access-Control-Allow-Origin": "'*'" } } } },
        }),
      ),
      at: "RestApi rest",
      message: from("*"),
    },
  },
  harmless: {
    "no CORS at all": set("Api api", "corsConfiguration", undefined),
    "no origin": set("Api api", "corsConfiguration.allowOrigins", []),
    "a page on this machine": set("Api api", "corsConfiguration.allowOrigins", ["http://localhost:5173"]),
    "another header of a star": set("Response denied", "responseParameters", {
      "gatewayresponse.header.Access-Control-Allow-Headers": "'*'",
    }),
    "a further API": add(resource("aws:apigatewayv2/api:Api", "other", { protocolType: "HTTP" })),
  },
  unknown: {
    "the origins": { change: set("Api api", "corsConfiguration.allowOrigins", notKnown), at: "Api api" },
    "the headers": { change: set("Response denied", "responseParameters", notKnown), at: "Response denied" },
  },
});

describe("a wildcard stands before a domain that has an owner, by the Public Suffix List", () => {
  const said = (origin: string) =>
    findingsOf(ruleCalled("api-cors"), [
      resource("aws:lambda/functionUrl:FunctionUrl", "url", { cors: { allowOrigins: [origin] } }),
    ]);
  test.each([
    "*.de",
    "https://*.com.au",
    "https://*.blogspot.com",
    "https://*.github.io",
    "https://*.netlify.app",
    "https://*.amazonaws.com",
    "https://*.cloudfront.net",
    "https://*example.com",
    "https://*.192.0.2.1",
    "https://*.",
    "https://example.com*",
    "https://*.co.uk:*",
  ])("%s has none", (origin) =>
    expect(said(origin)).toEqual([`violation FunctionUrl url: allows CORS from ${origin}`]),
  );
  test.each([
    "https://*.example.co.uk",
    "https://*.acme.github.io",
    "https://*-dev.example.com",
    "https://*.example.com:8443",
  ])("%s has one", (origin) => expect(said(origin)).toEqual([]));
});
