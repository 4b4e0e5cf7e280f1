import { wholeServicePolicies } from "../../data/managed-policies";
import { resourceRule } from "../../framework/rule";
import { managedPolicyName } from "../../iam/powers";

/** Names by which AWS says that a policy is for administrators, for policies that are newer than the data. */
const saysSo =
  /full_?access|administrator_?access|admin_?access|administrator$|^(?:PowerUserAccess|SystemAdministrator|NetworkAdministrator|DatabaseAdministrator)$/i;

const said = (services: string): string =>
  services === "*" ? "nearly every action of every service" : `every action of ${services}`;

export const rule = resourceRule(__filename, {
  what: "AWS's managed policies for administrators are not attached",
  why: "AdministratorAccess and the FullAccess policies hold for every resource of the account, and grow with AWS",
  fix: "Attach a policy that lists the actions and resources in use",
  controls: ["CIS 3.0.0 1.16", "CIS 3.0.0 1.22", "CIS 5.0.0 1.15", "CIS 5.0.0 1.21"],
  document: {
    title: "IAM User Guide, Managed policies and inline policies",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
  },
  severity: "high",
  level: "mandatory",
  types: [
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/role:Role",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
  ],
  parameters: {
    allowed: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Names of managed policies that may be attached all the same",
    },
  },
  *check({ inputs }, { parameters: { allowed } }) {
    for (const property of ["policyArn", "managedPolicyArn", "policyArns", "managedPolicyArns"])
      for (const arn of inputs.texts(property)) {
        const name = managedPolicyName(arn);
        if (name === undefined || allowed.includes(name)) continue;
        const services = Object.hasOwn(wholeServicePolicies, name) ? wholeServicePolicies[name] : undefined;
        if (services !== undefined) yield `attaches ${name}, which gives ${said(services)}`;
        else if (saysSo.test(name)) yield `attaches ${name}`;
      }
  },
});
