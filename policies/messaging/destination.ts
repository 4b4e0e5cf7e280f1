import type { PackResource } from "../framework/resource";
import type { StackIndex } from "../framework/stack-index";
import { NotKnownYet } from "../framework/values";
import { type PolicyDocument, readPolicy } from "../iam/document";

export const topicType = "aws:sns/topic:Topic";
export const queueType = "aws:sqs/queue:Queue";
export const keyType = "aws:kms/key:Key";

/** The resources that hold the policy of another one, and the property that says whose. */
const policySides: Readonly<Record<string, { readonly type: string; readonly property: string }>> = {
  [topicType]: { type: "aws:sns/topicPolicy:TopicPolicy", property: "arn" },
  [queueType]: { type: "aws:sqs/queuePolicy:QueuePolicy", property: "queueUrl" },
  [keyType]: { type: "aws:kms/keyPolicy:KeyPolicy", property: "keyId" },
};

export interface OwnPolicy extends PolicyDocument {
  /** The resource that it is written in. */
  readonly from: PackResource;
}

/**
 * The policies of a topic, queue or key: resources of their own, and a property. AWS keeps the last one written, which can
 * be any of them. Throws if whose a policy is is not known yet.
 */
export const policiesOf = (resource: PackResource, index: StackIndex): readonly OwnPolicy[] => {
  const side = policySides[resource.type];
  const apart = side ? index.pointingTo(resource, side.type, side.property) : [];
  const all = [...apart, ...(resource.inputs.has("policy") ? [resource] : [])];
  if (all.length === 0 && side && index.strays(side.type, side.property, resource.type))
    throw new NotKnownYet(`whose ${side.type} it is`);
  return all.map((from) => ({ from, ...readPolicy(from.inputs.whole("policy")) }));
};

/** The key that a topic, queue or log is encrypted with: one of the stack, or one of AWS's own, by its alias. */
export type DestinationKey = { readonly kind: "own"; readonly key: PackResource } | AwsManaged;
interface AwsManaged {
  readonly kind: "aws";
  readonly alias: string;
}

/** Undefined without KMS, and for a key of another stack, whose policy cannot be seen from here. */
export const keyOf = (
  destination: PackResource,
  index: StackIndex,
  property = "kmsMasterKeyId",
): DestinationKey | undefined => {
  const [key] = index.from(destination, property, keyType).targets;
  if (key !== undefined) return { kind: "own", key };
  if (!destination.inputs.isKnown(property) && (destination.sources[property] ?? []).length > 0) return undefined;
  const text = destination.inputs.text(property) ?? "";
  const awsManaged = /(?:^|:)(alias\/aws\/.*)$/.exec(text)?.[1];
  if (awsManaged !== undefined) return { kind: "aws", alias: awsManaged };
  const [alias] = index.named(text, "aws:kms/alias:Alias");
  const [aliased] = alias ? index.from(alias, "targetKeyId", keyType).targets : [];
  return aliased && { kind: "own", key: aliased };
};
