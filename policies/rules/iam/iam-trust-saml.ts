import { resourceRule } from "../../framework/rule";
import { trustOf } from "../../iam/trust";
import { samlWithoutAudience } from "../../iam/web-identity";

export const rule = resourceRule(__filename, {
  what: "A trust in a SAML provider names the audience",
  why: "without it an assertion that the provider made for another service can be used to take the role",
  fix: "Add StringEquals SAML:aud with the sign-in endpoint, such as https://signin.aws.amazon.com/saml",
  controls: [],
  document: {
    title: "IAM User Guide, Create a role for SAML 2.0 federation (console)",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:iam/role:Role"],
  *check(role) {
    for (const statement of trustOf(role).statements)
      for (const provider of samlWithoutAudience(statement))
        yield `lets ${provider} in for any audience by ${statement.name}`;
  },
});
