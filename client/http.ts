import { HttpRequest } from "@smithy/core/protocols";
import type { NodeHttpHandler } from "@smithy/node-http-handler";

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A URL as a request. */
export const toRequest = (
  method: string,
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body?: Uint8Array,
): HttpRequest => {
  const { protocol, hostname, port, host, pathname, searchParams } = new URL(url);
  return new HttpRequest({
    method,
    protocol,
    hostname,
    ...(port ? { port: Number(port) } : {}),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, ...headers },
    ...(body === undefined ? {} : { body }),
  });
};

/** Sends one request and reads its whole answer. */
export const sendRequest = async (
  handler: NodeHttpHandler,
  request: HttpRequest,
  signal?: AbortSignal,
): Promise<HttpAnswer> => {
  const { response } = await handler.handle(request, signal === undefined ? {} : { abortSignal: signal });
  const chunks: Buffer[] = [];
  for await (const chunk of response.body) chunks.push(Buffer.from(chunk));
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
};
