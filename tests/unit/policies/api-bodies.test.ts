import { findingsOf, from, resource, ruleCalled } from "../../support/policies";

const found = (inputs: object, ...more: ReturnType<typeof resource>[]) =>
  findingsOf(ruleCalled("api-route-authorization"), [
    resource("aws:apigatewayv2/api:Api", "api", { ...inputs }),
    ...more,
  ]);
const iam = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" };
const schemes = { key: { type: "apiKey", name: "x-api-key", in: "header" }, iam, jwt: { type: "oauth2" } };
const body = (operation: object, more: object = {}) => ({
  protocolType: "HTTP",
  body: JSON.stringify({ paths: { "/files": { get: operation } }, components: { securitySchemes: schemes }, ...more }),
});

describe("the routes of an OpenAPI body ask who calls", () => {
  test.each([
    ["no word of it", body({})],
    ["an empty list", body({ security: [] })],
    ["an API key", body({ security: [{ key: [] }] })],
    ["one of two ways without", body({ security: [{ iam: [] }, {}] })],
    ["one of two ways by key", body({ security: [{ iam: [] }, { key: [] }] })],
    ["a scheme that is not there", body({ security: [{ toString: [] }] })],
    ["an exception from the rest", body({ security: [] }, { security: [{ iam: [] }] })],
    ["the type NONE", body({ "x-amazon-apigateway-auth": { type: "NONE" } })],
  ])("%s", (_, inputs) => {
    expect(found(inputs)).toEqual(["violation Api api: answers GET /files of its body for anyone"]);
  });

  test.each([
    ["IAM", body({ security: [{ iam: [] }] })],
    ["a token", body({ security: [{ jwt: [] }] })],
    ["for all of them", body({}, { security: [{ iam: [] }] })],
    ["by the extension", body({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } })],
    ["no body", { protocolType: "HTTP" }],
  ])("%s", (_, inputs) => {
    expect(found(inputs)).toEqual([]);
  });

  test("a body that cannot be read is not passed", () => {
    expect(found({ protocolType: "HTTP", body: "openapi: 3.0.1" })).toEqual([
      "violation Api api: has a body that is not JSON, whose routes cannot be read; give it as JSON",
    ]);
  });

  test("a REST API's body too", () => {
    const rest = resource("aws:apigateway/restApi:RestApi", "rest", { body: body({}).body });
    expect(findingsOf(ruleCalled("api-route-authorization"), [rest])).toEqual([
      "violation RestApi rest: answers GET /files of its body for anyone",
    ]);
  });
});

describe("a WebSocket API without $connect", () => {
  const route = (routeKey: string, api: string) =>
    resource("aws:apigatewayv2/route:Route", routeKey, {
      apiId: from(`Api ${api}`),
      routeKey,
      authorizationType: "AWS_IAM",
    });
  const open = ["violation Api api: has no $connect route, so that anyone may connect"];
  test("lets anyone connect, whatever its other routes ask", () => {
    expect(found({ protocolType: "WEBSOCKET" })).toEqual(open);
    expect(found({ protocolType: "WEBSOCKET" }, route("say", "api"))).toEqual(open);
    const other = resource("aws:apigatewayv2/api:Api", "other", { protocolType: "WEBSOCKET" });
    expect(found({ protocolType: "WEBSOCKET" }, other, route("$connect", "other"))).toEqual(open);
  });
  test("with it, asks", () => {
    expect(found({ protocolType: "WEBSOCKET" }, route("$connect", "api"))).toEqual([]);
  });
});
