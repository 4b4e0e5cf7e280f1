import { keyIn } from "../../framework/own-key";
import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every trail encrypts its log files with a customer managed key",
  why: "whoever may read the log bucket could otherwise read who did what, and no key policy would stand in the way",
  fix: "Set kmsKeyId to a key whose policy admits cloudtrail.amazonaws.com for this trail",
  controls: ["FSBP CloudTrail.2", "CIS 3.0.0 3.5", "CIS 5.0.0 3.5"],
  document: {
    title: "AWS Prescriptive Guidance, Encryption best practices for AWS CloudTrail",
    url: "https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/cloudtrail.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:cloudtrail/trail:Trail"],
  *check(trail) {
    const key = keyIn(trail, "kmsKeyId");
    if (key === "AWS's") yield `encrypts its log files with ${trail.inputs.text("kmsKeyId")}, which is AWS's key`;
    else if (key === "none") yield "encrypts its log files with no key of its own";
  },
});
