import type { Exchange } from "./exchange";

type Asked = Pick<Exchange, "url" | "headers">;

/** What a signature says of a request. */
export interface Credential {
  readonly region: string;
  /** As in a signature's scope, such as `s3` or `kms`. */
  readonly service: string;
  readonly method: "AuthHeader" | "QueryString";
}

/** Path and query; the query's names and values decoded. */
export const addressOf = (url: string): { readonly path: string; readonly query: URLSearchParams } => {
  const at = url.indexOf("?");
  return at < 0
    ? { path: url, query: new URLSearchParams() }
    : { path: url.slice(0, at), query: new URLSearchParams(url.slice(at + 1)) };
};

/** The scope of the request's signature; undefined for an anonymous request. */
export const credentialOf = ({ url, headers }: Asked): Credential | undefined => {
  const inHeader = /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1];
  const credential = inHeader ?? addressOf(url).query.get("X-Amz-Credential") ?? undefined;
  const [, , region = "", service = ""] = credential?.split("/") ?? [];
  if (credential === undefined) return undefined;
  return { region, service, method: inHeader === undefined ? "QueryString" : "AuthHeader" };
};

/** A part of a path, decoded; as it is, if it cannot be. */
export const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
