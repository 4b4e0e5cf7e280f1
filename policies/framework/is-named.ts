import type { PackResource } from "./resource";

/**
 * Whether a property names something. One that is not known yet does, if it comes from another resource of the stack:
 * the ARN of a key that is still to be made is no ARN yet, but will be one. Throws where nobody knows what it comes from.
 */
export const isNamed = ({ inputs, sources }: PackResource, property: string): boolean => {
  if (!inputs.isKnown(property) && (sources[property] ?? []).length > 0) return true;
  return inputs.has(property) && inputs.text(property) !== "";
};
