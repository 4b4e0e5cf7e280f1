import { createHash, createHmac } from "node:crypto";

/**
 * Signature Version 4, written from AWS's documentation alone and so independent of the signer that the project
 * uses (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html, sig-v4-header-based-auth.html).
 * `aws-sigv4.test.ts` checks it against the examples given there.
 */
export interface SignedRequest {
  readonly method: string;
  /** As it goes over the wire. */
  readonly url: string;
  /** What the client sends beside `host`; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** "UriEncode": every byte but the unreserved characters of RFC 3986, in capital hexadecimal digits. */
const uriEncode = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

/** The URL's query, decoded; in the order of the URL. */
export const queryOf = (url: string): [string, string][] =>
  (url.split("?")[1] ?? "")
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", value = ""] = pair.split("=");
      return [decodeURIComponent(name), decodeURIComponent(value)];
    });

interface Terms {
  readonly signedHeaders: string;
  readonly payloadHash: string;
  readonly date: string;
  /** `<access key>/<day>/<region>/<service>/aws4_request`. */
  readonly credential: string;
}

const signature = ({ method, url, headers = {} }: SignedRequest, terms: Terms, secret: string): string => {
  const [, host = "", path = ""] = /^https?:\/\/([^/]+)([^?]*)/.exec(url) ?? [];
  const all: Readonly<Record<string, string>> = { ...headers, host };
  const [, day = "", region = "", service = "", end = ""] = terms.credential.split("/");
  // "Each path segment must be URI-encoded twice (except for Amazon S3 which only gets URI-encoded once)."
  const encodePathSegment = (text: string) => (service === "s3" ? uriEncode(text) : uriEncode(uriEncode(text)));
  const canonicalRequest = [
    method,
    path
      .split("/")
      .map((segment) => encodePathSegment(decodeURIComponent(segment)))
      .join("/"),
    queryOf(url)
      .filter(([name]) => name !== "X-Amz-Signature")
      .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
      .sort(byName)
      .map(([name, value]) => `${name}=${value}`)
      .join("&"),
    ...terms.signedHeaders.split(";").map((name) => `${name}:${(all[name] ?? "missing").trim().replace(/ +/g, " ")}`),
    "",
    terms.signedHeaders,
    terms.payloadHash,
  ].join("\n");
  const scope = [day, region, service, end].join("/");
  const key = [region, service, end].reduce<Buffer>((from, text) => hmac(from, text), hmac(`AWS4${secret}`, day));
  return hmac(key, ["AWS4-HMAC-SHA256", terms.date, scope, sha256(canonicalRequest)].join("\n")).toString("hex");
};

/** The signature that a presigned URL should carry if the request is sent exactly so. */
export const presignedSignature = (request: SignedRequest, secret: string): string => {
  const query = Object.fromEntries(queryOf(request.url));
  const terms = {
    signedHeaders: query["X-Amz-SignedHeaders"] ?? "",
    payloadHash: "UNSIGNED-PAYLOAD",
    date: query["X-Amz-Date"] ?? "",
    credential: query["X-Amz-Credential"] ?? "",
  };
  return signature(request, terms, secret);
};

/** The signature that a request's `authorization` should carry. The hash of the body is worked out here. */
export const headerSignature = (
  request: SignedRequest & { readonly body?: string | undefined },
  secret: string,
): string => {
  const authorization = request.headers?.authorization ?? "";
  const [, credential = "", signedHeaders = ""] =
    /Credential=([^,]+), ?SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const date = request.headers?.["x-amz-date"] ?? "";
  return signature(request, { signedHeaders, payloadHash: sha256(request.body ?? ""), date, credential }, secret);
};
