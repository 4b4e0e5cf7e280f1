import { type PolicyResource, type ResourceValidationArgs, UnknownValueError } from "@pulumi/policy";
import type { Fields } from "./fields";
import { accountOf, type PackResource, packResource } from "./resource";
import { notKnown } from "./values";

/** The engine's properties throw at whoever reads an unknown one: here each becomes `notKnown`, and the rest is kept. */
const read = (get: () => unknown): unknown => {
  try {
    return plain(get());
  } catch (error) {
    if (error instanceof UnknownValueError) return notKnown;
    throw error;
  }
};

const plain = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => read(() => value[index]));
  // Files and archives have a class of their own, and no rule looks inside.
  return Object.getPrototypeOf(value) === Object.prototype ? plainObject(value) : {};
};

const plainObject = (value: object): Fields =>
  Object.fromEntries(Object.keys(value).map((name) => [name, read((): unknown => Reflect.get(value, name))]));

/** The properties of a resource as the rules read them. */
export const plainInputs = (args: Pick<ResourceValidationArgs, "props">): Fields => plainObject(args.props);

const regionOf = (resource: Pick<PolicyResource, "provider">, inputs: Fields): unknown =>
  inputs.region ?? (resource.provider === undefined ? undefined : plainObject(resource.provider.props).region);

const accountIn = (resource: Pick<PolicyResource, "provider">): string =>
  resource.provider === undefined ? "" : accountOf(plainObject(resource.provider.props));

/** A resource before it is made, as the engine shows it by itself. */
export const loneResource = (args: ResourceValidationArgs): PackResource => {
  const inputs = plainInputs(args);
  const { urn, type, name, opts } = args;
  return packResource({
    urn,
    token: type,
    name,
    parent: opts.parent ?? "",
    inputs,
    region: regionOf(args, inputs),
    account: accountIn(args),
  });
};

/**
 * A resource of the whole stack. The engine shows its outputs, in which AWS has filled in what the program does not say
 * (a bucket's inline encryption, for one): what it showed before, when the resource was registered, is what counts. What
 * it did not show before is not registered: the program only reads it.
 */
export const stackResource = (resource: PolicyResource, inputs: PackResource | undefined): PackResource => {
  const outputs = plainInputs(resource);
  return {
    ...packResource({
      urn: resource.urn,
      token: resource.type,
      name: resource.name,
      parent: resource.parent?.urn ?? "",
      external: inputs === undefined,
      inputs: outputs,
      outputs,
      region: regionOf(resource, outputs),
      account: accountIn(resource),
      sources: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([property, from]) => [property, from.map(({ urn }) => urn)]),
      ),
    }),
    ...(inputs === undefined ? {} : { inputs: inputs.inputs }),
  };
};
