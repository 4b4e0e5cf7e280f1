import type { PublicSwitch } from "../../../policies/exposure/public-switch";
import type { DeclaredProperty } from "./declarations";

/** A name by which @pulumi/aws calls settings that open something, and the values that do. */
interface Term {
  readonly family: PublicSwitch["family"];
  /** Fits the whole path. */
  readonly path: RegExp;
  /** Fits the type token, where the name alone says too little. */
  readonly type?: RegExp;
  readonly open: PublicSwitch["open"];
}

const acls = ["public-read", "public-read-write", "authenticated-read"];

/** How AWS's settings that open something are called. The first that fits counts. */
export const terms: readonly Term[] = [
  { family: "endpoint", path: /(?:^|\.)(?:isP|p)ubliclyAccessible$/, open: [true] },
  { family: "endpoint", path: /(?:^|\.)(?:endpointPublicAccess|publicConnectivity)$/, open: [true] },
  { family: "endpoint", path: /(?:^|\.)publicAccess\.type$/, open: ["SERVICE_PROVIDED_EIPS"] },
  { family: "endpoint", path: /(?:^|\.)webserverAccessMode$/, open: ["PUBLIC_ONLY", "PUBLIC_AND_PRIVATE"] },
  { family: "endpoint", path: /(?:^|\.)blockPublicSecurityGroupRules$/, open: [false] },
  { family: "endpoint", path: /(?:^|\.)internetGatewayBlockMode$/, open: ["off"] },
  { family: "endpoint", path: /(?:^|\.)internetGatewayExclusionMode$/, open: ["allow-bidirectional"] },
  { family: "anonymous", path: /(?:^|\.)(?:anonymousAuthEnabled|allowUnauthenticatedIdentities)$/, open: [true] },
  { family: "anonymous", path: /(?:^|\.)clientAuthentication\.unauthenticated$/, open: [true] },
  { family: "anonymous", path: /(?:^|\.)onUnauthenticatedRequest$/, open: ["allow"] },
  {
    family: "anonymous",
    path: /(?:^|\.)(?:authenticationType|authType)$/,
    type: /^aws:appsync\//,
    open: ["API_KEY"],
  },
  { family: "anonymous", path: /(?:^|\.)projectVisibility$/, open: ["PUBLIC_READ"] },
  { family: "anonymous", path: /(?:^|\.)(?:cannedAcl|objectAcl)$/, open: acls },
  { family: "anonymous", path: /^state$/, type: /BlockPublicAccess$/, open: ["unblocked"] },
  {
    family: "anonymous",
    path: /\.publicAccessBlock\.(?:block|ignore|restrict)Public\w+$/,
    open: [false],
  },
  {
    family: "address",
    path: /(?:^|\.)(?:mapPublicIpOnLaunch|associatePublicIpAddress|assignPublicIp)$/,
    open: [true, "ENABLED"],
  },
  {
    family: "address",
    path: /(?:^|\.)(?:enableDefaultInternetAccess|enableInternetAccess)$/,
    open: [true],
  },
  { family: "address", path: /(?:^|\.)directInternetAccess$/, open: ["Enabled"] },
  { family: "address", path: /(?:^|\.)appNetworkAccessType$/, open: ["PublicInternetOnly"] },
];

/**
 * What AWS takes where the program says nothing and the declarations do not say what that is: App Runner Developer Guide,
 * "Setting up networking configuration for incoming traffic" (the public endpoint is the default).
 */
const undocumented: Readonly<Record<string, string | boolean>> = {
  "aws:apprunner/service:Service": true,
};

/** The default that a property's documentation names: "Defaults to `false`", "`Enabled` (Default)". */
const defaultIn = (doc: string): string | boolean | undefined => {
  const [, after] = /\b[Dd]efault(?:s| value)?(?: is| to|:)*:? `"?([\w-]+)"?`/.exec(doc) ?? [];
  const [, before] = /`"?([\w-]+)"?` \([Dd]efault\)/.exec(doc) ?? [];
  const text = after ?? before;
  return text === "true" ? true : text === "false" ? false : text;
};

/** The public switches among declared properties, for the rules below policies/rules/public. */
export const switchesIn = (declared: readonly DeclaredProperty[]): readonly PublicSwitch[] =>
  declared.flatMap(({ type, path, declared: text, doc }) => {
    const term = terms.find((one) => one.path.test(path) && (one.type?.test(type) ?? true));
    if (term === undefined || /inputs\./.test(text)) return [];
    const absent = undocumented[type] ?? defaultIn(doc);
    const opens = absent !== undefined && term.open.includes(absent);
    return [{ family: term.family, type, path, open: term.open, ...(opens ? { absent } : {}) }];
  });
