import { stackRule } from "../../framework/rule";
import { plainHttpIn } from "../../messaging/plain-http";

export const rule = stackRule(__filename, {
  what: "Every queue's policy denies requests without TLS",
  why: "over plain HTTP, messages and signatures can be read and replayed by whoever is on the way",
  fix: "Deny sqs:* on the queue to everyone with Bool aws:SecureTransport false",
  controls: [],
  document: {
    title: "Amazon SQS Developer Guide, Amazon SQS security best practices",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:sqs/queue:Queue"],
  *check(queue, { index }) {
    yield* plainHttpIn(queue, index, ["sqs:*"]);
  },
});
