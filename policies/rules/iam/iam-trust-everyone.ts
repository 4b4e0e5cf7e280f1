import { resourceRule } from "../../framework/rule";
import { audiences } from "../../iam/audience";
import { trustOf } from "../../iam/trust";
import { letsGuestsIn, sharedWithoutOwner } from "../../iam/web-identity";

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
      const issuers = sharedWithoutOwner(statement);
      for (const issuer of issuers) yield `lets in whoever has an account with ${issuer} by ${statement.name}`;
      if (issuers.length === 0 && letsGuestsIn(statement))
        yield `lets in the guests of a Cognito identity pool by ${statement.name}`;
    }
  },
});
