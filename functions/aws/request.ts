import { escapeUri, HttpRequest, type IHttpRequest } from "@smithy/core/protocols";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Endpoint } from "./endpoint";
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
}

/** An error that AWS answered with. */
export class AwsError extends Error {
  override readonly name = "AwsError";

  constructor(
    readonly status: number,
    /** AWS's own code, such as `AccessDenied`. */
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** The services that are called, as they are named in a signature and in an endpoint. */
export type Service = "s3" | "sts" | "dynamodb" | "events" | "lambda";

/** Signs for one service and region with one set of credentials. Make it once: it caches the derived signing key. */
export const signerFor = (service: Service, region: string, credentials: Credentials): SignatureV4 =>
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

/** The URL of a signed request. */
export const toUrl = (request: IHttpRequest): string => {
  const port = request.port ? `:${request.port}` : "";
  const query = Object.entries(request.query ?? {})
    .map(([name, value]) => `${escapeUri(name)}=${escapeUri(String(value))}`)
    .join("&");
  return `${request.protocol}//${request.hostname}${port}${request.path}${query ? `?${query}` : ""}`;
};

/** How long AWS may take to answer one request, in milliseconds: well below what a caller of the API waits. */
const patience = 10_000;

export interface AwsAnswer {
  readonly headers: Headers;
  readonly text: string;
}

/** Signs, sends and reads one request, whatever its answer is. Throws {@link AwsError} only if none came in time. */
export const exchange = async (
  signer: SignatureV4,
  endpoint: Endpoint,
  request: AwsRequest,
): Promise<AwsAnswer & { readonly status: number; readonly ok: boolean }> => {
  const signed = await signer.sign(toHttpRequest(endpoint, request));
  const { host: _, ...headers } = signed.headers;
  const signal = AbortSignal.timeout(patience);
  try {
    const response = await fetch(toUrl(signed), {
      method: signed.method,
      headers,
      // A redirect would take the session's token along, and its signature would not hold there.
      redirect: "manual",
      ...(request.body === undefined ? {} : { body: request.body }),
      signal,
    });
    return { status: response.status, ok: response.ok, headers: response.headers, text: await response.text() };
  } catch (error) {
    // Joining or copying a large object goes on, and is found done when it is asked for again.
    if (signal.aborted) throw new AwsError(504, "Timeout", `AWS has not answered within ${patience} ms`);
    throw error;
  }
};

/** Sends one request to a service that answers with XML. Throws {@link AwsError} for anything but success. */
export const send = async (signer: SignatureV4, endpoint: Endpoint, request: AwsRequest): Promise<AwsAnswer> => {
  const { status, ok, headers, text } = await exchange(signer, endpoint, request);
  // S3 may answer a completion with 200 and an error: it sends the status before the work is done.
  if (ok && !text.includes("<Error>")) return { headers, text };
  throw toAwsError(status, text);
};

const toAwsError = (status: number, text: string): AwsError => {
  // STS puts it one level down; what stands before AWS answers with HTML, or with nothing.
  const [xml] = /<Error>.*<\/Error>/s.exec(text) ?? [];
  const error = xml === undefined ? undefined : readXml(xml);
  return new AwsError(status, error?.text("Code") ?? `Http${status}`, error?.text("Message") ?? text.slice(0, 200));
};
