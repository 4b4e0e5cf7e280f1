import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { type PolicySide, policySides } from "../../iam/policy-sides";

/** What tells the resource that a policy belongs to from others: its URN, or its name and place. Throws if neither is known. */
const ownerOf = (policy: PackResource, side: PolicySide, index: StackIndex): string => {
  const { targets } = index.from(policy, side.of, ...side.types);
  const [target] = targets;
  if (target !== undefined && targets.length === 1) return target.urn;
  const place = policy.place.isKnown("region") ? policy.place.text("region") : undefined;
  return `${place ?? ""} ${policy.inputs.text(side.of) ?? ""}`;
};

/** Whether two policies belong to one resource. Only asked where there are two, so that one may be of anything. */
const isSame = (one: PackResource, other: PackResource, side: PolicySide, index: StackIndex): boolean =>
  ownerOf(one, side, index) === ownerOf(other, side, index);

export const rule = stackRule(__filename, {
  what: "The policy of a topic, queue, key, secret or other resource is made by one resource",
  why: "AWS keeps one policy: of two that a program writes, the last one written wins, which may be another one at each deployment, and a denial in the other is lost",
  fix: "Keep one resource for the policy, with all statements in it; leave the policy property of the other out",
  controls: [],
  document: {
    title: "IAM User Guide, Identity-based policies and resource-based policies",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
  },
  severity: "high",
  level: "mandatory",
  types: Object.keys(policySides),
  *check(policy, { index }) {
    const side = policySides[policy.type];
    if (side === undefined) return;
    const all = index.ofType(policy.type);
    const before = all.slice(0, all.indexOf(policy));
    if (before.some((one) => isSame(one, policy, side, index)))
      yield `is a further ${policy.type.split(":").at(-1)} of a resource that has one`;
    const { inline } = side;
    if (inline === undefined) return;
    for (const target of index.from(policy, side.of, ...side.types).targets)
      if (!target.inputs.isKnown(inline) || target.inputs.has(inline))
        yield `is a second policy of ${target.name}, which has one in its property ${inline}`;
  },
});
