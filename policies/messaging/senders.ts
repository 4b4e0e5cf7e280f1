import type { PackResource } from "../framework/resource";
import type { StackIndex } from "../framework/stack-index";
import { NotKnownYet, type Values } from "../framework/values";
import { queueType, topicType } from "./destination";

/** An AWS service that sends to topics or queues for a resource of the stack. */
interface Kind {
  readonly service: string;
  /** The properties that hold names or ARNs of topics and queues, at any depth. */
  readonly properties: readonly string[];
  /** Whether the service sends by itself; not if it takes on a role, whose policy then decides. */
  readonly sends?: (inputs: Values) => boolean;
}

const alarm: Kind = {
  service: "cloudwatch.amazonaws.com",
  properties: ["alarmActions", "okActions", "insufficientDataActions"],
};

const kinds: Readonly<Record<string, Kind>> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": alarm,
  "aws:cloudwatch/eventTarget:EventTarget": {
    service: "events.amazonaws.com",
    properties: ["arn", "deadLetterConfig"],
    sends: (inputs) => !inputs.isKnown("roleArn") || !inputs.has("roleArn"),
  },
  "aws:budgets/budget:Budget": { service: "budgets.amazonaws.com", properties: ["notifications"] },
  "aws:costexplorer/anomalySubscription:AnomalySubscription": {
    service: "costalerts.amazonaws.com",
    properties: ["subscribers"],
  },
  "aws:s3/bucketNotification:BucketNotification": { service: "s3.amazonaws.com", properties: ["topics", "queues"] },
  "aws:sns/topicSubscription:TopicSubscription": {
    service: "sns.amazonaws.com",
    properties: ["endpoint"],
    sends: (inputs) => inputs.text("protocol") === "sqs",
  },
  "aws:cloudtrail/trail:Trail": { service: "cloudtrail.amazonaws.com", properties: ["snsTopicName"] },
};

/** The types of whatever makes a service send. */
export const senderTypes: readonly string[] = Object.keys(kinds);

/** A resource, and the service that sends for it. */
export interface Sender {
  readonly resource: PackResource;
  readonly service: string;
}

/** The topics and queues of the stack that a resource makes a service send to. Throws if they are not known yet. */
export const destinationsOf = (sender: PackResource, index: StackIndex): ReadonlySet<PackResource> => {
  const kind = kinds[sender.type];
  const found = new Set<PackResource>();
  if (kind === undefined || kind.sends?.(sender.inputs) === false) return found;
  for (const property of kind.properties) {
    for (const source of index.from(sender, property, topicType, queueType).targets) found.add(source);
    const open = !namesIn(sender.inputs, property, (name) => {
      for (const named of index.named(name, topicType, queueType)) found.add(named);
    });
    // What comes from another resource is that resource's, or what it stands for in another stack.
    if (open && (sender.sources[property] ?? []).length === 0) throw new NotKnownYet(`a part of ${property}`);
  }
  return found;
};

/** Hands on every text below a property; answers whether all of it is known. */
const namesIn = (values: Values, step: string | number, each: (name: string) => void): boolean => {
  if (!values.isKnown(step)) return false;
  const text = values.text(step);
  if (text !== undefined) each(text);
  const value = values.raw(step);
  if (typeof value !== "object" || value === null) return true;
  const below = values.at(step);
  return Object.keys(value).reduce((known, key) => namesIn(below, key, each) && known, true);
};

const bySender = new WeakMap<StackIndex, ReadonlyMap<PackResource, readonly Sender[]>>();

/** Whoever sends to a topic or queue, as far as it is known; joined once for the whole stack. */
export const sendersTo = (destination: PackResource, index: StackIndex): readonly Sender[] => {
  let joined = bySender.get(index);
  if (joined === undefined) {
    joined = join(index);
    bySender.set(index, joined);
  }
  return joined.get(destination) ?? [];
};

const join = (index: StackIndex): ReadonlyMap<PackResource, readonly Sender[]> => {
  const joined = new Map<PackResource, Sender[]>();
  for (const resource of index.ofType(...senderTypes))
    for (const destination of knownDestinations(resource, index)) {
      const senders = joined.get(destination) ?? [];
      joined.set(destination, senders);
      senders.push({ resource, service: kinds[resource.type]?.service ?? "" });
    }
  return joined;
};

const knownDestinations = (sender: PackResource, index: StackIndex): Iterable<PackResource> => {
  try {
    return destinationsOf(sender, index);
  } catch (error) {
    // Said of the sender itself.
    if (error instanceof NotKnownYet) return [];
    throw error;
  }
};

/** Senders that a service names as the source when it sends for them: for the others it names a bucket, rule or topic. */
const ownSources = [
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  "aws:cloudtrail/trail:Trail",
];

/** The ARN that a sender's service gives as aws:SourceArn; undefined where it is not known, or another resource's. */
const sourceOf = ({ type, outputs }: PackResource): string | undefined =>
  ownSources.includes(type) && outputs.isKnown("arn") ? outputs.text("arn") : undefined;

/** Senders that a policy decides about in one way: of one service, and where it says so for one source. */
export interface Group {
  readonly service: string;
  readonly source: string | undefined;
  readonly senders: readonly Sender[];
}

/** Each service once where no source is known, and once for each source that is. */
export const bySource = (senders: readonly Sender[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const sender of senders) {
    const source = sourceOf(sender.resource);
    const key = `${sender.service} ${source ?? ""}`;
    const { service } = sender;
    groups.set(key, { service, source, senders: [...(groups.get(key)?.senders ?? []), sender] });
  }
  return [...groups.values()];
};

/** Services that send to what is in their own region only (each one's guide). */
const withinRegion = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "s3.amazonaws.com"];

/** The senders that are in another region than what they send to, where both say. */
export const fromElsewhere = (destination: PackResource, senders: readonly Sender[]): readonly Sender[] => {
  const there = destination.place.text("region");
  return senders.filter(({ service, resource: { place } }) => {
    if (!withinRegion.includes(service)) return false;
    const here = place.text("region");
    return here !== undefined && there !== undefined && here !== there;
  });
};

/** Senders by service, with their names as a finding tells them. */
export const byService = (senders: readonly Sender[]): ReadonlyMap<string, string> => {
  const names = new Map<string, string[]>();
  for (const { service, resource } of senders) names.set(service, [...(names.get(service) ?? []), resource.name]);
  return new Map(
    [...names].map(([service, all]) => [
      service,
      all.length > 3 ? `${all.slice(0, 3).join(", ")} and ${all.length - 3} more` : all.join(", "),
    ]),
  );
};
