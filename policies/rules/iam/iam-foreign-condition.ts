import { stackRule } from "../../framework/rule";
import { ownersLeft } from "../../iam/foreign-accounts";
import { documentsOf, resourcePolicyTypes } from "../../iam/resource-documents";

/** Resources that add one statement to a policy, and where they name an organization. */
const statements: Readonly<Record<string, string>> = {
  "aws:lambda/layerVersionPermission:LayerVersionPermission": "organizationId",
  "aws:lambda/permission:Permission": "principalOrgId",
};

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
  types: [...resourcePolicyTypes, ...Object.keys(statements)],
  parameters: {
    own: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Ids of the team's organization (o-…)",
    },
  },
  *check(resource, { parameters: { own } }) {
    const property = Object.hasOwn(statements, resource.type) ? statements[resource.type] : undefined;
    const named = property === undefined ? "" : (resource.inputs.text(property) ?? "");
    if (named.startsWith("o-") && !own.includes(named)) yield `lets in organization ${named} by ${property}`;
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
