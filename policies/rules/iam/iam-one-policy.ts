import type { PackResource } from "../../framework/resource";
import { known } from "../../framework/resource-index";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { NotKnownYet } from "../../framework/values";
import { type PolicySide, policySides } from "../../iam/policy-sides";

/** What tells the resource that a policy belongs to from others: its URN, or its name and place. Throws if neither is known. */
const ownerOf = (policy: PackResource, side: PolicySide, index: StackIndex): string => {
  const { targets } = index.from(policy, side.of, ...side.types);
  const [target] = targets;
  if (target !== undefined && targets.length === 1) return target.urn;
  const place = policy.place.isKnown("region") ? policy.place.text("region") : undefined;
  return `${place ?? ""} ${policy.inputs.text(side.of) ?? ""}`;
};

/** The policies of one type: which is the first of each resource, and the place of the first whose resource is not known. */
interface Firsts {
  readonly byOwner: ReadonlyMap<string, PackResource>;
  readonly places: ReadonlyMap<PackResource, number>;
  readonly unknownFrom: number;
}

const joined = new WeakMap<StackIndex, Map<string, Firsts>>();

const join = (policies: readonly PackResource[], side: PolicySide, index: StackIndex): Firsts => {
  const byOwner = new Map<string, PackResource>();
  let unknownFrom = policies.length;
  for (const [place, policy] of policies.entries()) {
    const owner = known(() => ownerOf(policy, side, index));
    if (owner === undefined) unknownFrom = Math.min(unknownFrom, place);
    else if (!byOwner.has(owner)) byOwner.set(owner, policy);
  }
  return { byOwner, places: new Map(policies.map((policy, place) => [policy, place])), unknownFrom };
};

/** Joined once for the whole stack, so that the time grows with the number of policies and not with its square. */
const firstsOf = (type: string, side: PolicySide, index: StackIndex): Firsts => {
  const byType = joined.get(index) ?? new Map<string, Firsts>();
  joined.set(index, byType);
  const firsts = byType.get(type) ?? join(index.ofType(type), side, index);
  byType.set(type, firsts);
  return firsts;
};

/** Whether an earlier policy belongs to the same resource. Throws if that is not known; the first of a type may be of anything. */
const isFurther = (policy: PackResource, side: PolicySide, index: StackIndex): boolean => {
  const { byOwner, places, unknownFrom } = firstsOf(policy.type, side, index);
  const place = places.get(policy) ?? 0;
  if (place === 0) return false;
  if (byOwner.get(ownerOf(policy, side, index)) !== policy) return true;
  if (unknownFrom < place) throw new NotKnownYet(`whose an earlier ${policy.type.split(":").at(-1)} is`);
  return false;
};

export const rule = stackRule(__filename, {
  what: "The policy of a topic, queue, key, secret or other resource is made by one resource",
  why: "AWS keeps one policy: of two that a program writes, the last one written wins, which may be another one at each deployment, and a denial in the other is lost",
  fix: "Keep one resource for the policy, with all statements in it; leave the policy property of the other out",
  controls: [],
  document: {
    title: "AWS KMS Developer Guide, Key policies in AWS KMS",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
  },
  severity: "high",
  level: "mandatory",
  types: Object.keys(policySides),
  *check(policy, { index }) {
    const side = policySides[policy.type];
    if (side === undefined) return;
    if (isFurther(policy, side, index))
      yield `is a further ${policy.type.split(":").at(-1)} of a resource that has one`;
    const { inline } = side;
    if (inline === undefined) return;
    for (const target of index.from(policy, side.of, ...side.types).targets)
      if (!target.inputs.isKnown(inline) || target.inputs.has(inline))
        yield `is a second policy of ${target.name}, which has one in its property ${inline}`;
  },
});
