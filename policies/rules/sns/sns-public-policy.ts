import { resourceRule } from "../../framework/rule";
import { everyoneIn } from "../../iam/everyone";

export const rule = resourceRule(__filename, {
  what: "No topic's policy admits everyone",
  why: "whoever may publish can raise false alarms, and whoever may subscribe reads along",
  fix: "Name the principals, or add a condition with fixed values, such as StringEquals aws:SourceAccount",
  controls: ["FSBP SNS.4"],
  document: {
    title: "Amazon SNS Developer Guide, Amazon SNS security best practices",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
  },
  severity: "critical",
  level: "mandatory",
  types: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
  check: everyoneIn,
});
