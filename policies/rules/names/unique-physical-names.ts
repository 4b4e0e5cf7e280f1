import type { PackResource } from "../../framework/resource";
import { stackRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";
import { type PhysicalName, physicalNames } from "../../names/physical-names";

/** Where the name counts; throws if that is not known yet. */
const placeOf = ({ place }: PackResource, { scope }: PhysicalName): readonly string[] => {
  if (scope === "partition") return [];
  const account = place.text("account") ?? "";
  return scope === "account" ? [account] : [account, place.text("region") ?? ""];
};

/** What no other resource may have as well; undefined where AWS makes the name. Throws if it is not known yet. */
const identityOf = (resource: PackResource): string | undefined => {
  const naming = physicalNames[resource.type];
  const name = naming && resource.inputs.text(naming.property);
  if (naming === undefined || name === undefined) return undefined;
  const { within, ignoresCase } = naming;
  const inside = within === undefined ? [] : [resource.inputs.text(within.property) ?? within.absent];
  const written = ignoresCase ? name.toLowerCase() : name;
  return JSON.stringify([resource.type, written, ...inside, ...placeOf(resource, naming)]);
};

const firsts = new WeakMap<StackIndex, Map<string, PackResource>>();

/** The first resource of a stack with an identity; remembered, so that each question costs the same. */
const firstOf = (index: StackIndex, identity: string, resource: PackResource): PackResource => {
  const known = firsts.get(index) ?? new Map<string, PackResource>();
  firsts.set(index, known);
  const first = known.get(identity) ?? resource;
  known.set(identity, first);
  return first;
};

export const rule = stackRule(__filename, {
  what: "No two resources of a stack have the same physical name",
  why: "AWS refuses the second one, or takes it for the first: a deployment fails half-way, or two resources overwrite each other",
  fix: "Give one of them another name, such as a component's purpose; or leave the name out, so that Pulumi makes one",
  controls: [],
  document: {
    title: "AWS CloudFormation Template Reference Guide, CloudFormation resource custom naming",
    url: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html",
  },
  severity: "high",
  level: "mandatory",
  types: Object.keys(physicalNames),
  *check(resource, { index }) {
    const identity = identityOf(resource);
    if (identity === undefined) return;
    const first = firstOf(index, identity, resource);
    if (first.urn === resource.urn) return;
    const property = physicalNames[resource.type]?.property ?? "name";
    yield `has the name ${resource.inputs.text(property)}, which ${first.name} has too`;
  },
});
