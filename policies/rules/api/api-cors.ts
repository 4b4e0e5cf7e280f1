import { isAnyOrigin } from "../../apis/cors-origin";
import { originsIn } from "../../apis/openapi";
import type { PackResource } from "../../framework/resource";
import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

const responseHeader = /(?:^|\.)access-control-allow-origin$/i;

/** The blocks in which a type says it, and the property with the origins. */
const blocks: Readonly<Record<string, readonly [block: string, ...path: string[]]>> = {
  "aws:apigatewayv2/api:Api": ["corsConfiguration", "allowOrigins"],
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": ["corsConfig", "accessControlAllowOrigins", "items"],
  "aws:lambda/functionUrl:FunctionUrl": ["cors", "allowOrigins"],
};

/** The resources of a REST API that set headers of answers. Their values are constants in single quotes, or mappings. */
const answers = ["aws:apigateway/integrationResponse:IntegrationResponse", "aws:apigateway/response:Response"];

const originsOf = ({ type, inputs }: PackResource): readonly string[] => {
  const [block, ...path] = blocks[type] ?? [];
  const last = path.at(-1);
  if (block === undefined || last === undefined) return [];
  const inside = path.slice(0, -1).reduce<Values | undefined>((values, step) => values?.one(step), inputs.one(block));
  return inside?.texts(last) ?? [];
};

const headersOf = ({ type, inputs }: PackResource): readonly string[] => {
  if (!answers.includes(type)) return [];
  const names = inputs.keys("responseParameters").filter((name) => responseHeader.test(name));
  return names.flatMap((name) => {
    const text = inputs.text("responseParameters", name) ?? "";
    return /^'.*'$/.test(text) ? [text.slice(1, -1)] : [];
  });
};

/** A CORS header of CloudFront that is set by itself. */
const customHeaders = ({ inputs }: PackResource): readonly string[] =>
  (inputs.one("customHeadersConfig")?.many("items") ?? [])
    .filter((item) => responseHeader.test(item.text("header") ?? ""))
    .flatMap((item) => item.text("value") ?? []);

export const rule = resourceRule(__filename, {
  what: "CORS of APIs, function URLs and CloudFront names the origins that it allows",
  why: "with * any web page can call the API from its visitor's browser and read the answers, and with credentials it does so as the visitor",
  fix: "Name each origin, such as https://app.example.com, or https://*.example.com where the service takes a pattern",
  controls: [],
  document: {
    title: "Amazon API Gateway Developer Guide, Configure CORS for HTTP APIs",
    url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
  },
  severity: "medium",
  level: "mandatory",
  types: [...Object.keys(blocks), ...answers, "aws:apigateway/restApi:RestApi"],
  *check(resource) {
    const body =
      /^aws:apigateway/.test(resource.type) && resource.inputs.has("body") ? resource.inputs.text("body") : "";
    const origins = [
      ...originsOf(resource),
      ...headersOf(resource),
      ...customHeaders(resource),
      ...originsIn(body ?? ""),
    ];
    for (const origin of new Set(origins)) if (isAnyOrigin(origin)) yield `allows CORS from ${origin}`;
  },
});
