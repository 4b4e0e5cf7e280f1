import { stackRule } from "../../framework/rule";
import { grants, identityPolicyTypes, isBoundaryOnly } from "../../iam/grants";
import { actionsOfPower, isLimited, isOfAnybody } from "../../iam/powers";
import { actionCovers } from "../../iam/wildcards";

export const rule = stackRule(__filename, {
  what: "Nobody may give rights to anybody",
  why: "whoever may attach a policy to any role, write one, make a key of any user, change any key's policy or take any role is an administrator, whatever else their policy says",
  fix: "Name the roles, users, keys or policies in Resource, or add the condition iam:PermissionsBoundary or iam:PolicyARN with the ARN of a policy that limits",
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
    for (const statement of grants(resource)) {
      const { name, actions = [], resources = [] } = statement;
      // What allows all of IAM, or of AWS, is wrong for that already.
      const given = actions.filter((pattern) => !/(^|:)[*?]+$/.test(pattern));
      for (const action of actionsOfPower) {
        if (!given.some((pattern) => actionCovers(pattern, action))) continue;
        const anybody = resources.find((one) => isOfAnybody(action, one));
        if (anybody !== undefined && !isLimited(action, statement)) yield `allows ${action} on ${anybody} in ${name}`;
      }
    }
  },
});
