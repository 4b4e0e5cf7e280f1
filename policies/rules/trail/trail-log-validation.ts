import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every trail writes digests by which its log files can be checked",
  why: "without them, a log file that somebody changed or deleted cannot be told from an honest one",
  fix: "Set enableLogFileValidation to true",
  controls: ["FSBP CloudTrail.4", "CIS 3.0.0 3.2", "CIS 5.0.0 3.2"],
  document: {
    title: "AWS Prescriptive Guidance, Encryption best practices for AWS CloudTrail",
    url: "https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/cloudtrail.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:cloudtrail/trail:Trail"],
  *check({ inputs }) {
    if (inputs.flag("enableLogFileValidation") !== true) yield "does not validate its log files";
  },
  remediate: ({ inputs }) =>
    inputs.flag("enableLogFileValidation") === true ? [] : [{ path: ["enableLogFileValidation"], value: true }],
});
