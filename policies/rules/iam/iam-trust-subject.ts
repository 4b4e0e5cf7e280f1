import { resourceRule } from "../../framework/rule";
import { trustOf } from "../../iam/trust";
import { ownWithoutSubject } from "../../iam/web-identity";

export const rule = resourceRule(__filename, {
  what: "A trust in an OIDC provider says whose tokens count",
  why: "without a condition on the subject, every pod of a cluster, or whoever the provider knows, can take the role",
  fix: "Add StringEquals on the provider's sub, such as system:serviceaccount:NAMESPACE:NAME; list an issuer whose audience is enough in this rule's parameter",
  controls: [],
  document: {
    title: "Amazon EKS User Guide, Assign IAM roles to Kubernetes service accounts",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:iam/role:Role"],
  parameters: {
    ofOneAudience: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "Issuers without https://, such as login.example.com, whose audience is one application of which every user may take the role",
    },
  },
  *check(role, { parameters: { ofOneAudience } }) {
    for (const statement of trustOf(role).statements)
      for (const issuer of ownWithoutSubject(statement, ofOneAudience))
        yield `lets in every token of ${issuer} by ${statement.name}`;
  },
});
