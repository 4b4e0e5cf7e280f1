import type { PackResource } from "./resource";
import type { StackIndex } from "./stack-index";

const made = new WeakMap<StackIndex, ReadonlyMap<string, ReadonlySet<string>>>();

const placeOf = ({ place }: PackResource): string => (place.isKnown("account") ? (place.text("account") ?? "") : "");

/** Account ids in what a provider says of the account that it deploys into. */
const idsIn = (text: string): readonly string[] => text.match(/(?<!\d)\d{12}(?!\d)/g) ?? [];

/** Their `arn` is what the program gives: that of a queue, a bus or a topic, which may be another account's. */
const nameAnother = new Set([
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
  "aws:kinesis/stream:Stream",
  "aws:lakeformation/resource:Resource",
  "aws:notifications/channelAssociation:ChannelAssociation",
  "aws:sns/dataProtectionPolicy:DataProtectionPolicy",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:ssm/parameter:Parameter",
]);

/** The account in the ARN that AWS gave a resource of this program. */
const accountIn = ({ outputs, external, type }: PackResource): string | undefined => {
  if (external || !type.startsWith("aws:") || nameAnother.has(type) || !outputs.isKnown("arn")) return undefined;
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(outputs.text("arn") ?? "")?.[1];
};

/**
 * The ids of the account that a resource is made in, as far as the stack shows: by its provider's settings, and by the
 * ARNs of what the same provider makes. Empty where neither says.
 */
export const ownAccounts = (resource: PackResource, index: StackIndex): ReadonlySet<string> => {
  let byPlace = made.get(index);
  if (byPlace === undefined) {
    const places = new Map<string, Set<string>>();
    for (const one of index.resources) {
      const place = placeOf(one);
      const ids = places.get(place) ?? new Set(idsIn(place));
      places.set(place, ids);
      const account = accountIn(one);
      if (account !== undefined) ids.add(account);
    }
    byPlace = places;
    made.set(index, byPlace);
  }
  return byPlace.get(placeOf(resource)) ?? new Set();
};
