import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { admits } from "../../messaging/admission";
import { type OwnPolicy, policiesOf, queueType, topicType } from "../../messaging/destination";
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

/** What one of the policies refuses; any of them may be the one that AWS keeps. */
function* refusedBy(policy: OwnPolicy, destination: PackResource, senders: readonly Sender[]) {
  const arn = destination.outputs.text("arn");
  const actions = [destination.type === topicType ? "sns:Publish" : "sqs:SendMessage"];
  const refused = bySource(senders).filter(
    ({ service, source }) => !admits(policy, { service, actions, destination, arn, source }),
  );
  for (const [service, names] of byService(refused.flatMap((group) => group.senders)))
    yield { message: `refuses ${service}, which sends here for ${names}`, at: policy.from };
}

function* refusals(destination: PackResource, index: StackIndex) {
  const senders = sendersTo(destination, index);
  if (senders.length === 0) return;
  for (const [service, names] of byService(fromElsewhere(destination, senders)))
    yield `is in ${destination.place.text("region")}, and ${service} sends here for ${names} of another region`;
  const policies = policiesOf(destination, index);
  for (const policy of policies) yield* refusedBy(policy, destination, senders);
  if (policies.length > 0) return;
  for (const [service, names] of byService(senders))
    if (!admittedByDefault(destination, service))
      yield `has no policy that admits ${service}, which sends here for ${names}`;
}

export const rule = stackRule(__filename, {
  what: "Topics and queues admit the services that send to them: alarms, event rules, budgets, buckets, trails, topics",
  why: "what a policy refuses is dropped without a word: the alarm goes off and nobody hears it",
  fix: "Use one of the sender's region, and allow the service sns:Publish or sqs:SendMessage, with conditions that it answers to: EventBridge tells a topic neither rule nor account",
  controls: [],
  document: {
    title: "Amazon SNS Developer Guide, Example cases for Amazon SNS access control",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
  },
  severity: "high",
  level: "mandatory",
  types: [topicType, queueType, ...senderTypes],
  *check(resource, { index }) {
    if (senderTypes.includes(resource.type)) destinationsOf(resource, index);
    else yield* refusals(resource, index);
  },
});
