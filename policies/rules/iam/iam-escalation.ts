import { stackRule } from "../../framework/rule";
import type { Condition } from "../../iam/document";
import { grants, identityPolicyTypes, isBoundaryOnly } from "../../iam/grants";
import { actionCovers, hasWildcard } from "../../iam/wildcards";

/**
 * Actions by which whoever may do them on anybody makes themselves an administrator (IAM User Guide, "Policies and
 * permissions", "Delegate permission management"; each is "Permissions management" or credentials in the Service
 * Authorization Reference).
 */
const actionsOfPower = [
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreatePolicyVersion",
  "iam:CreateServiceSpecificCredential",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutGroupPolicy",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:ResetServiceSpecificCredential",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
];

/** `*`, and whatever IAM names in which fewer letters than three tell one from another. */
const isAnybody = (resource: string): boolean => {
  if (!hasWildcard(resource)) return false;
  const [, , service = "", , , ...rest] = resource.split(":");
  if (service !== "iam") return hasWildcard(service) || service === "";
  const name = rest.join(":");
  const own = name.slice(name.lastIndexOf("/") + 1);
  return !name.includes("/") || (hasWildcard(own) && own.replace(/[*?]/g, "").length < 3);
};

/** The boundary that must stay on, or the policies that may be attached, by name (IAM User Guide, "Permissions boundaries"). */
const isLimited = ({ operator, ifExists, qualifier, key, values }: Condition): boolean =>
  ["iam:permissionsboundary", "iam:policyarn"].includes(key) &&
  /^(string|arn)(equals|like)$/.test(operator) &&
  !ifExists &&
  qualifier !== "forallvalues" &&
  values.length > 0 &&
  values.every((value) => /^arn:[^:*?]+:iam::(?:\d{12}|aws):policy\/[^*?]+$/.test(value));

export const rule = stackRule(__filename, {
  what: "Nobody may give rights to anybody",
  why: "whoever may attach a policy to any role, write one, or make a key of any user, is an administrator, whatever else their policy says",
  fix: "Name the roles, users or policies in Resource, or add the condition iam:PermissionsBoundary or iam:PolicyARN with the ARN of a policy",
  controls: ["FSBP IAM.1", "CIS 3.0.0 1.16", "CIS 5.0.0 1.15"],
  document: {
    title: "IAM User Guide, Permissions boundaries for IAM entities",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  },
  severity: "critical",
  level: "mandatory",
  types: identityPolicyTypes,
  *check(resource, { index }) {
    if (isBoundaryOnly(resource, index)) return;
    for (const { name, actions = [], resources = [], conditions } of grants(resource)) {
      const anybody = resources.find(isAnybody);
      if (anybody === undefined || conditions.some(isLimited)) continue;
      // What allows all of IAM, or of AWS, is wrong for that already.
      for (const action of actionsOfPower)
        if (actions.some((pattern) => actionCovers(pattern, action) && !/(^|:)[*?]+$/.test(pattern)))
          yield `allows ${action} on ${anybody} in ${name}`;
    }
  },
});
