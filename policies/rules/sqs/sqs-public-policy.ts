import { resourceRule } from "../../framework/rule";
import { everyoneIn } from "../../iam/everyone";

export const rule = resourceRule(__filename, {
  what: "No queue's policy admits everyone",
  why: "whoever may send puts work of their own into the queue, and whoever may receive takes messages away",
  fix: "Name the principals, or add a condition with fixed values, such as ArnEquals aws:SourceArn",
  controls: ["FSBP SQS.3"],
  document: {
    title: "Amazon SQS Developer Guide, Amazon SQS security best practices",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  },
  severity: "critical",
  level: "mandatory",
  types: ["aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy"],
  check: everyoneIn,
});
