import { type Fields, isFields } from "../framework/fields";

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

const methods = new Set(["get", "put", "post", "delete", "head", "patch", "trace", "x-amazon-apigateway-any-method"]);

/** An API key names a customer, not a caller, unless the scheme stands for AWS_IAM or an authorizer. */
const asksWhoCalls = (scheme: unknown): boolean => {
  const fields = fieldsOf(scheme);
  const extended = ["x-amazon-apigateway-authtype", "x-amazon-apigateway-authorizer"].some((name) => name in fields);
  return extended || (fields.type !== undefined && fields.type !== "apiKey");
};

const hasIam = (operation: Fields): boolean => {
  const type = fieldsOf(operation["x-amazon-apigateway-auth"]).type;
  return typeof type === "string" && type.toUpperCase() !== "NONE";
};

/**
 * The operations of an OpenAPI document that ask nobody who calls; undefined for what is no JSON (API Gateway Developer Guide,
 * "OpenAPI extensions": a `security` requirement or `x-amazon-apigateway-auth`). Any one requirement of a list will do for a
 * caller, so each of them must ask.
 */
export const openOperations = (body: string): readonly string[] | undefined => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  const document = fieldsOf(parsed);
  const schemes = {
    ...fieldsOf(document.securityDefinitions),
    ...fieldsOf(fieldsOf(document.components).securitySchemes),
  };
  const isAsked = (security: unknown): boolean =>
    Array.isArray(security) &&
    security.length > 0 &&
    security.every((requirement) =>
      Object.keys(fieldsOf(requirement)).some((name) => asksWhoCalls(Reflect.get(schemes, name))),
    );
  return Object.entries(fieldsOf(document.paths)).flatMap(([path, item]) =>
    Object.entries(fieldsOf(item))
      .filter(([method]) => methods.has(method.toLowerCase()))
      .filter(([, given]) => {
        const operation = fieldsOf(given);
        return !hasIam(operation) && !isAsked(operation.security ?? document.security);
      })
      .map(([method]) => `${method === "x-amazon-apigateway-any-method" ? "ANY" : method.toUpperCase()} ${path}`),
  );
};

const originHeader = /(?:^|\.)access-control-allow-origin$/i;

/** Every value below a value, with the name that it has. */
function* named(value: unknown, name = ""): Generator<readonly [name: string, value: unknown]> {
  yield [name, value];
  if (typeof value === "object" && value !== null)
    for (const [inner, below] of Object.entries(value)) yield* named(below, Array.isArray(value) ? name : inner);
}

/**
 * The origins that an OpenAPI document allows by CORS: `x-amazon-apigateway-cors` of an HTTP API, and the headers of a REST
 * API's answers (API Gateway Developer Guide, "OpenAPI extensions"). None for what is no JSON.
 */
export const originsIn = (body: string): readonly string[] => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return [];
  }
  return [...named(parsed)].flatMap(([name, value]) => {
    if (name === "x-amazon-apigateway-cors")
      return [fieldsOf(value).allowOrigins].flat().filter((origin) => typeof origin === "string");
    if (!originHeader.test(name) || typeof value !== "string") return [];
    return /^'.*'$/.test(value) ? [value.slice(1, -1)] : [];
  });
};
