import { escapeUri, HttpRequest, type IHttpRequest } from "@smithy/core/protocols";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Endpoint } from "./endpoint";
import { AwsError } from "./errors";
import { type HttpAnswer, transfer } from "./http";
import { withRetries } from "./retry";
import { readXml } from "./xml";

/** Temporary credentials; every set of this system has a session token and an end. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface AwsRequest {
  readonly method: string;
  /** Below the endpoint's base path; already percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether it may be done twice. @default true */
  readonly repeatable?: boolean;
  /** Whether it may take as long as the invocation has left, as copying a large object does. @default false */
  readonly slow?: boolean;
}

/** The credentials to sign with, asked for at each signature. */
export type CredentialSource = () => Promise<Credentials>;

/** The services that are called, as they are named in a signature and in an endpoint. */
export type Service = "s3" | "sts" | "dynamodb" | "events" | "lambda" | "sns";

/** Signs for one service and region. Make it once: it caches the derived signing key. */
export const signerFor = (service: Service, region: string, credentials: Credentials | CredentialSource): SignatureV4 =>
  new SignatureV4({
    service,
    region,
    credentials,
    sha256: Hash.bind(null, "sha256"),
    // S3 is the one service whose canonical path is encoded once.
    uriEscapePath: service !== "s3",
    applyChecksum: true,
  });

/** The request as the signer takes it. */
export const toHttpRequest = (endpoint: Endpoint, request: AwsRequest): HttpRequest =>
  new HttpRequest({
    ...endpoint,
    method: request.method,
    path: `${endpoint.basePath}${request.path}`,
    query: { ...request.query },
    headers: { host: endpoint.hostname + (endpoint.port ? `:${endpoint.port}` : ""), ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
  });

/** Path and query of a request, as they were signed. */
const targetOf = (request: IHttpRequest): string => {
  const query = Object.entries(request.query ?? {})
    .map(([name, value]) => `${escapeUri(name)}=${escapeUri(String(value))}`)
    .join("&");
  return `${request.path}${query ? `?${query}` : ""}`;
};

/** The URL of a signed request. */
export const toUrl = (request: IHttpRequest): string => {
  const port = request.port ? `:${request.port}` : "";
  return `${request.protocol}//${request.hostname}${port}${targetOf(request)}`;
};

/** What AWS asks to wait for: seconds, or a time (RFC 9110, "Retry-After"). */
const retryAfterOf = (header: string | null): Date | undefined => {
  if (header === null) return undefined;
  const at = /^\d+$/.test(header) ? Date.now() + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(at) ? undefined : new Date(at);
};

export type AwsAnswer = Pick<HttpAnswer, "headers" | "text">;

type Answer = HttpAnswer & { readonly ok: boolean; readonly retryAfter: Date | undefined };

/**
 * Signs and sends one request, and again where that may help ({@link withRetries}). `refusal` tells the error that an
 * answer holds, if any. Throws that, or {@link TransportError} if no answer came in time.
 */
export const exchange = (
  signer: SignatureV4,
  endpoint: Endpoint,
  request: AwsRequest,
  refusal: (answer: Answer) => AwsError | undefined,
): Promise<AwsAnswer> => {
  const { repeatable = true, slow = false, body } = request;
  return withRetries(
    async (milliseconds) => {
      // Signed anew each time: a signature has a time, and credentials may be new.
      const signed = await signer.sign(toHttpRequest(endpoint, request));
      const { protocol, hostname } = endpoint;
      const port = endpoint.port === undefined ? {} : { port: endpoint.port };
      const target = targetOf(signed);
      const sent = { protocol, hostname, ...port, method: signed.method, target, headers: signed.headers };
      const rules = { milliseconds, ownConnection: !repeatable };
      const answer = await transfer({ ...sent, ...(body === undefined ? {} : { body }) }, rules);
      const ok = answer.status >= 200 && answer.status < 300;
      const error = refusal({ ...answer, ok, retryAfter: retryAfterOf(answer.headers.get("retry-after")) });
      if (error !== undefined) throw error;
      return answer;
    },
    { repeatable, slow },
  );
};

/** Sends one request to a service that answers with XML. Throws {@link AwsError} for anything but success. */
export const send = (signer: SignatureV4, endpoint: Endpoint, request: AwsRequest): Promise<AwsAnswer> =>
  exchange(signer, endpoint, request, ({ status, ok, text, retryAfter }) =>
    // S3 may answer a completion with 200 and an error: it sends the status before the work is done.
    ok && !text.includes("<Error>") ? undefined : toAwsError(status, text, retryAfter),
  );

const toAwsError = (status: number, text: string, retryAfter?: Date): AwsError => {
  // STS puts it one level down; what stands before AWS answers with HTML, or with nothing.
  const [xml] = /<Error>.*<\/Error>/s.exec(text) ?? [];
  const error = xml === undefined ? undefined : readXml(xml);
  const message = error?.text("Message") ?? text.slice(0, 200);
  return new AwsError(status, error?.text("Code") ?? `Http${status}`, message, retryAfter);
};
