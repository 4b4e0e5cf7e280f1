import { resourceRule } from "../../framework/rule";

/** Ten years (CloudWatch Logs API Reference, "PutRetentionPolicy"). */
const longest = 3653;

export const rule = resourceRule(__filename, {
  what: "Every log group keeps its events as long as it is to, and not for ever",
  why: "a break-in is often found months later, and what is kept for ever is paid for every month",
  fix: "Set retentionInDays to one of the periods that CloudWatch Logs takes, such as 365",
  controls: [],
  document: {
    title: "Amazon CloudWatch Logs User Guide, Working with log groups and log streams",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  },
  severity: "medium",
  level: "mandatory",
  parameters: {
    days: { type: "integer", default: 365, minimum: 1, description: "For how many days events are kept at least" },
  },
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  *check({ inputs }, { parameters: { days } }) {
    // Events of this class are there for two days, whatever the group says.
    if (inputs.text("logGroupClass") === "DELIVERY") return;
    const kept = inputs.number("retentionInDays") ?? 0;
    if (kept === 0) yield "keeps its events for ever";
    else if (kept > longest) yield `keeps its events for ${kept} days, which CloudWatch Logs refuses`;
    else if (kept < days) yield `keeps its events for ${kept} days, not ${days}`;
  },
});
