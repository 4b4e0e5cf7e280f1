/**
 * Media types as RFC 9110 writes them (section 8.3.1): `type/subtype`, then parameters whose values are tokens or
 * quoted strings. The pattern has no ambiguous repetition, so that it is matched in linear time. It takes printable
 * ASCII only: a header cannot be ended by it, and a tab, which RFC 9110 allows, would not survive a signature.
 */

/** The most characters of a media type. */
export const longestMediaType = 255;

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const quoted = '"(?:[ !#-\\[\\]-~]|\\\\[ -~])*"';
// A value may hold a comma, which RFC 9110 wants quoted: browsers record video as `video/webm;codecs=vp8,opus`.
const value = token.replace("[", "[,");
const parameter = `${token}=(?:${value}|${quoted})`;

/** A media type, or nothing. */
export const mediaTypeOrNone = new RegExp(`^(?:${token}/${token} *(?:; *(?:${parameter} *)?)*)?$`);

export const isMediaType = (text: string): boolean =>
  text !== "" && text.length <= longestMediaType && mediaTypeOrNone.test(text);

/** The type without its parameters, in small letters: by this it is compared. */
export const essenceOf = (text: string): string => (text.split(";")[0] ?? "").trim().toLowerCase();

/** What S3 is told where no type is known: bytes that no browser opens. */
export const anyBytes = "application/octet-stream";
