import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { GatewayEvent } from "../../functions/api/handler";
import type { Platform } from "../../functions/api/platform";
import type { Role } from "../../functions/api/routes";
import type { AwsRequest } from "../../functions/aws/request";
import { openBucket } from "../../functions/aws/s3";
import { environment, sessionArn } from "./api-config";

/** What the fake S3 answers a request with: XML, or headers. */
export type Answer = string | Readonly<Record<string, string>>;

/** 12:00:00.250 on 15 January 2026, UTC. */
export const noon = 1_768_478_400_250;

/** The secret with which fake sessions sign. */
export const sessionSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
export const sessionToken = "IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaDGV1==";

/**
 * A world without network: the clock stands still, URLs are signed for real, S3 answers as `s3` says (what it throws
 * is thrown), and everything that is asked for is recorded.
 */
export const fakePlatform = (s3: (request: AwsRequest) => Answer = unexpected) => {
  const requests: AwsRequest[] = [];
  const lines: Readonly<Record<string, unknown>>[] = [];
  const accesses: string[] = [];
  const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: sessionSecret, sessionToken };
  const { presign } = openBucket(
    { bucket: environment.bucket, region: environment.region, environment: {} },
    credentials,
  );
  const platform: Platform = {
    environment,
    now: () => noon,
    log: (line) => lines.push(line),
    access: async (privilege, _config, caller) => {
      accesses.push(`${privilege} for ${caller}`);
      const send = async (request: AwsRequest) => {
        requests.push(request);
        const answer = s3(request);
        return typeof answer === "string"
          ? { headers: new Headers(), text: answer }
          : { headers: new Headers(answer), text: "" };
      };
      return { bucket: { presign, send }, until: new Date("2026-01-15T13:00:00Z") };
    },
  };
  return { platform, requests, lines, accesses };
};

const unexpected = ({ method, path }: AwsRequest): never => {
  throw new Error(`S3 was asked ${method} ${path}, which nobody expected`);
};

/** A call as API Gateway passes it on. */
export const call = (
  routeKey: string,
  more: Partial<GatewayEvent> & { readonly as?: Role; readonly by?: string; readonly json?: unknown } = {},
): GatewayEvent => {
  const { as = "uploader", by = "alice", json, ...fields } = more;
  return {
    routeKey,
    isBase64Encoded: false,
    requestContext: { requestId: "request-1", authorizer: { iam: { userArn: sessionArn(as, by) } } },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...fields,
  };
};

/** A handler's answer with its body parsed. `T` is what a test relies on, and checks. */
export const read = async <T = Readonly<Record<string, unknown>>>(
  answer: Promise<APIGatewayProxyStructuredResultV2>,
) => {
  const { statusCode, headers = {}, body = "" } = await answer;
  return { status: statusCode, headers, body: JSON.parse(body) as T };
};
