import type { ObjectHead } from "../aws/s3/object";
import { anyBytes, essenceOf, isMediaType } from "./media-type";
import { Problem } from "./problem";

/**
 * How a browser takes what a URL gives: as a file to keep, unless the caller asks to see it and its type is one that
 * runs nothing. Both are signed into the URL as S3's `response-…` parameters, which S3 obeys in signed requests only
 * (Amazon S3 API Reference, "GetObject"); `s3:GetObject` covers them.
 */

/** Types that a browser may open: it runs no script of theirs. HTML, SVG and XML are not among them. */
export const inlineTypes = [
  "application/pdf",
  "audio/mpeg",
  "audio/mp4",
  "audio/ogg",
  "audio/wav",
  "audio/webm",
  "image/avif",
  "image/gif",
  "image/jpeg",
  "image/png",
  "image/webp",
  "text/plain",
  "video/mp4",
  "video/ogg",
  "video/webm",
] as const;

/** The most characters of a file's name that a caller gives, and bytes of one that is made of a key: as file systems do. */
export const longestFileName = 255;

/** What no file's name may hold: control characters, signs that turn the direction of writing, separators of paths. */
const unfit = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\\/]/gu;

/** A name without them, as a pattern without flags, which a JSON schema takes; half a surrogate pair is none either. */
export const fileName =
  /^(?:[ -.0-[\]-~\u00a0-\u061b\u061d-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\uffff]|[\ud800-\udbff][\udc00-\udfff])+$/;

/** A key's last segment as a file's name, cut before its extension if it is too long. */
export const fileNameOf = (key: string): string => {
  const name = key.slice(key.lastIndexOf("/") + 1).replace(unfit, "_") || "download";
  if (Buffer.byteLength(name) <= longestFileName) return name;
  const [extension = ""] = /\.[\w-]{1,16}$/.exec(name) ?? [];
  let cut = "";
  for (const character of name) {
    if (Buffer.byteLength(cut + character + extension) > longestFileName) break;
    cut += character;
  }
  return cut + extension;
};

/** Characters of an extended value (RFC 8187, "attr-char") that `encodeURIComponent` leaves alone and may not. */
const encode = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The header `Content-Disposition` (RFC 6266): the name in ASCII for old clients, and in UTF-8 (RFC 8187). Clients that
 * decode `%` in the first are known, so it holds none.
 */
export const contentDisposition = (kind: "attachment" | "inline", name: string): string =>
  `${kind}; filename="${name.replace(/[^ -~]/gu, "_").replace(/["\\%]/g, "_")}"; filename*=UTF-8''${encode(name)}`;

/** What a caller asks of a download beside its object. */
export interface Presentation {
  readonly disposition?: "attachment" | "inline" | undefined;
  readonly filename?: string | undefined;
  readonly contentType?: string | undefined;
}

/** The parameters that tell S3 which headers to answer with. Refuses to show what a browser would run. */
export const presentation = (
  asked: Presentation,
  { key, contentType }: { readonly key: string } & Pick<ObjectHead, "contentType">,
  field: string,
): Record<string, string> => {
  const { disposition = "attachment", filename = fileNameOf(key) } = asked;
  const known = asked.contentType || contentType || "";
  // Whoever writes to S3 directly may have given any type.
  const type = isMediaType(known) ? known : anyBytes;
  const inline: readonly string[] = inlineTypes;
  if (disposition === "inline" && !inline.includes(essenceOf(type)))
    throw new Problem("invalid-request", `'${essenceOf(type)}' is not shown inline; these are: ${inline.join(", ")}`, {
      field,
    });
  return {
    "response-content-disposition": contentDisposition(disposition, filename),
    "response-content-type": type,
  };
};
