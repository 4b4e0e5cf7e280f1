import { stackRule } from "../../framework/rule";
import { grants, identityPolicyTypes, isBoundaryOnly } from "../../iam/grants";

export const rule = stackRule(__filename, {
  what: "Policies say what they allow, not what they leave out",
  why: "NotAction and NotResource with Allow admit everything else that AWS has, and all that it will add",
  fix: "List Action and Resource; to forbid something, use Deny",
  controls: ["FSBP IAM.21"],
  document: {
    title: "IAM User Guide, IAM JSON policy elements: NotAction",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
  },
  severity: "high",
  level: "mandatory",
  types: identityPolicyTypes,
  *check(resource, { index }) {
    if (isBoundaryOnly(resource, index)) return;
    for (const { name, notActions, notResources } of grants(resource)) {
      if (notActions !== undefined) yield `allows everything but ${notActions.join(", ")} in ${name}`;
      if (notResources !== undefined)
        yield `allows its actions on everything but ${notResources.join(", ")} in ${name}`;
    }
  },
});
