import { isNamed } from "../../framework/is-given";
import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every queue says how it is encrypted",
  why: "a queue that was made before SQS encrypted by default, or with that switched off, keeps messages as they are",
  fix: "Set sqsManagedSseEnabled to true, or kmsMasterKeyId to your key",
  controls: ["FSBP SQS.1"],
  document: {
    title: "Amazon SQS Developer Guide, Encryption at rest in Amazon SQS",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:sqs/queue:Queue"],
  *check(queue) {
    const managed = queue.inputs.flag("sqsManagedSseEnabled");
    if (managed === true || isNamed(queue, "kmsMasterKeyId")) return;
    yield managed === false ? "is not encrypted" : "leaves its encryption to what SQS does by default";
  },
});
