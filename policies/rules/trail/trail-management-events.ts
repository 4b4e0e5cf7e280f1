import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";
import { fieldAdmits } from "../../trail/recorded-events";

/** What a selector records of management events, as `readOnly` values: reads are `true`, writes are `false`. */
const basic = (selector: Values): readonly string[] => {
  if (selector.flag("includeManagementEvents") === false) return [];
  const kind = selector.text("readWriteType") ?? "All";
  return [...(kind === "WriteOnly" ? [] : ["true"]), ...(kind === "ReadOnly" ? [] : ["false"])];
};

const advanced = (selector: Values): readonly string[] => {
  const fields = selector.many("fieldSelectors");
  const equals = (name: string) =>
    fields.filter((field) => field.text("field") === name).flatMap((field) => field.texts("equals"));
  if (!equals("eventCategory").includes("Management")) return [];
  const readOnly = equals("readOnly");
  return readOnly.length === 0 ? ["true", "false"] : readOnly;
};

const kms = "kms.amazonaws.com";

/** Whether a selector of management events leaves KMS out, and with it the deletion of keys. */
const leavesKmsOut = (selector: Values): boolean =>
  selector.texts("excludeManagementEventSources").includes(kms) ||
  selector.many("fieldSelectors").some((field) => field.text("field") === "eventSource" && !fieldAdmits(field, kms));

export const rule = resourceRule(__filename, {
  what: "Every trail records management events, those that read and those that write",
  why: "advanced selectors replace the default: a trail with data events alone no longer says who changed a policy or made a key",
  fix: "Add a selector whose eventCategory equals Management, or set includeManagementEvents with readWriteType All",
  controls: ["FSBP CloudTrail.1", "CIS 3.0.0 3.1", "CIS 5.0.0 3.1"],
  document: {
    title: "AWS CloudTrail User Guide, Logging management events",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html",
  },
  severity: "high",
  level: "mandatory",
  types: ["aws:cloudtrail/trail:Trail"],
  *check({ inputs }) {
    const selectors = [
      ...inputs.many("eventSelectors").map(basic),
      ...inputs.many("advancedEventSelectors").map(advanced),
    ];
    if (selectors.length === 0) return;
    const kinds = selectors.flat();
    if (kinds.length === 0) yield "records no management events";
    else if (
      [
        ...inputs.many("eventSelectors").filter((one) => basic(one).length > 0),
        ...inputs.many("advancedEventSelectors").filter((one) => advanced(one).length > 0),
      ].every(leavesKmsOut)
    )
      yield "records no management events of KMS, such as the deletion of a key";
    else if (!kinds.includes("true")) yield "records no management events that only read";
    else if (!kinds.includes("false")) yield "records no management events that write";
  },
});
