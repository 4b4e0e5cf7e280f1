import { resourceRule } from "../../framework/rule";
import { documentTypes, everyoneInDocuments } from "../../iam/resource-documents";

export const rule = resourceRule(__filename, {
  what: "No policy of any resource admits everyone",
  why: "repositories, secrets, buses, file systems, tables and access points have policies too, and a principal of * in one is every AWS account, or the internet",
  fix: "Name the principals, or add a condition with fixed values, such as StringEquals aws:PrincipalOrgID",
  controls: [],
  document: {
    title: "IAM User Guide, IAM Access Analyzer findings",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html",
  },
  severity: "critical",
  level: "mandatory",
  types: documentTypes,
  check: everyoneInDocuments,
});
