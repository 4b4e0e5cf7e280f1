import { stackRule } from "../../framework/rule";
import { ownersLeft } from "../../iam/foreign-accounts";
import { documentsOf, resourcePolicyTypes } from "../../iam/resource-documents";

export const rule = stackRule(__filename, {
  what: "Conditions of a resource's policy leave one's own organization",
  why: "a condition on aws:PrincipalOrgID or aws:SourceOrgID looks narrow, and lets in whoever is in the organization that it names: a foreign one is a stranger's",
  fix: "Correct the id, or list the organization in this rule's parameter own; accounts are those of iam-foreign-account",
  document: {
    title: "IAM User Guide, AWS global condition context keys",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
  },
  controls: [],
  severity: "medium",
  level: "advisory",
  types: resourcePolicyTypes,
  parameters: {
    own: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Ids of the team's organization (o-…)",
    },
  },
  *check(resource, { parameters: { own } }) {
    for (const { document } of documentsOf(resource))
      for (const statement of document.statements) {
        const { effect, name, principals, notPrincipals } = statement;
        if (effect !== "Allow" || (principals ?? notPrincipals) === undefined) continue;
        for (const owner of ownersLeft(statement, resource.type))
          if (owner.startsWith("o-") && !own.includes(owner))
            yield `lets in organization ${owner} by a condition in ${name}`;
      }
  },
});
