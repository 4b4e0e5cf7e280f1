import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";

const compositeType = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

/** CloudWatch takes the ARN of a topic, a function or another action; a topic's name tells nobody. */
const isArn = (action: string | undefined): boolean => /^arn:[^:\s]+:[^:\s]+:[^\s]+$/.test(action ?? "");

const hasActions = ({ inputs, sources }: PackResource): boolean =>
  (!inputs.isKnown("alarmActions") && (sources.alarmActions ?? []).length > 0) ||
  inputs.many("alarmActions").some((action) => !action.isKnown() || isArn(action.text()));

/** Whether a composite alarm acts for it: by dependency, or by its name in the rule. */
const isPartOfAnother = (alarm: PackResource, index: StackIndex): boolean => {
  if (index.pointingTo(alarm, compositeType, "alarmRule").length > 0) return true;
  const name = alarm.inputs.text("name") ?? alarm.inputs.text("alarmName");
  if (name === undefined) return false;
  return index.ofType(compositeType).some(({ inputs }) => {
    const rule = inputs.text("alarmRule") ?? "";
    return rule.includes(`(${name})`) || rule.includes(`("${name}")`);
  });
};

export const rule = stackRule(__filename, {
  what: "Every alarm tells somebody",
  why: "an alarm without actions goes off in a console that nobody looks at",
  fix: "Set alarmActions to a topic's ARN, and leave actionsEnabled on",
  controls: [],
  document: {
    title: "Amazon CloudWatch User Guide, Notifying users on alarm changes",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", compositeType],
  *check(alarm, { index }) {
    if (alarm.inputs.flag("actionsEnabled") === false) yield "has its actions switched off";
    const actions = alarm.inputs.isKnown("alarmActions") ? alarm.inputs.many("alarmActions") : [];
    const wrong = actions.filter((action) => action.isKnown() && action.has() && !isArn(action.text()));
    for (const action of wrong) yield `has the action ${action.text() ?? "that is not a text"}, which is no ARN`;
    if (wrong.length === 0 && !hasActions(alarm) && !isPartOfAnother(alarm, index))
      yield "tells nobody when it goes off";
  },
});
