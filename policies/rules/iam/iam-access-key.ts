import { resourceRule } from "../../framework/rule";

/** A password of one user for one service, such as CodeCommit, Keyspaces or Bedrock: it stays as an access key does. */
const credentialType = "aws:iam/serviceSpecificCredential:ServiceSpecificCredential";

export const rule = resourceRule(__filename, {
  what: "Nobody has an access key that stays",
  why: "an access key works from anywhere until somebody remembers it, and lies in the stack's state besides",
  fix: "Use a role: IAM Identity Center for people, OIDC for CI, Roles Anywhere for machines elsewhere",
  controls: ["FSBP IAM.3", "CIS 3.0.0 1.14", "CIS 3.0.0 1.21", "CIS 5.0.0 1.13", "CIS 5.0.0 1.20"],
  document: {
    title: "IAM User Guide, Manage access keys for IAM users",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:iam/accessKey:AccessKey", credentialType],
  *check({ inputs, type }) {
    const kind = type === credentialType ? "service-specific credential" : "access key";
    if (inputs.text("status") !== "Inactive") yield `is a lasting ${kind}`;
    else yield `is a lasting ${kind}, which can be made active again`;
  },
});
