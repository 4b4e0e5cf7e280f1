import { type ConversionConfig, type JsonSchema, toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { largestBody } from "../../functions/api/handler";
import { longestKey } from "../../functions/api/object-keys";
import { type ProblemType, problems, problemUri } from "../../functions/api/problem";
import { checksum } from "../../functions/api/request-schemas";
import { answers, problemBody } from "../../functions/api/response-schemas";
import { commonProblems, type Operation, type Route, routeList } from "../../functions/api/routes";

/**
 * The API as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html), made of the table of routes and of
 * the schemas by which requests are validated and answers are typed.
 */

type Json = Readonly<Record<string, unknown>>;

/** The schemas that have a name of their own in the document. */
const named = {
  Problem: problemBody,
  Checksum: checksum,
  UploadPlan: answers.getUpload,
  CompletedUpload: answers.completeUpload,
  Download: answers.getObject,
  Restored: answers.createRestore,
} as const;

/** The query of a URL holds text alone; what reads a number from it takes whole ones from 1. */
const readAsNumber: ConversionConfig["overrideAction"] = ({ valibotAction }) =>
  valibotAction.type === "transform" ? { type: "integer", minimum: 1 } : undefined;

const config = {
  target: "draft-2020-12",
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  overrideAction: readAsNumber,
} as const satisfies ConversionConfig;

const convert = (schema: v.GenericSchema, typeMode: "input" | "output"): JsonSchema => {
  const { $schema: _, $defs: __, ...rest } = toJsonSchema(schema, { ...config, typeMode, definitions: named });
  return rest;
};

/** What the path's parameters are; the table of routes names them alone. */
const inPath: Readonly<Record<string, Json>> = {
  id: { description: "The upload, as POST /uploads named it.", schema: { type: "string" } },
  key: {
    description: `The object's full key, percent-encoded but for its slashes; at most ${longestKey} bytes of UTF-8.`,
    schema: { type: "string", minLength: 1, maxLength: longestKey },
  },
};

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name = ""]) => ({ name, in: "path", required: true, ...inPath[name] }));

const queryParameters = (query: v.GenericSchema): Json[] => {
  const { properties = {}, required = [] } = convert(query, "output");
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = typeof schema === "boolean" ? {} : schema;
    return { name, in: "query", required: required.includes(name), ...(description && { description }), schema: rest };
  });
};

const json = (schema: unknown) => ({ "application/json": { schema } });

/** What API Gateway answers before a function is asked: not a problem, and in its own words. */
const gatewayStatuses: Readonly<Record<number, string>> = {
  403: "API Gateway itself refuses a request that is not signed, or whose role may not call the route.",
  429: "API Gateway itself refuses what is beyond the stack's throttle.",
};
const ofGateway = json({ type: "object", properties: { message: { type: "string" } }, required: ["message"] });

const retryAfter = {
  "Retry-After": { description: "Seconds after which to ask again.", schema: { type: "integer", minimum: 1 } },
};

interface Failure {
  readonly status: number;
  /** The problems that have the status; none where only API Gateway answers with it. */
  readonly types: readonly ProblemType[];
}

const failuresOf = (route: Route): Failure[] => {
  const types = [...commonProblems, ...route.problems];
  const statuses = [...types.map((type) => problems[type][0]), ...Object.keys(gatewayStatuses).map(Number)];
  return [...new Set<number>(statuses)]
    .sort((a, b) => a - b)
    .map((status) => ({ status, types: types.filter((type) => problems[type][0] === status) }));
};

/** The name of a failure among the document's components. */
const nameOf = ({ types }: Failure): string => types.join(".") || "throttled";

const describe = ({ status, types }: Failure): Json => {
  const told = types.map((type) => `\`${type}\`: ${problems[type][1]}`);
  const schema = {
    allOf: [
      { $ref: "#/components/schemas/Problem" },
      { properties: { type: { enum: types.map(problemUri) }, status: { const: status } } },
    ],
  };
  const gateway = gatewayStatuses[status];
  return {
    description: [...told, ...(gateway === undefined ? [] : [gateway])].join("\n\n"),
    ...((status === 503 || types.includes("too-many-uploads")) && { headers: retryAfter }),
    content: {
      ...(types.length > 0 && { "application/problem+json": { schema } }),
      ...(gateway !== undefined && ofGateway),
    },
  };
};

const failureReferences = (route: Route): Json =>
  Object.fromEntries(
    failuresOf(route).map((failure) => [failure.status, { $ref: `#/components/responses/${nameOf(failure)}` }]),
  );

const operationOf = ({ operation, ...route }: Route & { readonly operation: Operation }): Json => ({
  operationId: operation,
  summary: route.summary,
  "x-roles": route.roles,
  // Each is an alternative.
  security: route.roles.map((role) => ({ sigV4: [role] })),
  parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
  ...(route.body && {
    requestBody: {
      description: `At most ${largestBody} bytes. A field that is not named here is refused.`,
      required: true,
      content: json(convert(route.body, "input")),
    },
  }),
  responses: {
    200: { description: "Done.", content: json(convert(answers[operation], "output")) },
    ...failureReferences(route),
  },
});

/** Where a route stands in the document; `{key+}`, the rest of the path, has no word of its own in OpenAPI. */
export const documentedPath = (path: string): string => path.replace("+}", "}");

const paths = (): Json => {
  const all: Record<string, Record<string, Json>> = {};
  for (const route of routeList) {
    const path = documentedPath(route.path);
    all[path] = { ...all[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return all;
};

/** The document; `version` is the package's. */
export const openApiDocument = (version: string): Json => ({
  openapi: "3.1.0",
  info: {
    title: "Coffer",
    version,
    summary: "Private files for a team: upload, list, fetch and restore by presigned URLs.",
    description:
      "Every request is signed with AWS Signature Version 4 by a session of one of the stack's roles. Failures are `application/problem+json` (RFC 9457), but for what API Gateway itself refuses.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [
    {
      url: "{endpoint}",
      variables: {
        endpoint: {
          default: "https://api-id.execute-api.eu-central-1.amazonaws.com",
          description: "The stack's output `endpoint`.",
        },
      },
    },
  ],
  paths: paths(),
  components: {
    schemas: toJsonSchemaDefs(named, { ...config, typeMode: "output" }),
    responses: Object.fromEntries(
      routeList.flatMap(failuresOf).map((failure) => [nameOf(failure), describe(failure)] as const),
    ),
    securitySchemes: {
      sigV4: {
        type: "apiKey",
        in: "header",
        name: "Authorization",
        description:
          "AWS Signature Version 4 for the service `execute-api`, by a session of the role that is named, with `X-Amz-Date` and `X-Amz-Security-Token`.",
        "x-amazon-apigateway-authtype": "awsSigv4",
      },
    },
  },
});
