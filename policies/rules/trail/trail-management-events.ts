import { resourceRule } from "../../framework/rule";
import { advanced, basic, isWhole, leavesOut, narrowing, watched } from "../../trail/management-events";

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
      ...inputs.many("eventSelectors").map((selector) => ({ selector, kinds: basic(selector) })),
      ...inputs.many("advancedEventSelectors").map((selector) => ({ selector, kinds: advanced(selector) })),
    ];
    if (selectors.length === 0) return;
    const management = selectors.filter(({ kinds }) => kinds.length > 0);
    const kinds = management.flatMap((one) => one.kinds);
    const whole = management.filter(({ selector }) => isWhole(selector)).flatMap((one) => one.kinds);
    const missed = Object.keys(watched).find((source) =>
      management.every(({ selector }) => leavesOut(selector, source)),
    );
    if (management.length === 0) yield "records no management events";
    else if (missed !== undefined) yield `records no management events of ${watched[missed]}`;
    else if (!kinds.includes("true")) yield "records no management events that only read";
    else if (!kinds.includes("false")) yield "records no management events that write";
    else if (!whole.includes("true") || !whole.includes("false"))
      yield `records only some management events: its selectors narrow them by ${narrowing(management.map(({ selector }) => selector))}`;
  },
});
