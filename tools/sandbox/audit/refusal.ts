import type { Exchange } from "./exchange";

/** Why a request failed, in CloudTrail's fields. */
export interface Refusal {
  readonly errorCode: string;
  readonly errorMessage: string;
}

/** An answer to HEAD has no body that could say more. */
const bodiless: Readonly<Record<number, Refusal>> = {
  403: { errorCode: "AccessDenied", errorMessage: "Access Denied" },
  404: { errorCode: "NoSuchKey", errorMessage: "The specified key does not exist." },
  412: {
    errorCode: "PreconditionFailed",
    errorMessage: "At least one of the pre-conditions you specified did not hold",
  },
};

const jsonRefusal = (text: string): Refusal | undefined => {
  try {
    const { __type: type = "", message, Message } = JSON.parse(text) as Readonly<Record<string, string | undefined>>;
    return { errorCode: type.slice(type.lastIndexOf("#") + 1), errorMessage: message ?? Message ?? "" };
  } catch {
    return undefined;
  }
};

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`)
    .exec(xml)?.[1]
    ?.replace(/&(\w+);/g, (all, entity) => entities[entity] ?? all);

/** Why it failed; undefined if it did not. */
export const refusalOf = ({ status, answer }: Pick<Exchange, "status" | "answer">): Refusal | undefined => {
  // A multipart upload may be answered with 200 and fail afterwards, in the body; the emulator does not do so.
  if (status < 400) return undefined;
  const errorCode = element(answer, "Code");
  if (errorCode !== undefined) return { errorCode, errorMessage: element(answer, "Message") ?? "" };
  return jsonRefusal(answer) ?? bodiless[status] ?? { errorCode: String(status), errorMessage: "" };
};

const unauthenticated = new Set([
  "AuthorizationHeaderMalformed",
  "AuthorizationQueryParametersError",
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidToken",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

/**
 * Whether it is not known who asked. CloudTrail records what is refused to a caller and what is asked anonymously, but not
 * a request whose credentials are not valid.
 */
export const isUnauthenticated = ({ errorCode, errorMessage }: Refusal): boolean =>
  unauthenticated.has(errorCode) || (errorCode === "AccessDenied" && errorMessage === "Request has expired");
