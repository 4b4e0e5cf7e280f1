import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { AwsError } from "../aws/request";
import { type Caller, callerOf } from "./caller";
import type { ApiConfig } from "./config";
import type { Platform } from "./platform";
import { Problem } from "./problem";
import { type OperationOf, type Privilege, type Route, routeKey, routeList } from "./routes";

/** One call, read from API Gateway's event. */
export interface ApiCall {
  readonly caller: Caller;
  /** The path's parameters, percent-decoded. */
  readonly path: Parameters;
  readonly query: Parameters;
  /** The parsed JSON body; undefined if there is none. */
  readonly body: unknown;
}

export type Operations<P extends Privilege> = {
  readonly [O in OperationOf<P>]: (call: ApiCall) => Promise<object>;
};

/** The largest request body, in bytes. */
export const largestBody = 256 * 1024;

/** API Gateway's event, format 2.0; API Gateway has verified who calls. */
export type GatewayEvent = Pick<
  APIGatewayProxyEventV2WithIAMAuthorizer,
  "routeKey" | "pathParameters" | "queryStringParameters" | "body" | "isBase64Encoded"
> & {
  readonly requestContext: {
    readonly requestId: string;
    readonly authorizer?: { readonly iam?: { readonly userArn?: string } };
  };
};

type Parameters = Readonly<Record<string, string | undefined>>;

const readBody = ({ body, isBase64Encoded }: GatewayEvent): unknown => {
  if (body === undefined || body === "") return undefined;
  const text = isBase64Encoded ? Buffer.from(body, "base64").toString() : body;
  if (Buffer.byteLength(text) > largestBody)
    throw new Problem("too-large", `the body is larger than ${largestBody} bytes; send fewer uploads at once`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid-request", "the body is not valid JSON", { field: "body" });
  }
};

/** Codes that S3 and STS give with other statuses, for what may work a moment later. */
const passing = new Set(["SlowDown", "Throttling", "InternalError", "ConditionalRequestConflict", "OperationAborted"]);

/** What an answer of S3 or STS means to the caller. Anything that is not listed is our fault, not theirs. */
const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof AwsError) {
    if (error.status === 404 && error.code !== "NoSuchBucket")
      return new Problem("not-found", "there is no such object, version or upload");
    if (error.status === 412)
      return new Problem("exists-already", "an object of this key exists; ask with overwrite: true");
    if (error.status >= 500 || error.status === 429 || passing.has(error.code))
      return new Problem("storage-unavailable", "S3 is busy; try again", { retryAfterSeconds: 2 });
    if (error.code === "InvalidArgument")
      return new Problem("invalid-request", "S3 refuses a parameter of this request");
  }
  return new Problem("internal", "something failed here; the log names it by the request id");
};

const answer = (status: number, contentType: string, body: object, headers: Record<string, string> = {}) => ({
  statusCode: status,
  headers: { "content-type": contentType, "cache-control": "no-store", ...headers },
  body: JSON.stringify(body),
});

/**
 * Makes the Lambda handler of one privilege: reads and checks API Gateway's event, calls the route's operation and
 * turns what it throws into problem+json. One log line a request; it holds no key, URL, token or body.
 */
export const apiHandler = <P extends Privilege>(
  privilege: P,
  config: ApiConfig,
  platform: Platform,
  operations: Operations<P>,
) => {
  const account = platform.environment.presignerArn.split(":")[4] ?? "";
  const byRouteKey = new Map<string, { route: Route; run: (call: ApiCall) => Promise<object> }>();
  const runs: Readonly<Record<string, (call: ApiCall) => Promise<object>>> = operations;
  for (const { operation, ...route } of routeList) {
    const run = runs[operation];
    if (route.privilege === privilege && run !== undefined) byRouteKey.set(routeKey(route), { route, run });
  }

  return async (event: GatewayEvent): Promise<APIGatewayProxyStructuredResultV2> => {
    const { requestId } = event.requestContext;
    const began = platform.now();
    let caller: Caller | undefined;
    const log = (status: number, more: object = {}) =>
      platform.log({
        requestId,
        caller: caller?.name,
        route: event.routeKey,
        status,
        ms: platform.now() - began,
        ...more,
      });
    try {
      caller = callerOf(config, account, event.requestContext.authorizer?.iam?.userArn ?? "");
      const found = byRouteKey.get(event.routeKey);
      if (found === undefined) throw new Problem("not-found", `there is no route ${event.routeKey}`);
      if (!found.route.roles.includes(caller.role))
        throw new Problem("not-allowed", `this needs one of these roles: ${found.route.roles.join(", ")}`);
      const { pathParameters: path = {}, queryStringParameters: query = {} } = event;
      const call = { caller, path, query, body: readBody(event) };
      const result = answer(200, "application/json", await found.run(call));
      log(200);
      return result;
    } catch (error) {
      const problem = problemOf(error);
      const cause =
        error instanceof AwsError ? { cause: error.code } : error instanceof Error ? { cause: error.name } : {};
      log(problem.status, { problem: problem.type, ...cause });
      const retry = problem.extra.retryAfterSeconds;
      return answer(
        problem.status,
        "application/problem+json",
        problem.body(requestId),
        retry === undefined ? {} : { "retry-after": String(retry) },
      );
    }
  };
};
