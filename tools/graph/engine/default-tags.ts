import { isFields } from "../../../policies/framework/fields";
import { type Properties, type ResourceRequest, unknown } from "../types";

/**
 * What the AWS provider answers as `tagsAll`: the provider's default tags and the resource's own, which win
 * (https://www.pulumi.com/registry/packages/aws/api-docs/provider/, `defaultTags`). Empty if there are neither.
 */
export const tagsWithDefaults = ({ type, custom, inputs }: ResourceRequest, defaults: Properties): Properties => {
  if (!custom || !type.startsWith("aws:")) return {};
  const { tags } = inputs;
  if (tags === unknown) return { tagsAll: unknown };
  const own = isFields(tags) ? tags : {};
  const all = { ...defaults, ...own };
  return Object.keys(all).length === 0 ? {} : { tagsAll: all };
};
