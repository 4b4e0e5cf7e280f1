import { resourceRule } from "../../framework/rule";
import { audiences } from "../../iam/audience";
import type { PolicyStatement } from "../../iam/document";
import { trustOf } from "../../iam/trust";

/** Identity providers that anybody can have an account with, and the claim that says whose token it is. */
const shared: Readonly<Record<string, readonly string[]>> = {
  "accounts.google.com": ["aud", "sub", "oaud"],
  "agent.buildkite.com": ["sub"],
  "app.terraform.io": ["sub"],
  "cognito-identity.amazonaws.com": ["aud"],
  "gitlab.com": ["sub"],
  "graph.facebook.com": ["app_id"],
  "token.actions.githubusercontent.com": ["sub"],
  "vstoken.actions.githubusercontent.com": ["sub"],
  "www.amazon.com": ["app_id"],
};

/**
 * How the subjects of a provider name their owner, at the beginning: whoever owns a repository may choose what follows, and
 * branches and environments of any name (GitHub Docs, "OpenID Connect reference"; GitLab Docs, "ID token authentication").
 */
const owners: Readonly<Record<string, RegExp>> = {
  "agent.buildkite.com": /^organization:[^*?:/]+:/,
  "app.terraform.io": /^organization:[^*?:/]+:/,
  "gitlab.com": /^(?:project_path:[^*?:/]+\/|(?:project|namespace)_id:\d+(?::|$))/,
  "token.actions.githubusercontent.com":
    /^(?:repo(?:sitory)?:[^*?:/]+\/|repository_owner:[^*?:/]+(?::|$)|repository(?:_owner)?_id:\d+(?::|$))/,
  "vstoken.actions.githubusercontent.com": /^repo:[^*?:/]+\//,
};

/** Whether a claim's value names an owner: `repo:acme/*` does, `repo:*` and `ref:refs/heads/main` do not. */
const namesOwner = (issuer: string, value: string): boolean =>
  value.trim() !== "" && (owners[issuer] ?? /^[^*?]+$/).test(value);

const cognito = "cognito-identity.amazonaws.com";

/** Whether a statement lets in the guests of a Cognito identity pool, who are everyone (Cognito Developer Guide, "Role trust and permissions"). */
const letsGuestsIn = ({ effect, principals, conditions }: PolicyStatement): boolean =>
  effect === "Allow" &&
  (principals?.federated ?? []).includes(cognito) &&
  !conditions.some(
    ({ operator, ifExists, qualifier, key, values }) =>
      /^string(equals|equalsignorecase|like)$/.test(operator) &&
      !ifExists &&
      qualifier !== "forallvalues" &&
      key === `${cognito}:amr` &&
      values.length > 0 &&
      values.every((value) => /^[^*?]+$/.test(value) && value.toLowerCase() !== "unauthenticated"),
  );

/** A host's name has no case. */
const issuerOf = (provider: string): string => provider.replace(/^.*:oidc-provider\//, "").toLowerCase();

/** The shared providers that a statement lets in whoever asks them for a token. */
const open = ({ effect, principals, conditions }: PolicyStatement): readonly string[] =>
  (effect === "Allow" ? (principals?.federated ?? []) : [])
    .map(issuerOf)
    .filter((issuer) => Object.hasOwn(shared, issuer))
    .filter(
      (issuer) =>
        !conditions.some(
          ({ operator, ifExists, qualifier, key, values }) =>
            /^string(equals|equalsignorecase|like)$/.test(operator) &&
            !ifExists &&
            qualifier !== "forallvalues" &&
            (shared[issuer] ?? []).some((claim) => key === `${issuer}:${claim}`) &&
            values.length > 0 &&
            values.every((value) => namesOwner(issuer, value)),
        ),
    );

export const rule = resourceRule(__filename, {
  what: "No role trusts everyone",
  why: "a trust in *, or in an identity provider that serves the whole world, lets any account or repository take the role",
  fix: "Name the principals, or add a condition with fixed values: aws:PrincipalOrgID, or the provider's sub",
  controls: [],
  document: {
    title: "IAM User Guide, Identity-provider controls for shared OIDC providers",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  },
  severity: "critical",
  level: "mandatory",
  types: ["aws:iam/role:Role"],
  *check(role) {
    const trust = trustOf(role);
    for (const { everyone, statement } of audiences(trust)) if (everyone) yield `lets everyone in by ${statement.name}`;
    for (const statement of trust.statements) {
      const issuers = open(statement);
      for (const issuer of issuers) yield `lets in whoever has an account with ${issuer} by ${statement.name}`;
      if (issuers.length === 0 && letsGuestsIn(statement))
        yield `lets in the guests of a Cognito identity pool by ${statement.name}`;
    }
  },
});
