import { wholeServicePolicies } from "../data/managed-policies";
import { isAnything } from "./anything";
import type { Condition, PolicyStatement } from "./document";
import { hasWildcard } from "./wildcards";

/**
 * Actions by which whoever may do them on anybody makes themselves an administrator (IAM User Guide, "Policies and
 * permissions", "Delegate permission management"; each is "Permissions management" or credentials in the Service
 * Authorization Reference).
 */
const ofIam = [
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreatePolicyVersion",
  "iam:CreateServiceSpecificCredential",
  "iam:DeactivateMFADevice",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:EnableMFADevice",
  "iam:PutGroupPolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:ResetServiceSpecificCredential",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
  "iam:UpdateSAMLProvider",
];

/** They give rights to people of the organization's accounts, or take its guardrails away. */
const ofOrganization = [
  "identitystore:CreateGroupMembership",
  "organizations:DeletePolicy",
  "organizations:DetachPolicy",
  "organizations:DisablePolicyType",
  "organizations:LeaveOrganization",
  "organizations:MoveAccount",
  "organizations:PutResourcePolicy",
  "organizations:RegisterDelegatedAdministrator",
  "organizations:UpdatePolicy",
  "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
  "sso:AttachManagedPolicyToPermissionSet",
  "sso:CreateAccountAssignment",
  "sso:DeletePermissionsBoundaryFromPermissionSet",
  "sso:PutInlinePolicyToPermissionSet",
  "sso-directory:AddMemberToGroup",
  "sso-directory:UpdatePassword",
];

const ofKeys = ["kms:CreateGrant", "kms:PutKeyPolicy"];

const assumeRole = "sts:AssumeRole";

export const actionsOfPower: readonly string[] = [...ofIam, ...ofOrganization, ...ofKeys, assumeRole];

/** Fewer letters than this tell no name from another: `role/*a*` is nearly every role. */
const telling = 3;

/** Whatever IAM names in which the letters do not tell one from another. */
const isAnybody = (resource: string): boolean => {
  if (!hasWildcard(resource)) return false;
  const [, , service = "", , , ...rest] = resource.split(":");
  if (service !== "iam") return hasWildcard(service) || service === "";
  const name = rest.join(":");
  const own = name.slice(name.lastIndexOf("/") + 1);
  return !name.includes("/") || (hasWildcard(own) && own.replace(/[*?]/g, "").length < telling);
};

/** The role that AWS's guide lets be assumed in every account (CloudFormation User Guide, "Grant self-managed permissions"). */
const ofStackSets = "role/AWSCloudFormationStackSetExecutionRole";

/** A role of whatever account: whoever has one can make a role of that name. */
const isOfAnyAccount = (resource: string): boolean => {
  const [, , service, , account = "", ...rest] = resource.split(":");
  return service === "iam" && hasWildcard(account) && rest.join(":") !== ofStackSets;
};

/** Whether a resource is anybody's, for an action. */
export const isOfAnybody = (action: string, resource: string): boolean =>
  isAnybody(resource) || isAnything(resource) || (action === assumeRole && isOfAnyAccount(resource));

const holds = ({ ifExists, qualifier, values }: Condition): boolean =>
  !ifExists && qualifier !== "forallvalues" && values.length > 0;

/** Services whose every action makes an administrator. */
const ofAdministrators = new Set(["*", "iam", "identitystore", "organizations", "sso", "sso-directory"]);

/** The name of a policy that AWS manages; undefined for any other policy. */
export const managedPolicyName = (arn: string): string | undefined =>
  /^arn:[^:]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];

/** Whether a policy is one of AWS's that limits nobody: who has it is an administrator, or can become one. */
const limitsNobody = (arn: string): boolean => {
  const name = managedPolicyName(arn);
  if (name === undefined) return false;
  const services = Object.hasOwn(wholeServicePolicies, name) ? (wholeServicePolicies[name] ?? "") : "";
  return (
    services.split(", ").some((service) => ofAdministrators.has(service)) ||
    /^(?:AdministratorAccess|PowerUserAccess|(?:System|Database|Network)Administrator)/.test(name)
  );
};

/** The boundary that must stay on, or the policies that may be attached, by name (IAM User Guide, "Permissions boundaries"). */
const isByPolicy = (condition: Condition): boolean =>
  ["iam:permissionsboundary", "iam:policyarn"].includes(condition.key) &&
  /^(string|arn)(equals|like)$/.test(condition.operator) &&
  holds(condition) &&
  condition.values.every(
    (value) => /^arn:[^:*?]+:iam::(?:\d{12}|aws):policy\/[^*?]+$/.test(value) && !limitsNobody(value),
  );

/** Keys that say which keys, roles or users are meant as well as an ARN does. */
const naming =
  /^(?:(?:aws|iam|kms|sso):resourcetag\/.+|kms:(?:resourcealiases|requestalias)|aws:resource(?:account|orgid|orgpaths))$/;

/** A whole value, or a pattern with enough letters. */
const isTelling = (value: string): boolean =>
  value.trim() !== "" && (!hasWildcard(value) || value.replace(/[*?]/g, "").length >= telling);

const isByResource = (condition: Condition): boolean =>
  naming.test(condition.key) &&
  /^(string|arn)(equals|equalsignorecase|like)$/.test(condition.operator) &&
  holds(condition) &&
  condition.values.every(isTelling);

/** A grant for a service that works for the caller (AWS KMS Developer Guide, "kms:GrantIsForAWSResource", "kms:ViaService"). */
const isForService = (condition: Condition): boolean =>
  holds(condition) &&
  ((condition.key === "kms:grantisforawsresource" &&
    condition.operator === "bool" &&
    condition.values.every((value) => value.toLowerCase() === "true")) ||
    (condition.key === "kms:viaservice" &&
      /^string(equals|like)$/.test(condition.operator) &&
      condition.values.every((value) => /^[a-z0-9-]+\.[a-z0-9*?-]+\.amazonaws\.com(\.cn)?$/.test(value))));

/** Whether a statement's conditions limit what an action can do with anybody. */
export const isLimited = (action: string, { conditions }: PolicyStatement): boolean =>
  conditions.some(
    (condition) =>
      (ofIam.includes(action) && isByPolicy(condition)) ||
      isByResource(condition) ||
      (action === "kms:CreateGrant" && isForService(condition)),
  );
