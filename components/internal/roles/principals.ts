import { type Account, iamArn } from "../account";
import { check, type Owner } from "../check";
import type { Statement } from "../policy-document";

/**
 * Who may assume a role. A session's name is the caller's name everywhere (prefix, logs, trail), so the trust policy
 * pins it: nobody can take another's.
 */
export type Principal =
  /** An IAM user of this account, by name. Needs MFA; the session is named after the user. */
  | { readonly user: string }
  /** An IAM role of this account, by name; the session is named `as`. Needs MFA unless it says otherwise. */
  | { readonly role: string; readonly as: string; readonly mfa?: "not-required" }
  /** A SAML provider, by ARN. It authenticates and names its sessions; MFA is its part. */
  | { readonly saml: string }
  /** One subject of an OIDC provider, by ARN; the session is named `as`. MFA is the provider's part. */
  | { readonly oidc: string; readonly audience: string; readonly subject: string; readonly as: string };

const callerName = /^(?!\.+$)[\w+=,.@-]{2,64}$/;
const iamName = /^[\w+=,.@-]{1,64}$/;

/** The caller's name, where the stack knows it; a SAML provider names its callers itself. */
export const callerOfPrincipal = (principal: Principal): string | undefined =>
  "user" in principal ? principal.user : "saml" in principal ? undefined : principal.as;

/** Refuses principals that could not be written into a trust policy. */
export const checkPrincipals = (owner: Owner, argument: string, principals: readonly Principal[]): void => {
  check(owner, principals.length > 0, argument, principals, "at least one principal, such as { user: 'alice' }");
  for (const [index, principal] of principals.entries()) {
    const where = `${argument}[${index}]`;
    const caller = callerOfPrincipal(principal);
    const allowed = "2 to 64 letters, digits or _+=,.@-";
    check(owner, caller === undefined || callerName.test(caller), where, principal, `a session name of ${allowed}`);
    if ("role" in principal) check(owner, iamName.test(principal.role), where, principal, "the name of an IAM role");
    if ("saml" in principal)
      check(owner, principal.saml.includes(":saml-provider/"), where, principal, "the ARN of a SAML provider");
    if ("oidc" in principal)
      check(owner, principal.oidc.includes(":oidc-provider/"), where, principal, "the ARN of an OIDC provider");
  }
};

/** Where each partition's sign-in takes SAML assertions. */
const samlAudience = (partition: string): string =>
  ({
    "aws-cn": "https://signin.amazonaws.cn/saml",
    "aws-us-gov": "https://signin.amazonaws-us-gov.com/saml",
  })[partition] ?? "https://signin.aws.amazon.com/saml";

/** Refuses principals of whom two would have one session name: each would pass for the other. */
export const checkCallers = (owner: Owner, principals: readonly Principal[]): void => {
  const known = new Map<string, Principal>();
  for (const principal of principals) {
    const caller = callerOfPrincipal(principal);
    if (caller === undefined) continue;
    const other = known.get(caller) ?? principal;
    const same = identityOf(other) === identityOf(principal);
    check(owner, same, "principals", principal, `another session name than ${JSON.stringify(other)} has`);
    known.set(caller, principal);
  }
};

/** The same for the same principal, however it is written. */
const identityOf = (principal: Principal): string =>
  JSON.stringify(Object.entries({ ...principal, mfa: undefined }).sort());

/** The trust policy of a role: a statement for each principal (IAM User Guide, "Role trust policies"). */
export const trustStatements = (account: Account, principals: readonly Principal[]): Statement[] =>
  principals.map((principal, index) => {
    const base = { Sid: `Principal${index}`, Effect: "Allow" } as const;
    const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    if ("user" in principal)
      return {
        ...base,
        Principal: { AWS: iamArn(account, `user/${principal.user}`) },
        Action: "sts:AssumeRole",
        Condition: { ...mfa, StringEquals: { "sts:RoleSessionName": principal.user } },
      };
    if ("role" in principal)
      return {
        ...base,
        Principal: { AWS: iamArn(account, `role/${principal.role}`) },
        Action: "sts:AssumeRole",
        Condition: {
          ...(principal.mfa === "not-required" ? {} : mfa),
          StringEquals: { "sts:RoleSessionName": principal.as },
        },
      };
    if ("saml" in principal)
      return {
        ...base,
        Principal: { Federated: principal.saml },
        Action: "sts:AssumeRoleWithSAML",
        Condition: { StringEquals: { "SAML:aud": account.partition.apply(samlAudience) } },
      };
    const issuer = principal.oidc.replace(/^.*:oidc-provider\//, "");
    return {
      ...base,
      Principal: { Federated: principal.oidc },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: principal.audience,
          [`${issuer}:sub`]: principal.subject,
          "sts:RoleSessionName": principal.as,
        },
      },
    };
  });
