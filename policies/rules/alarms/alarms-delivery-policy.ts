import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { admits } from "../../messaging/admission";
import { policyOf, queueType, topicType } from "../../messaging/destination";
import {
  byService,
  bySource,
  destinationsOf,
  fromElsewhere,
  type Sender,
  sendersTo,
  senderTypes,
} from "../../messaging/senders";

/** What the policy that SNS makes lets in by itself: CloudWatch, for alarms of the same account. Queues have none. */
const admittedByDefault = ({ type }: PackResource, service: string): boolean =>
  type === topicType && service === "cloudwatch.amazonaws.com";

function* refusals(destination: PackResource, index: StackIndex) {
  const senders = sendersTo(destination, index);
  if (senders.length === 0) return;
  for (const [service, names] of byService(fromElsewhere(destination, senders)))
    yield `is in ${destination.place.text("region")}, and ${service} sends here for ${names} of another region`;
  const policy = policyOf(destination, index);
  if (policy === undefined) {
    for (const [service, names] of byService(senders))
      if (!admittedByDefault(destination, service))
        yield `has no policy that admits ${service}, which sends here for ${names}`;
    return;
  }
  const arn = destination.outputs.text("arn");
  const actions = [destination.type === topicType ? "sns:Publish" : "sqs:SendMessage"];
  const refused = bySource(senders).filter(
    ({ service, source }) => !admits(policy, { service, actions, destination, arn, source }),
  );
  const all: readonly Sender[] = refused.flatMap((group) => group.senders);
  for (const [service, names] of byService(all))
    yield { message: `refuses ${service}, which sends here for ${names}`, at: policy.from };
}

export const rule = stackRule(__filename, {
  what: "Topics and queues admit the services that send to them: alarms, event rules, budgets, buckets, trails, topics",
  why: "what a policy refuses is dropped without a word: the alarm goes off and nobody hears it",
  fix: "Use one of the sender's region, and allow the service sns:Publish or sqs:SendMessage, with conditions that it answers to: EventBridge tells a topic neither rule nor account",
  controls: [],
  document: {
    title: "Amazon EventBridge User Guide, Using resource-based policies for Amazon EventBridge",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
  },
  severity: "high",
  level: "mandatory",
  types: [topicType, queueType, ...senderTypes],
  *check(resource, { index }) {
    if (senderTypes.includes(resource.type)) destinationsOf(resource, index);
    else yield* refusals(resource, index);
  },
});
