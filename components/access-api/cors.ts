import { routeList } from "../../functions/api/routes";
import type { Cors } from "../secure-bucket/args";

/** The web pages that may call an API. Methods and headers come from its routes and from how requests are signed. */
export type ApiCors = Pick<Cors, "origins" | "maxAgeSeconds">;

/** What a signed request of the API carries (AWS Signature Version 4), and the type of its body. */
const requestHeaders = [
  "authorization",
  "content-type",
  "x-amz-content-sha256",
  "x-amz-date",
  "x-amz-security-token",
  "x-amz-user-agent",
];

/** What a page may read of an answer beside its body: when to ask again, and which request it was. */
const answerHeaders = ["apigw-requestid", "retry-after"];

/**
 * What API Gateway answers to browsers, preflights included: those need no signature, and reach no function (Amazon API
 * Gateway Developer Guide, "Configure CORS for HTTP APIs"). No cookies: a page signs its requests itself.
 */
export const corsConfiguration = ({ origins, maxAgeSeconds = 3600 }: ApiCors) => ({
  allowOrigins: [...origins],
  allowMethods: [...new Set(routeList.map(({ method }) => method))].sort(),
  allowHeaders: requestHeaders,
  exposeHeaders: answerHeaders,
  allowCredentials: false,
  maxAge: maxAgeSeconds,
});
