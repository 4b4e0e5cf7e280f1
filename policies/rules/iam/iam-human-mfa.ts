import { stackRule } from "../../framework/rule";
import { peopleIn, roleType, trustOf, withoutMfa } from "../../iam/trust";

export const rule = stackRule(__filename, {
  what: "People assume roles with MFA",
  why: "without it a leaked access key or a stolen password is all it takes to become the role",
  fix: 'For people, add the condition Bool aws:MultiFactorAuthPresent "true" to the trust policy, or let them in through a SAML provider or IAM Identity Center. For one role of a machine, whose sessions carry no MFA, begin the statement\'s Sid with Machine and fix sts:RoleSessionName with StringEquals, as { role, as, mfa: "not-required" } of RoleTrio does. An external id is no MFA: list the role or account of a third party\'s service in the parameter machines',
  controls: [],
  document: {
    title: "IAM User Guide, Secure API access with MFA",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
  },
  severity: "high",
  level: "mandatory",
  types: [roleType],
  parameters: {
    machines: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "ARNs, with * for any text, of users and roles outside of the stack in which no person works. Not needed for statements whose Sid begins with Machine",
    },
  },
  *check(role, { index, parameters: { machines } }) {
    const trust = trustOf(role);
    for (const { statement, principal } of withoutMfa(trust, peopleIn(trust, { index, machines })))
      yield `lets ${principal} in without MFA in ${statement.name}`;
  },
});
