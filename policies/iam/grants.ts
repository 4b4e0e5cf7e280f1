import type { PackResource } from "../framework/resource";
import type { StackIndex } from "../framework/stack-index";
import { type PolicyStatement, readPolicy } from "./document";

/** Resources that hold a policy of an identity: what a role, user, group or permission set may do. */
export const identityPolicyTypes = [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/role:Role",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
];

/** The statements of a resource's identity policies that allow something. */
export function* grants({ inputs }: PackResource): Generator<PolicyStatement> {
  const documents = [inputs, ...inputs.many("inlinePolicies")];
  for (const document of documents)
    for (const name of ["policy", "inlinePolicy"]) {
      if (!document.has(name)) continue;
      for (const statement of readPolicy(document.whole(name)).statements)
        if (statement.effect === "Allow") yield statement;
    }
}

const attachments = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
];

/** Whether a policy is a permissions boundary and nothing else: what it allows is a limit, and gives nobody anything. */
export const isBoundaryOnly = (policy: PackResource, index: StackIndex): boolean =>
  policy.type === "aws:iam/policy:Policy" &&
  ["aws:iam/role:Role", "aws:iam/user:User"].some(
    (type) => index.pointingTo(policy, type, "permissionsBoundary").length > 0,
  ) &&
  attachments.every((type) => index.pointingTo(policy, type, "policyArn").length === 0);
