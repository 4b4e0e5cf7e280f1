import type { ApiConfig } from "./config";
import { Problem } from "./problem";

/** The longest object key that S3 takes, in bytes of UTF-8. */
export const longestKey = 1024;

/** Where a caller may write. */
export const callerPrefix = (config: Pick<ApiConfig, "prefix" | "layout">, caller: string): string =>
  config.layout === "shared" ? config.prefix : `${config.prefix}${caller}/`;

/** What a log may tell of a key: the caller whose it is, or the stack's prefix; never a file's name. */
export const keyGroup = ({ prefix, layout }: Pick<ApiConfig, "prefix" | "layout">, key: string): string => {
  const [owner, ...rest] = key.startsWith(prefix) ? key.slice(prefix.length).split("/") : [];
  return layout === "per-caller" && owner && rest.length > 0 ? `${prefix}${owner}/` : prefix;
};

// C0 and C1 control characters, which S3 accepts and almost no client can show or send back.
const controlCharacter = /\p{Cc}/u;

const reject = (field: string, detail: string): never => {
  throw new Problem("invalid-request", detail, { field });
};

/** Refuses what S3 does not take as a key. `key` is the whole key, its prefix included. */
const checkPossible = (key: string, field: string): string => {
  const bytes = Buffer.byteLength(key);
  if (bytes > longestKey) reject(field, `the key is ${bytes} bytes long with its prefix; S3 takes ${longestKey}`);
  if (!key.isWellFormed()) reject(field, "the key is not valid Unicode");
  return key;
};

/**
 * Whether a key has a segment `.` or `..`. S3 takes such a key as it is, but HTTP clients resolve it in a URL
 * (https://url.spec.whatwg.org/#double-dot-url-path-segment, `%2e` included), so nobody can fetch it by one.
 */
export const hasDotSegment = (key: string): boolean =>
  key.split("/").some((segment) => segment === "." || segment === "..");

/** Refuses a key to write that S3 or a client could mangle. */
const checkPlain = (key: string, field: string): string => {
  checkPossible(key, field);
  if (controlCharacter.test(key)) reject(field, "the key contains a control character; remove it");
  if (key.startsWith("/") || key.includes("//")) reject(field, "the key begins with '/' or contains '//'");
  if (hasDotSegment(key)) reject(field, "the key contains a '.' or '..' segment");
  return key;
};

/**
 * The full key that a caller may write. `asked` is relative to the caller's own prefix, or the full key as a listing
 * shows it. Throws `outside-prefix` for a full key of somebody else, `invalid-request` for a malformed one.
 */
export const keyToWrite = (config: ApiConfig, caller: string, asked: string, field: string): string => {
  const own = callerPrefix(config, caller);
  if (asked.endsWith("/") || asked === "") reject(field, "the key must name an object, not a folder");
  const key = checkPlain(asked.startsWith(config.prefix) ? asked : own + asked, field);
  if (!key.startsWith(own)) throw outside(own, field);
  return key;
};

/**
 * The key that a path names, or the query, which has the last word. API Gateway decodes a path once, leaves `%25` as
 * it is, and has been seen to cut it at a decoded `?`: so a path that says something else than the query is refused.
 * A `.` or `..` segment, which HTTP clients resolve, stands in the path with its dots as `%252E`.
 */
export const keyOfPath = (path: string | undefined, exact: string | undefined): string => {
  const inPath = (path ?? "").replaceAll("%25", "%");
  if (exact === undefined || exact === inPath) return inPath;
  const cut = exact.replace(/[?#].*$/s, "");
  const dotted = hasDotSegment(exact) ? inPath.replace(/%2E/gi, ".") : inPath;
  return path === exact || dotted === cut || dotted === exact
    ? exact
    : reject("key", "the key in the path differs from the key in the query");
};

/**
 * The full key that a caller may read or administer: anything below the stack's prefix that S3 lists, also what the API
 * would not write, such as a key from before or one that was put by another way.
 */
export const keyToReach = (config: ApiConfig, asked: string, field: string): string => {
  if (!checkPossible(asked, field).startsWith(config.prefix)) throw outside(config.prefix, field);
  return asked;
};

/** The same for a key that is fetched by a URL. */
export const keyToFetch = (config: ApiConfig, asked: string, field: string): string => {
  const key = keyToReach(config, asked, field);
  if (hasDotSegment(key))
    reject(field, "a URL cannot name a key with a '.' or '..' segment; copy it to a plain key, or delete it");
  return key;
};

/** The prefix to list: the stack's own, or one below it. */
export const prefixToList = (config: ApiConfig, asked: string | undefined): string =>
  asked === undefined || asked === "" ? config.prefix : keyToReach(config, asked, "prefix");

const outside = (prefix: string, field: string): Problem =>
  new Problem("outside-prefix", `this caller's keys begin with '${prefix}'`, { field });
