import type { Resource } from "./types";

/**
 * How Pulumi's engine deletes a stack, as a pure function of its graph, for tests and for the sandbox's destroy. Followed
 * is the engine's own code (pulumi/pulumi, `pkg/resource/deploy`): `ScheduleDeletes` for the order, `DeleteStep.Apply`
 * for protection, `performPostSteps` for what a refusal spares, `DependenciesOf` for what depends on what.
 */

/** What happened to a stack that was to be destroyed. */
export interface Deletion {
  /** In the order of their deletion. */
  readonly deleted: readonly Resource[];
  /** Protected ones that the engine came to, and refused to delete. */
  readonly refused: readonly Resource[];
  /** What the refused ones depend on: not even tried. */
  readonly spared: readonly Resource[];
}

type ByUrn = ReadonlyMap<string, Resource>;

/**
 * What must be there as long as a resource is: its dependencies, with the children of components that were there before
 * it; provider; parent.
 */
const dependenciesOf = (resource: Resource, before: readonly Resource[], byUrn: ByUrn): Resource[] => {
  const direct = new Set([...resource.dependsOn, ...Object.values(resource.sources).flat()]);
  const components = [...direct].filter((urn) => byUrn.get(urn)?.custom === false);
  const isBelow = (child: Resource, component: string): boolean =>
    child.parent === component || (byUrn.has(child.parent) && isBelow(byUrn.get(child.parent) ?? child, component));
  const children = before.filter((other) => components.some((component) => isBelow(other, component)));
  const urns = new Set([...direct, resource.provider, resource.parent, ...children.map(({ urn }) => urn)]);
  return [...urns].flatMap((urn) => (urn === resource.urn ? [] : (byUrn.get(urn) ?? [])));
};

const dependencies = (resources: readonly Resource[]): ReadonlyMap<Resource, readonly Resource[]> => {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return new Map(resources.map((resource, at) => [resource, dependenciesOf(resource, resources.slice(0, at), byUrn)]));
};

/**
 * The groups in which a stack is deleted, the first one first; a group's members are deleted side by side, and the next
 * group waits for all of them. A resource's group is its longest way to something that depends on nothing, so the
 * deepest go first, whatever else nobody depends on.
 */
export const deletionOrder = (resources: readonly Resource[]): Resource[][] => {
  const needs = dependencies(resources);
  const depths = new Map<Resource, number>();
  const depthOf = (resource: Resource): number => {
    const known = depths.get(resource);
    if (known !== undefined) return known;
    const depth = Math.max(-1, ...(needs.get(resource) ?? []).map(depthOf)) + 1;
    depths.set(resource, depth);
    return depth;
  };
  const groups: Resource[][] = [];
  for (const resource of resources) {
    const depth = depthOf(resource);
    groups[depth] = [...(groups[depth] ?? []), resource];
  }
  return groups.reverse();
};

/**
 * Destroys a stack. `remove` deletes one resource; components, too, which exist in the state only. A protected resource is
 * refused, what it depends on is spared, and the engine goes on with the rest. Whatever `remove` throws ends it.
 */
export const destroyGraph = async (
  resources: readonly Resource[],
  remove: (resource: Resource) => Promise<void>,
): Promise<Deletion> => {
  const needs = dependencies(resources);
  const deleted: Resource[] = [];
  const refused: Resource[] = [];
  const spared = new Set<Resource>();
  const spare = (resource: Resource): void => {
    for (const needed of needs.get(resource) ?? [])
      if (!spared.has(needed)) {
        spared.add(needed);
        spare(needed);
      }
  };
  for (const group of deletionOrder(resources)) {
    for (const resource of refused) spare(resource);
    const tried = group.filter((resource) => !spared.has(resource));
    refused.push(...tried.filter(({ protect }) => protect));
    const removed = tried.filter(({ protect }) => !protect);
    await Promise.all(removed.map(remove));
    deleted.push(...removed);
  }
  return { deleted, refused, spared: [...spared] };
};
