import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { NotKnownYet } from "../../framework/values";
import { redrives } from "../../messaging/redrive";

const allowType = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy";
const queueType = "aws:sqs/queue:Queue";

/** Resources that put what they fail at into a queue, and the property that names it. */
const failing: readonly (readonly [type: string, property: string])[] = [
  [queueType, "redrivePolicy"],
  ["aws:sqs/redrivePolicy:RedrivePolicy", "redrivePolicy"],
  ["aws:sns/topicSubscription:TopicSubscription", "redrivePolicy"],
  ["aws:cloudwatch/eventTarget:EventTarget", "deadLetterConfig"],
  ["aws:lambda/function:Function", "deadLetterConfig"],
  ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "destinationConfig"],
  ["aws:lambda/eventSourceMapping:EventSourceMapping", "destinationConfig"],
  ["aws:scheduler/schedule:Schedule", "target"],
];

/** The queues that a resource's failures go to: by dependency, or by the ARNs that its property holds as text. */
const targets = (resource: PackResource, property: string, index: StackIndex): readonly PackResource[] => {
  const text = resource.inputs.isKnown(property) ? JSON.stringify(resource.inputs.raw(property) ?? "") : "";
  const arns = text.match(/arn:[\w:-]+/g) ?? [];
  return [
    ...index.from(resource, property, queueType).targets,
    ...arns.flatMap((arn) => index.named(arn, queueType)),
  ].filter(({ urn }) => urn !== resource.urn);
};

const known = new WeakMap<StackIndex, ReadonlySet<PackResource>>();

const deadLetterQueues = (index: StackIndex): ReadonlySet<PackResource> => {
  const found =
    known.get(index) ??
    new Set(failing.flatMap(([type, property]) => index.ofType(type).flatMap((one) => targets(one, property, index))));
  known.set(index, found);
  return found;
};

export const rule = stackRule(__filename, {
  what: "Every queue but a dead-letter queue has a dead-letter queue",
  why: "a message that cannot be handled is tried again until it expires, and is then gone without a trace",
  fix: "Set redrivePolicy with deadLetterTargetArn and maxReceiveCount, and watch the dead-letter queue with an alarm",
  controls: [],
  document: {
    title: "Amazon SQS Developer Guide, Using dead-letter queues in Amazon SQS",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  },
  severity: "medium",
  level: "mandatory",
  types: [queueType],
  *check(queue, { index }) {
    if (redrives(queue) || deadLetterQueues(index).has(queue)) return;
    const apart = ["aws:sqs/redrivePolicy:RedrivePolicy", allowType];
    if (queue.inputs.has("redriveAllowPolicy")) return;
    for (const type of apart) {
      const [own] = index.pointingTo(queue, type, "queueUrl");
      if (own !== undefined && (type === allowType || redrives(own))) return;
      if (index.strays(type, "queueUrl", queueType)) throw new NotKnownYet(`whose ${type} it is`);
    }
    yield "has no dead-letter queue";
  },
});
