import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Users have their rights from groups or roles",
  why: "rights that hang on one user are seen in no review, and stay when the person's work changes",
  fix: "Attach the policy to a group or, better, to a role that the user assumes",
  controls: ["FSBP IAM.2", "CIS 3.0.0 1.15", "CIS 5.0.0 1.14"],
  document: {
    title: "IAM User Guide, Managed policies and inline policies",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
  },
  severity: "low",
  level: "advisory",
  types: [
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
    "aws:iam/policyAttachment:PolicyAttachment",
  ],
  *check({ inputs, type }) {
    if (type === "aws:iam/userPolicy:UserPolicy") yield "is a policy of one user";
    else if (type === "aws:iam/userPolicyAttachment:UserPolicyAttachment") yield "is attached to one user";
    else if (type === "aws:iam/policyAttachment:PolicyAttachment") {
      const users = inputs.many("users").length;
      if (users > 0) yield `is attached to ${users} ${users === 1 ? "user" : "users"}`;
    } else if (inputs.many("policyArns").length > 0) yield "attaches policies to one user";
  },
});
