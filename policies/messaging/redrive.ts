import { isGiven } from "../framework/is-given";
import type { PackResource } from "../framework/resource";
import { Values } from "../framework/values";

/** How often a message may be received before it is moved (Amazon SQS API Reference, "SetQueueAttributes"). */
const receives = [1, 1000] as const;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Whether the `redrivePolicy` of a resource names a dead-letter queue: `{}` names none. */
export const redrives = (resource: PackResource): boolean => {
  if (!isGiven(resource, "redrivePolicy")) return false;
  // Not known, and made from another resource: a queue that is still to be made.
  if (!resource.inputs.isKnown("redrivePolicy")) return true;
  const text = resource.inputs.text("redrivePolicy");
  const policy = text === undefined ? resource.inputs.at("redrivePolicy") : new Values(parsed(text), "redrivePolicy");
  const counted = !policy.has("maxReceiveCount") || policy.within(receives, "maxReceiveCount") !== undefined;
  return policy.has("deadLetterTargetArn") && counted;
};
