import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { admits } from "../../messaging/admission";
import { keyOf, type OwnPolicy, policiesOf, queueType, topicType } from "../../messaging/destination";
import { byService, bySource, destinationsOf, type Sender, sendersTo, senderTypes } from "../../messaging/senders";

/** What a service needs of the key of what it sends to (Amazon SNS Developer Guide, "Key management"; SQS likewise). */
const actions = ["kms:Decrypt", "kms:GenerateDataKey"];

/** What one of a key's policies refuses; any of them may be the one that AWS keeps. */
function* refusedBy(policy: OwnPolicy, destination: PackResource, senders: readonly Sender[]) {
  const refused = bySource(senders).filter(
    ({ service, source }) => !admits(policy, { service, actions, destination, source }),
  );
  for (const [service, names] of byService(refused.flatMap((group) => group.senders)))
    yield { message: `refuses ${service}, which sends to ${destination.name} for ${names}`, at: policy.from };
}

function* refusals(destination: PackResource, index: StackIndex) {
  const senders = sendersTo(destination, index);
  if (senders.length === 0) return;
  const encryption = keyOf(destination, index);
  if (encryption === undefined) return;
  const policies = encryption.kind === "own" ? policiesOf(encryption.key, index) : [];
  for (const policy of policies) yield* refusedBy(policy, destination, senders);
  if (policies.length > 0) return;
  for (const [service, names] of byService(senders)) {
    if (encryption.kind === "aws")
      yield `is encrypted with ${encryption.alias}, which refuses ${service}, which sends here for ${names}`;
    else
      yield {
        message: `has no policy that admits ${service}, which sends to ${destination.name} for ${names}`,
        at: encryption.key,
      };
  }
}

export const rule = stackRule(__filename, {
  what: "The keys of topics and queues admit the services that send to them",
  why: "a service that may publish but not encrypt is refused without a word: the alarm goes off and nobody hears it",
  fix: "Use a customer managed key whose policy allows the service kms:Decrypt and kms:GenerateDataKey*; no AWS managed key does",
  controls: [],
  document: {
    title: "Amazon SNS Developer Guide, Securing Amazon SNS data with server-side encryption",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
  },
  severity: "high",
  level: "mandatory",
  types: [topicType, queueType, ...senderTypes],
  *check(resource, { index }) {
    if (senderTypes.includes(resource.type)) destinationsOf(resource, index);
    else yield* refusals(resource, index);
  },
});
