import type * as pulumi from "@pulumi/pulumi";
import type { Naming } from "./naming";

/** Types of AWS that have one place for all regions, and so no region of their own. */
const global = /^aws:(account|budgets|cloudfront|iam|organizations|route53)\//;

/**
 * The options of a component whose naming may be of the second region: its children are then made there by the `region`
 * that every regional resource of @pulumi/aws v7 takes, and by the provider of the component. So what the provider says
 * (assumed role, allowed accounts, default tags, profile, endpoints) holds in the second region too.
 */
export const placed = <O extends pulumi.ComponentResourceOptions>({ copyOf, region }: Naming, opts: O): O => {
  if (copyOf === undefined) return opts;
  const inRegion: pulumi.ResourceTransformation = ({ type, props, opts }) =>
    type.startsWith("aws:") && !global.test(type) ? { props: { ...props, region }, opts } : undefined;
  return { ...opts, transformations: [...(opts.transformations ?? []), inRegion] };
};
