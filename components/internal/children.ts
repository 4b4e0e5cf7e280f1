import * as pulumi from "@pulumi/pulumi";

/** A class of AWS resources, such as `aws.s3.Bucket`. */
interface ChildClass {
  new (name: string, args: never, opts?: pulumi.CustomResourceOptions): pulumi.CustomResource;
  isInstance(resource: unknown): boolean;
}

/** One kind of child: its class, and how its logical name ends where the component has several of the class. */
export interface Child<C extends ChildClass = ChildClass> {
  readonly type: C;
  /** Follows the component's own name. Default: every child of the class. */
  readonly suffix?: string;
}

export type Children = Readonly<Record<string, Child>>;

type ArgumentsOf<C extends ChildClass> = NonNullable<ConstructorParameters<C>[1]>;

/**
 * Changes one child before it is made: returns other arguments, other options, or neither. `name` is the child's logical
 * name. The parent cannot be changed.
 */
export type ChildTransform<Args> = (
  args: Args,
  opts: pulumi.CustomResourceOptions,
  name: string,
) => { readonly args?: Args; readonly opts?: pulumi.CustomResourceOptions } | undefined;

/** What every component takes for the resources that it is made of. */
export interface ChildOptions<C extends Children, Components = object> {
  /** Tags for every resource of the component that has tags, inner components included. Default: none. */
  readonly tags?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Changes single resources, by what they are called in `nodes`: the way to settings that the component does not offer. It
   * can also remove what makes the component secure; the policy pack checks the result. Default: none.
   */
  readonly transform?:
    | ({ readonly [Key in keyof C]?: ChildTransform<ArgumentsOf<C[Key]["type"]>> | undefined } & Components)
    | undefined;
}

const merged = (tags: NonNullable<ChildOptions<Children>["tags"]>, own: unknown): unknown =>
  own === undefined ? { ...tags } : pulumi.all([tags, own]).apply(([outer, inner]) => ({ ...outer, ...(inner ?? {}) }));

const isTransform = (value: unknown): value is ChildTransform<pulumi.Inputs> => typeof value === "function";

/**
 * The options of a component, which also apply to its children: tags, transforms, and what the component depends on, for
 * the SDK lets a child be made before that. Uses Pulumi's transformations, which children inherit.
 */
export const withChildren = <O extends pulumi.ComponentResourceOptions>(
  children: Children,
  { tags, transform = {} }: { readonly tags?: ChildOptions<Children>["tags"]; readonly transform?: object | undefined },
  opts: O,
): O => {
  const { dependsOn } = opts;
  const transforms = Object.entries(children).flatMap(([key, child]) => {
    const given: unknown = Reflect.get(transform, key);
    return isTransform(given) ? [{ ...child, given }] : [];
  });
  if (tags === undefined && dependsOn === undefined && transforms.length === 0) return opts;
  let component: { readonly resource: pulumi.Resource; readonly name: string } | undefined;
  const toChildren: pulumi.ResourceTransformation = ({ resource, name, props, opts: own }) => {
    // The SDK calls the component's transformations for the component itself first.
    if (component === undefined) {
      component = { resource, name };
      return undefined;
    }
    let made = { props, opts: own };
    // The classes of @pulumi/aws give `tagsAll` to every resource that has tags, and to no other.
    if (tags !== undefined && "tagsAll" in props)
      made = { ...made, props: { ...props, tags: merged(tags, props.tags) } };
    if (dependsOn !== undefined) made = { ...made, opts: pulumi.mergeOptions(made.opts, { dependsOn }) };
    for (const { type, suffix, given } of transforms) {
      const { resource: parent, name: parentName } = component;
      if (own.parent !== parent || !type.isInstance(resource)) continue;
      if (suffix !== undefined && name !== `${parentName}${suffix}`) continue;
      const { args = made.props, opts: changed = made.opts } = given(made.props, made.opts, name) ?? {};
      made = { props: args, opts: changed };
    }
    return made;
  };
  return { ...opts, transformations: [...(opts.transformations ?? []), toChildren] };
};
