import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { admits } from "../../messaging/admission";
import { policyOf, queueType, topicType } from "../../messaging/destination";
import { byService, destinationsOf, sendersTo, senderTypes } from "../../messaging/senders";

/** What the policy that SNS makes lets in by itself: CloudWatch, for alarms of the same account. Queues have none. */
const admittedByDefault = ({ type }: PackResource, service: string): boolean =>
  type === topicType && service === "cloudwatch.amazonaws.com";

function* refusals(destination: PackResource, index: StackIndex) {
  const services = byService(sendersTo(destination, index));
  if (services.size === 0) return;
  const policy = policyOf(destination, index);
  const actions = [destination.type === topicType ? "sns:Publish" : "sqs:SendMessage"];
  for (const [service, names] of services) {
    if (policy === undefined) {
      if (!admittedByDefault(destination, service))
        yield `has no policy that admits ${service}, which sends here for ${names}`;
      continue;
    }
    const arn = destination.outputs.text("arn");
    if (!admits(policy, { service, actions, destination, arn }))
      yield { message: `refuses ${service}, which sends here for ${names}`, at: policy.from };
  }
}

export const rule = stackRule(__filename, {
  what: "Topics and queues admit the services that send to them: alarms, event rules, budgets, buckets, trails, topics",
  why: "what a policy refuses is dropped without a word: the alarm goes off and nobody hears it",
  fix: "Allow the service sns:Publish or sqs:SendMessage, with conditions that it answers to: EventBridge tells a topic neither rule nor account",
  controls: [],
  severity: "high",
  level: "mandatory",
  types: [topicType, queueType, ...senderTypes],
  *check(resource, { index }) {
    if (senderTypes.includes(resource.type)) destinationsOf(resource, index);
    else yield* refusals(resource, index);
  },
});
