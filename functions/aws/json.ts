import { randomUUID } from "node:crypto";
import { serviceEndpoint } from "./endpoint";
import { AwsError } from "./errors";
import { type AwsRequest, type CredentialSource, type Credentials, exchange, type Service, signerFor } from "./request";

/**
 * Calls the operations of one service that speaks AWS's JSON protocol. A call that fails is repeated, so an
 * operation must do the same when it is done twice, or be marked with `repeatable: false`. A transaction is told apart
 * from another one by its token, so that DynamoDB does it once.
 */
export type JsonCall = (
  operation: string,
  input: object,
  rules?: Pick<AwsRequest, "repeatable">,
) => Promise<Record<string, unknown>>;

/** How a service names its operations, and the protocol's version. */
const protocols = {
  dynamodb: { target: "DynamoDB_20120810", version: "1.0" },
  events: { target: "AWSEvents", version: "1.1" },
} as const satisfies Partial<Record<Service, { target: string; version: string }>>;

/**
 * One service by AWS's JSON protocol (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html). A call throws
 * `AwsError` with the service's own code, such as `ConditionalCheckFailedException`.
 */
export const jsonService = (
  service: keyof typeof protocols,
  region: string,
  credentials: Credentials | CredentialSource,
  environment: NodeJS.ProcessEnv,
): JsonCall => {
  const signer = signerFor(service, region, credentials);
  const endpoint = serviceEndpoint(service, region, environment);
  const { target, version } = protocols[service];
  return async (operation, input, rules = {}) => {
    const token = operation === "TransactWriteItems" ? { ClientRequestToken: randomUUID() } : {};
    const request = {
      method: "POST",
      path: "/",
      headers: { "content-type": `application/x-amz-json-${version}`, "x-amz-target": `${target}.${operation}` },
      body: JSON.stringify({ ...token, ...input }),
      ...rules,
    };
    const { text } = await exchange(signer, endpoint, request, ({ ok, status, text, retryAfter }) => {
      if (ok) return undefined;
      const body = parse(text);
      return new AwsError(status, codeOf(body) || `Http${status}`, textOf(body, text), retryAfter, body);
    });
    return parse(text);
  };
};

const parse = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

/** `__type` may carry a namespace before `#`. */
const codeOf = ({ __type: type }: Record<string, unknown>): string =>
  typeof type === "string" ? type.slice(type.indexOf("#") + 1) : "";

const textOf = ({ message, Message: other = message }: Record<string, unknown>, text: string): string =>
  typeof other === "string" ? other : text.slice(0, 200);
