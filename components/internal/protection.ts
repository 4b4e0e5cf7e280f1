import type * as pulumi from "@pulumi/pulumi";

/**
 * What a resource's own option, transformations and its parent say about protection; undefined where none of them says
 * anything. Pulumi's SDK keeps it in this field, which children inherit from, and has no public way to read it.
 */
const protectionOf = (resource: pulumi.Resource | undefined): boolean | undefined => {
  const said: unknown = resource && Reflect.get(resource, "__protect");
  return typeof said === "boolean" ? said : undefined;
};

/**
 * The options of a component that holds data: protected as its own option says, else as its parent is, else protected.
 * Its children inherit that, and those that neither hold nor guard data are {@link unprotected}.
 */
export const protectedByDefault = (
  opts: pulumi.ComponentResourceOptions = {},
): pulumi.ComponentResourceOptions & { readonly protect: boolean } => ({
  ...opts,
  protect: opts.protect ?? protectionOf(opts.parent) ?? true,
});

/** Whether a component that is {@link protectedByDefault} is protected, transformations included. */
export const isProtected = (component: pulumi.ComponentResource): boolean => protectionOf(component) ?? true;

/** For what neither holds data nor guards it, such as a CORS rule: it can be made again without loss. */
export const unprotected = { protect: false } as const;
