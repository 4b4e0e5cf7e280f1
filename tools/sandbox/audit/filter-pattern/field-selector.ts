import { isFields } from "../../../../policies/framework/fields";
import type { Scanner } from "./scanner";

/** A property, an element of an array, or any of them. */
type Step = { readonly property: string } | { readonly index: number } | "any";

/** A property selector such as `$.users[0].id`. */
export interface Selector {
  readonly wildcard: boolean;
  /** The nodes that it points to: none, one, or with a wildcard any number. */
  readonly select: (event: unknown) => readonly unknown[];
}

const below = (node: unknown, step: Step): readonly unknown[] => {
  if (step === "any") return Array.isArray(node) ? node : isFields(node) ? Object.values(node) : [];
  if ("index" in step) return Array.isArray(node) && step.index < node.length ? [node[step.index]] : [];
  return isFields(node) && Object.hasOwn(node, step.property) ? [node[step.property]] : [];
};

const readStep = (scanner: Scanner): Step | undefined => {
  // `$.['cluster.name']`, as the User Guide writes it, and `$['cluster.name']` are the same.
  const name = scanner.take(/\.?\['[^']*'\]|\.?\["[^"]*"\]/);
  if (name !== undefined) return { property: name.slice(name.indexOf("[") + 2, -2) };
  if (scanner.take(/\.\*|\[\*\]/) !== undefined) return "any";
  const property = scanner.take(/\.[A-Za-z0-9_-]+/);
  if (property !== undefined) return { property: property.slice(1) };
  const index = scanner.take(/\[\d+\]/);
  if (index !== undefined) return { index: Number(index.slice(1, -1)) };
  return scanner.take(/[.[]/) === undefined
    ? undefined
    : scanner.fail("a property, an index or * is expected", scanner.position - 1);
};

/** Reads a property selector, which begins with a dollar sign. */
export const readSelector = (scanner: Scanner): Selector => {
  scanner.space();
  const begin = scanner.position;
  if (scanner.take(/\$/) === undefined) scanner.fail("a property such as $.eventName is expected");
  const steps: Step[] = [];
  for (let step = readStep(scanner); step !== undefined; step = readStep(scanner)) steps.push(step);
  if (steps.length === 0) scanner.fail("a property is expected after $");
  const wildcards = steps.filter((step) => step === "any").length;
  if (wildcards > 1) scanner.fail("a property may have one wildcard", begin);
  return {
    wildcard: wildcards === 1,
    select: (event) =>
      steps.reduce<readonly unknown[]>((nodes, step) => nodes.flatMap((node) => below(node, step)), [event]),
  };
};
