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

/** Properties by which a policy is given to somebody, on whatever type: `policyArn`, `managedPolicyArns`. */
const attaching = /polic(?:y|ies)(?:arns?|references?)$/i;

/** Of those, the ones that only limit: what they name gives nobody anything. */
const limiting = /guardrail|sessionPolicy|boundary/i;

const policyType = "aws:iam/policy:Policy";
const attachedIn = new WeakMap<StackIndex, ReadonlySet<PackResource>>();

/** Every text below a value that is known. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** The policies of the stack that are attached to anybody, by any resource. Joined once for the whole stack. */
const attached = (index: StackIndex): ReadonlySet<PackResource> => {
  let found = attachedIn.get(index);
  if (found === undefined) {
    const policies = index.resources.flatMap((resource) =>
      resource.inputs
        .keys()
        .filter((name) => attaching.test(name) && !limiting.test(`${resource.type} ${name}`))
        .flatMap((name) => [
          ...index.from(resource, name, policyType).targets,
          ...(resource.inputs.isKnown(name) ? textsIn(resource.inputs.raw(name)) : []).flatMap((text) =>
            index.named(text, policyType),
          ),
        ]),
    );
    found = new Set(policies);
    attachedIn.set(index, found);
  }
  return found;
};

/** Whether a policy is a permissions boundary and nothing else: what it allows is a limit, and gives nobody anything. */
export const isBoundaryOnly = (policy: PackResource, index: StackIndex): boolean =>
  policy.type === policyType &&
  ["aws:iam/role:Role", "aws:iam/user:User"].some(
    (type) => index.pointingTo(policy, type, "permissionsBoundary").length > 0,
  ) &&
  !attached(index).has(policy);
