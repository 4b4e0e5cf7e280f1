import type { PackResource } from "./resource";
import { NotKnownYet, type Values } from "./values";

/**
 * Whether a property, or what is at a path in its blocks, holds a value. One that is not known yet does, if it comes
 * from another resource: the ARN of a queue that is still to be made is no ARN yet, but will be one.
 */
export const isGiven = ({ inputs, sources }: PackResource, property: string, ...path: readonly string[]): boolean => {
  try {
    return path.reduce<Values | undefined>((values, step) => values?.one(step), inputs.one(property)) !== undefined;
  } catch (error) {
    if (error instanceof NotKnownYet && (sources[property] ?? []).length > 0) return true;
    throw error;
  }
};

/** Whether a property names something: it is given, and not empty. */
export const isNamed = (resource: PackResource, property: string): boolean =>
  isGiven(resource, property) && (!resource.inputs.isKnown(property) || resource.inputs.has(property));
