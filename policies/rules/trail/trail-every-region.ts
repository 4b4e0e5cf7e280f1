import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every trail is on, in all regions, with the events of global services",
  why: "whoever holds stolen credentials works where nobody looks: in a region that is not used, and in IAM",
  fix: "Set isMultiRegionTrail to true, and leave enableLogging and includeGlobalServiceEvents on",
  controls: ["FSBP CloudTrail.1", "CIS 3.0.0 3.1", "CIS 5.0.0 3.1"],
  document: {
    title: "AWS CloudTrail User Guide, CloudTrail concepts",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:cloudtrail/trail:Trail"],
  *check({ inputs }) {
    if (inputs.flag("enableLogging") === false) yield "is switched off";
    if (inputs.flag("isMultiRegionTrail") !== true) yield "records one region only";
    if (inputs.flag("includeGlobalServiceEvents") === false) yield "leaves out the events of global services";
  },
});
