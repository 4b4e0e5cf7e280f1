import type { Values } from "../framework/values";
import { fieldAdmits } from "./recorded-events";

/** What a selector records of management events, as `readOnly` values: reads are `true`, writes are `false`. */
export const basic = (selector: Values): readonly string[] => {
  if (selector.flag("includeManagementEvents") === false) return [];
  const kind = selector.text("readWriteType") ?? "All";
  return [...(kind === "WriteOnly" ? [] : ["true"]), ...(kind === "ReadOnly" ? [] : ["false"])];
};

export const advanced = (selector: Values): readonly string[] => {
  const fields = selector.many("fieldSelectors");
  const equals = (name: string) =>
    fields.filter((field) => field.text("field") === name).flatMap((field) => field.texts("equals"));
  if (!equals("eventCategory").includes("Management")) return [];
  const readOnly = equals("readOnly");
  return readOnly.length === 0 ? ["true", "false"] : readOnly;
};

/** What must be recorded of all services, with the words for what is missed otherwise. */
export const watched: Readonly<Record<string, string>> = {
  "kms.amazonaws.com": "KMS, such as the deletion of a key",
  "iam.amazonaws.com": "IAM, such as a new administrator",
  "sts.amazonaws.com": "STS, such as who takes a role",
  "s3.amazonaws.com": "S3, such as a change of a bucket's policy",
  "cloudtrail.amazonaws.com": "CloudTrail, such as the end of the recording",
};

/** The only source that may be left out: RDS's data API is as busy as a database (CloudTrail API Reference, "EventSelector"). */
const busy = "rdsdata.amazonaws.com";

const sourceFields = (selector: Values): readonly Values[] =>
  selector.many("fieldSelectors").filter((field) => field.text("field") === "eventSource");

/** Whether a selector leaves a service's events out. */
export const leavesOut = (selector: Values, source: string): boolean =>
  selector.texts("excludeManagementEventSources").includes(source) ||
  sourceFields(selector).some((field) => !fieldAdmits(field, source));

const negative = ["notEquals", "notStartsWiths", "notEndsWiths"];

/** Whether a field of an advanced selector lets every event through, but for the busy source's and by their kind. */
const isOpen = (field: Values): boolean => {
  const name = field.text("field") ?? "";
  if (name === "eventCategory" || name === "readOnly") return true;
  if (name !== "eventSource") return false;
  const said = ["equals", "startsWiths", "endsWiths", ...negative].filter((one) => field.has(one));
  return said.length > 0 && said.every((one) => one === "notEquals" && field.texts(one).every((text) => text === busy));
};

/** Whether a selector takes in the events of every service, caller and name. */
export const isWhole = (selector: Values): boolean =>
  selector.texts("excludeManagementEventSources").every((source) => source === busy) &&
  selector.many("fieldSelectors").every(isOpen);

/** The fields that narrow selectors. */
export const narrowing = (selectors: readonly Values[]): string =>
  [
    ...new Set(
      selectors.flatMap((selector) => [
        ...(selector.texts("excludeManagementEventSources").length > 0 ? ["excludeManagementEventSources"] : []),
        ...selector
          .many("fieldSelectors")
          .filter((field) => !isOpen(field))
          .map((field) => field.text("field") ?? "?"),
      ]),
    ),
  ].join(", ");
