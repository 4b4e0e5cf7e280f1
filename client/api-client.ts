import { escapeUri, escapeUriPath, HttpRequest } from "@smithy/core/protocols";
import { Hash } from "@smithy/core/serde";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import type * as v from "valibot";
import type { createDownloadsBody, createRestoreBody, createUploadsBody } from "../functions/api/request-schemas";
import type { AnswerOf, UploadPlan } from "../functions/api/response-schemas";
import { type HttpAnswer, sendRequest, toRequest } from "./http";
import { type RetryRules, retrier } from "./retry";

export interface ApiClientOptions {
  /** The stack's `endpoint` output. */
  readonly endpoint: string;
  readonly region: string;
  /** Where the role session's credentials come from; asked for at each call, so that they can be renewed. */
  readonly credentials: AwsCredentialIdentityProvider;
  /** Settings of the HTTP connections, such as a certificate authority. */
  readonly http?: NodeHttpHandlerOptions;
  /** How often a request that fails for the moment is made again, which `docs/api.md` tells. */
  readonly retries?: RetryRules;
  /** Ends all requests, and the waits between them, with its reason. */
  readonly signal?: AbortSignal;
}

/** A refusal or failure of the API. `type` and the rest are as in its problem+json, where it sent one. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    /** The problem's stable `type`, or the empty string where the gateway refused before the API was reached. */
    readonly type: string,
    readonly detail: string,
    readonly requestId: string,
    /** Seconds after which it may work, where the API said so. */
    readonly retryAfterSeconds?: number,
  ) {
    super(`${status} ${type || "refused by the gateway"}: ${detail}`);
  }
}

const field = (body: unknown, name: string): string => {
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value : "";
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

type Query = Readonly<Record<string, string | number | undefined>>;

const dotSegment = /(?<=^|\/)\.{1,2}(?=\/|$)/g;

/** Says a key again where a path would not carry it through API Gateway. */
const exact = (key: string): { readonly key?: string } =>
  /[%?#]/.test(key) || key.search(dotSegment) >= 0 ? { key } : {};

/** The path of an object's route. HTTP clients resolve `.` and `..`, also as `%2E`: their dots are encoded twice. */
const objectRoute = (key: string): string =>
  `/objects/${escapeUriPath(key).replace(dotSegment, (dots) => dots.replaceAll(".", "%252E"))}`;

/** The API of one stack, as one caller. Every method throws {@link ApiError} for an answer that is not a success. */
export class ApiClient {
  readonly #handler: NodeHttpHandler;
  readonly #base: URL;
  readonly #retrying: ReturnType<typeof retrier>;

  constructor(private readonly options: ApiClientOptions) {
    this.#handler = new NodeHttpHandler(options.http);
    this.#base = new URL(options.endpoint);
    this.#retrying = retrier(options.retries);
  }

  whoami(): Promise<AnswerOf<"whoami">> {
    return this.#call("GET", "/whoami");
  }

  createUploads(request: CreateUploadsRequest): Promise<AnswerOf<"createUploads">> {
    // Done twice, it would plan twice.
    return this.#call("POST", "/uploads", {}, request, false);
  }

  /** The caller's own uploads in progress. */
  listUploads(query: { cursor?: string; limit?: number } = {}): Promise<AnswerOf<"listUploads">> {
    return this.#call("GET", "/uploads", query);
  }

  /** What has arrived of an upload, and fresh URLs for the rest. */
  getUpload(id: string, query: { expiresIn?: number } = {}): Promise<UploadPlan> {
    return this.#call("GET", `/uploads/${escapeUri(id)}`, query);
  }

  completeUpload(id: string): Promise<AnswerOf<"completeUpload">> {
    return this.#call("POST", `/uploads/${escapeUri(id)}/complete`);
  }

  abortUpload(id: string): Promise<AnswerOf<"abortUpload">> {
    return this.#call("DELETE", `/uploads/${escapeUri(id)}`);
  }

  listObjects(
    query: { prefix?: string; delimiter?: "/"; cursor?: string; limit?: number } = {},
  ): Promise<AnswerOf<"listObjects">> {
    return this.#call("GET", "/objects", query);
  }

  getObject(key: string, query: GetObjectQuery = {}): Promise<AnswerOf<"getObject">> {
    return this.#call("GET", objectRoute(key), { ...exact(key), ...query });
  }

  createDownloads(request: v.InferInput<typeof createDownloadsBody>): Promise<AnswerOf<"createDownloads">> {
    return this.#call("POST", "/downloads", {}, request);
  }

  listVersions(key: string, query: { cursor?: string; limit?: number } = {}): Promise<AnswerOf<"listVersions">> {
    return this.#call("GET", "/versions", { key, ...query });
  }

  createRestore(request: v.InferInput<typeof createRestoreBody>): Promise<AnswerOf<"createRestore">> {
    return this.#call("POST", "/restores", {}, request);
  }

  deleteObject(key: string): Promise<AnswerOf<"deleteObject">> {
    // Done twice, it would answer that the object does not exist.
    return this.#call("DELETE", objectRoute(key), exact(key), undefined, false);
  }

  deleteVersion(key: string, versionId: string): Promise<AnswerOf<"deleteVersion">> {
    return this.#call("DELETE", "/versions", { key, versionId }, undefined, false);
  }

  /** Sends one of a plan's requests to S3: the whole file, or one part of it. */
  put(url: string, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    // Where no object may be there, a second PUT is refused because of the first.
    return this.#send(() => toRequest("PUT", url, headers, body), !("if-none-match" in headers));
  }

  /** Fetches a presigned URL. */
  fetch(url: string): Promise<HttpAnswer> {
    return this.#send(() => toRequest("GET", url), true);
  }

  /** Closes idle connections. */
  destroy(): void {
    this.#handler.destroy();
  }

  #send(make: () => HttpRequest | Promise<HttpRequest>, repeatable: boolean): Promise<HttpAnswer> {
    const { signal } = this.options;
    const attempt = async () => sendRequest(this.#handler, await make(), signal);
    return this.#retrying(attempt, { repeatable, signal });
  }

  async #call<T>(method: string, path: string, query: Query = {}, body?: object, repeatable = true): Promise<T> {
    const signer = new SignatureV4({
      service: "execute-api",
      region: this.options.region,
      credentials: this.options.credentials,
      sha256: Hash.bind(null, "sha256"),
    });
    const { protocol, hostname, port, host, pathname } = this.#base;
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const request = new HttpRequest({
      method,
      protocol,
      hostname,
      ...(port ? { port: Number(port) } : {}),
      path: pathname.replace(/\/$/, "") + path,
      query: Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
      headers: { host, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // Signed anew for each attempt: a signature has a time, and credentials may be new.
    const answer = await this.#send(async () => HttpRequest.clone(await signer.sign(request)), repeatable);
    const parsed = parseJson(answer.body.toString());
    if (answer.status >= 200 && answer.status < 300) return parsed as T;
    const detail = field(parsed, "detail") || field(parsed, "message") || field(parsed, "Message");
    const wait = Number(answer.headers["retry-after"]);
    const seconds = Number.isFinite(wait) ? wait : undefined;
    throw new ApiError(answer.status, field(parsed, "type"), detail, field(parsed, "requestId"), seconds);
  }
}

export interface GetObjectQuery {
  readonly versionId?: string;
  readonly expiresIn?: number;
  readonly disposition?: "attachment" | "inline";
  readonly filename?: string;
  readonly contentType?: string;
}

export type CreateUploadsRequest = v.InferInput<typeof createUploadsBody>;
