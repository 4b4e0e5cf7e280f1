import { openOperations } from "../../apis/openapi";
import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";

const apiType = "aws:apigatewayv2/api:Api";
const routeType = "aws:apigatewayv2/route:Route";
const restType = "aws:apigateway/restApi:RestApi";
const methodType = "aws:apigateway/method:Method";

/** Of a WebSocket API only $connect can ask who calls, and does so for the messages after it. */
const isMessage = (route: PackResource, index: StackIndex): boolean => {
  const key = route.inputs.text("routeKey") ?? "";
  if (key.includes(" ") || key === "$connect") return false;
  if (key !== "$default") return true;
  const [api] = index.from(route, "apiId", apiType).targets;
  return api?.inputs.text("protocolType") === "WEBSOCKET";
};

/** Browsers ask by OPTIONS what they may ask, and cannot sign that. */
const isPreflight = (method: string): boolean => /^OPTIONS\b/i.test(method);

/** Routes that an OpenAPI document makes are no resources of the program. */
function* bodyProblems({ inputs }: PackResource): Generator<string> {
  const body = inputs.has("body") ? (inputs.text("body") ?? "") : "";
  if (body.trim() === "") return;
  const open = openOperations(body);
  if (open === undefined) yield "has a body that is not JSON, whose routes cannot be read; give it as JSON";
  else for (const operation of open) yield `answers ${operation} of its body for anyone`;
}

/** A WebSocket API that has no route for connecting lets anyone connect (API Gateway Developer Guide, "$connect"). */
const hasConnect = (api: PackResource, index: StackIndex): boolean =>
  index.pointingTo(api, routeType, "apiId").some(({ inputs }) => inputs.text("routeKey") === "$connect");

export const rule = stackRule(__filename, {
  what: "Every route of an API asks who calls",
  why: "a route without authorisation runs what is behind it for anyone on the internet; an API key names a customer, not a caller",
  fix: "Set authorizationType (a REST method's authorization) to AWS_IAM, or to JWT or CUSTOM with an authorizer",
  controls: ["FSBP APIGateway.8"],
  document: {
    title: "Amazon API Gateway Developer Guide, Control and manage access to HTTP APIs",
    url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html",
  },
  severity: "high",
  level: "mandatory",
  types: [routeType, methodType, apiType, restType],
  *check(resource, { index }) {
    const { inputs, type } = resource;
    if (type === apiType || type === restType) {
      yield* bodyProblems(resource);
      if (inputs.has("protocolType") && inputs.text("protocolType") === "WEBSOCKET" && !hasConnect(resource, index))
        yield "has no $connect route, so that anyone may connect";
      if (inputs.has("target"))
        yield "makes a route of its own, which asks nobody; add an aws.apigatewayv2.Route instead";
      return;
    }
    const property = type === routeType ? "authorizationType" : "authorization";
    const authorization = inputs.text(property) ?? "NONE";
    if (authorization.toUpperCase() !== "NONE") return;
    const name = inputs.text(type === routeType ? "routeKey" : "httpMethod") ?? "?";
    if (isPreflight(name) || (type === routeType && isMessage(resource, index))) return;
    yield `answers ${name} for anyone`;
  },
});
