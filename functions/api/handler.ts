import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { AwsError } from "../aws/errors";
import { withinTime } from "../aws/time-limits";
import { type Caller, callerOf } from "./caller";
import type { ApiConfig } from "./config";
import { keyGroup } from "./object-keys";
import { readRequest } from "./parse-request";
import type { Platform } from "./platform";
import { Problem } from "./problem";
import { nothing } from "./request-schemas";
import type { AnswerOf } from "./response-schemas";
import {
  type BodyOf,
  type Operation,
  type OperationOf,
  type Privilege,
  type QueryOf,
  type Routes,
  type RoutesOf,
  routeKey,
} from "./routes";

type Parameters = Readonly<Record<string, string | undefined>>;

/** One call, read from API Gateway's event and validated by the table of routes. */
export interface ApiCall<O extends Operation> {
  readonly caller: Caller;
  /** The path's parameters, percent-decoded. */
  readonly path: Parameters;
  readonly query: QueryOf<O>;
  readonly body: BodyOf<O>;
  /** Tells the log which key the call is about; it keeps the key's group alone. */
  readonly note: (key: string) => void;
}

export type Operations<P extends Privilege> = {
  readonly [O in OperationOf<P>]: (call: ApiCall<O>) => Promise<AnswerOf<O>>;
};

/** An operation of any route: what its call holds is what the route's own row validated. */
interface AnyOperation {
  run(call: ApiCall<Operation>): Promise<object>;
}

/**
 * How long AWS may take for one call of the API, in milliseconds: below the function's timeout of 25 s, and below the
 * 30 s after which API Gateway answers in its place (API Gateway Developer Guide, "Quotas for HTTP APIs").
 */
export const workTime = 22_000;

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

const readBody = ({ body, isBase64Encoded }: GatewayEvent): unknown => {
  if (body === undefined || body === "") return undefined;
  const text = isBase64Encoded ? Buffer.from(body, "base64").toString() : body;
  if (Buffer.byteLength(text) > largestBody)
    throw new Problem("too-large", `the body is larger than ${largestBody} bytes; name fewer files at once`, {
      limit: largestBody,
    });
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid-request", "the body is not valid JSON", { field: "body" });
  }
};

/** Codes that AWS gives with other statuses, for what may work a moment later. */
const passing = new Set([
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TransactionCanceledException",
  "TransactionConflictException",
  "InternalError",
  "ConditionalRequestConflict",
  "OperationAborted",
]);

/** What an answer of AWS's means to the caller. Anything that is not listed is our fault, not theirs. */
const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof AwsError) {
    if (error.status === 404 && /^(NoSuch(Key|Version|Upload)|Http404)$/.test(error.code))
      return new Problem("not-found", "the object, version or upload does not exist");
    if (error.status === 412) return new Problem("exists-already", "an object with this key exists");
    if (error.status >= 500 || error.status === 429 || passing.has(error.code))
      return new Problem("storage-unavailable", "AWS throttled the request or could not be reached", {
        retryAfterSeconds: 2,
      });
    if (error.code === "InvalidArgument")
      return new Problem("invalid-request", "S3 rejected a parameter of this request");
  }
  return new Problem("internal", "Internal error. Find this request id in the function's log.");
};

/** The header that repeats what a body says. */
const retryAfter = (body: object): Record<string, string> =>
  "retryAfterSeconds" in body ? { "retry-after": String(body.retryAfterSeconds) } : {};

const answer = (status: number, contentType: string, body: object, headers: Record<string, string> = {}) => ({
  statusCode: status,
  headers: { "content-type": contentType, "cache-control": "no-store", ...headers },
  body: JSON.stringify(body),
});

/**
 * Makes the Lambda handler of one privilege: reads and checks API Gateway's event by the table of routes, calls the
 * route's operation and turns what it throws into problem+json. One log line a request; it holds no key, URL, token
 * or body.
 */
export const apiHandler = <P extends Privilege>(
  own: RoutesOf<P>,
  config: ApiConfig,
  platform: Platform,
  operations: Operations<P>,
) => {
  const account = platform.environment.presignerArn.split(":")[4] ?? "";
  const runs: Readonly<Record<string, AnyOperation["run"]>> = operations;
  const routes: readonly [string, Routes[Operation]][] = Object.entries(own);
  const table = new Map(routes.map(([operation, route]) => [routeKey(route), { operation, route }]));

  return async (event: GatewayEvent): Promise<APIGatewayProxyStructuredResultV2> => {
    const { requestId } = event.requestContext;
    const began = platform.now();
    const found = table.get(event.routeKey);
    let caller: Caller | undefined;
    const groups = new Set<string>();
    const report = (status: number, outcome: string, more: object = {}) =>
      platform.report({
        requestId,
        caller: caller?.name,
        action: found?.operation ?? event.routeKey,
        // One group, or the prefix that they share.
        prefix: groups.size === 1 ? [...groups][0] : groups.size === 0 ? undefined : config.prefix,
        status,
        outcome,
        ms: platform.now() - began,
        ...more,
      });
    try {
      caller = callerOf(config, account, event.requestContext.authorizer?.iam?.userArn ?? "");
      const run = found && runs[found.operation];
      if (found === undefined || run === undefined)
        throw new Problem("not-found", `there is no route ${event.routeKey}`);
      const allowed: readonly string[] = found.route.roles;
      if (!allowed.includes(caller.role))
        throw new Problem("not-allowed", `a session of ${allowed.join(" or ")} may do this; this is ${caller.role}`, {
          roles: [...allowed],
        });
      const body = readBody(event);
      const call = {
        caller,
        path: event.pathParameters ?? {},
        query: readRequest(found.route.query, event.queryStringParameters ?? {}, "query"),
        body: "body" in found.route ? readRequest(found.route.body, body, "body") : readNothing(body),
        note: (key: string) => groups.add(keyGroup(config, key)),
      };
      const result = await withinTime(workTime, () => run(call));
      report(200, "ok");
      return answer(200, "application/json", result, retryAfter(result));
    } catch (error) {
      const problem = problemOf(error);
      const cause =
        error instanceof AwsError ? { cause: error.code } : error instanceof Error ? { cause: error.name } : {};
      report(problem.status, problem.type, cause);
      return answer(
        problem.status,
        "application/problem+json",
        { ...problem.body, requestId },
        retryAfter(problem.extra),
      );
    }
  };
};

const readNothing = (body: unknown): undefined => {
  if (body !== undefined) readRequest(nothing, body, "body");
  return undefined;
};
