import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "People sign in through an identity provider, not with an IAM password",
  why: "an IAM password outlives the person's account at work, and nothing here makes it ask for MFA",
  fix: "Remove the login profile, and let people in through IAM Identity Center or a SAML provider",
  controls: ["FSBP IAM.5", "CIS 3.0.0 1.10", "CIS 3.0.0 1.21", "CIS 5.0.0 1.9", "CIS 5.0.0 1.20"],
  document: {
    title: "IAM User Guide, Security best practices in IAM",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  },
  severity: "medium",
  level: "advisory",
  types: ["aws:iam/userLoginProfile:UserLoginProfile"],
  // Wrong for every user: the rule reads nothing that could be unknown in a preview.
  *check() {
    yield "gives a user a password for the console";
  },
});
