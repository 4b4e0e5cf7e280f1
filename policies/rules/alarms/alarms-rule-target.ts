import { stackRule } from "../../framework/rule";
import { NotKnownYet } from "../../framework/values";

const targetType = "aws:cloudwatch/eventTarget:EventTarget";
const ruleType = "aws:cloudwatch/eventRule:EventRule";

export const rule = stackRule(__filename, {
  what: "Every event rule that is on has a target",
  why: "without one, EventBridge matches the event and drops it",
  fix: "Add an aws.cloudwatch.EventTarget whose rule is the rule's name",
  controls: [],
  document: {
    title: "Amazon EventBridge User Guide, Event bus targets in Amazon EventBridge",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html",
  },
  severity: "medium",
  level: "advisory",
  types: [ruleType],
  *check(eventRule, { index }) {
    const { inputs } = eventRule;
    if (inputs.flag("isEnabled") === false || inputs.text("state") === "DISABLED") return;
    if (index.pointingTo(eventRule, targetType, "rule").length > 0) return;
    if (index.strays(targetType, "rule", ruleType)) throw new NotKnownYet("whose target some EventTarget is");
    yield "has no target";
  },
});
