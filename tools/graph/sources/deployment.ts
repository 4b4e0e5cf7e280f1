import * as v from "valibot";
import { type Resource, unknown } from "../types";
import { ValueReader } from "./property-values";

const properties = v.optional(v.record(v.string(), v.unknown()));
const urn = v.pipe(v.string(), v.regex(/^urn:pulumi:/, "a URN begins with urn:pulumi:"));

/** One resource as the CLI writes it: pulumi/pulumi, `sdk/go/common/apitype/resources.json` (`ResourceV3`). */
export const resourceState = v.looseObject({
  urn,
  type: v.optional(v.string()),
  custom: v.optional(v.boolean(), false),
  delete: v.optional(v.boolean(), false),
  external: v.optional(v.boolean(), false),
  pendingReplacement: v.optional(v.boolean(), false),
  protect: v.optional(v.boolean(), false),
  id: v.optional(v.string(), ""),
  parent: v.optional(v.string(), ""),
  provider: v.optional(v.string(), ""),
  inputs: properties,
  outputs: properties,
  dependencies: v.optional(v.nullable(v.array(v.string()))),
  propertyDependencies: v.optional(v.nullable(v.record(v.string(), v.nullable(v.array(v.string()))))),
  initErrors: v.optional(v.nullable(v.array(v.string()))),
  sourcePosition: v.optional(v.string()),
});

export type ResourceState = v.InferOutput<typeof resourceState>;

/** What is wrong with a file, in one sentence: the first value that does not fit, and where it is. */
export const problemOf = ([issue]: readonly v.BaseIssue<unknown>[]): string =>
  issue === undefined ? "" : `${v.getDotPath(issue) ?? "the file"}: ${issue.message}`;

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`, in its parts. A name may hold `::`. */
export const partsOf = (text: string) => {
  const [stackPart = "", project = "", qualified = "", ...name] = text.split("::");
  return {
    stack: stackPart.replace(/^urn:pulumi:/, ""),
    project,
    type: qualified.split("$").at(-1) ?? "",
    name: name.join("::"),
  };
};

/** `URN::ID`, as a resource names its provider; the URN alone. */
export const providerUrn = (reference: string): string => reference.replace(/::[^:]*$/, "");

/** Whether a provider is the one that the engine makes by itself, such as `…::pulumi:providers:aws::default_7_48_0`. */
const isDefault = (provider: string): boolean => /^default(_|$)/.test(partsOf(provider).name);

export interface Read {
  /** In the order of the file. */
  readonly resources: readonly Resource[];
  /** The URNs of resources with values that are encrypted or blinded. */
  readonly hidden: ReadonlySet<string>;
  /** Where the program registers a resource, by URN: `index.ts#21,3`. */
  readonly positions: ReadonlyMap<string, string>;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && value !== unknown ? value : undefined;

const regionOfArn = (arn: unknown): string | undefined => text(text(arn)?.split(":")[3]);

/** The resources of a file, as a graph has them. `defaultRegion` is where the default provider is, if the file says. */
export const readResources = (states: readonly ResourceState[], defaultRegion: string | undefined): Read => {
  const hidden = new Set<string>();
  const positions = new Map<string, string>();
  const regions = new Map<string, string>();
  const resources = states.map((state): Resource => {
    const values = new ValueReader(() => hidden.add(state.urn));
    const outputs = values.properties(state.outputs);
    // What the program only reads has no inputs of its own: what was found is what other resources are joined to.
    const inputs = state.external ? outputs : values.properties(state.inputs);
    const { type, name } = partsOf(state.urn);
    const token = state.type ?? type;
    const provider = providerUrn(state.provider);
    const region =
      text(inputs.region) ??
      (token.startsWith("pulumi:providers:") ? undefined : regions.get(provider)) ??
      text(outputs.region) ??
      regionOfArn(outputs.arn) ??
      (isDefault(provider) ? defaultRegion : undefined);
    if (token === "pulumi:providers:aws" && region !== undefined) regions.set(state.urn, region);
    if (state.sourcePosition !== undefined) positions.set(state.urn, state.sourcePosition);
    return {
      urn: state.urn,
      type: token,
      name,
      custom: state.custom,
      ...(state.external ? { external: true } : {}),
      parent: state.parent,
      provider,
      region: region ?? unknown,
      protect: state.protect,
      dependsOn: state.dependencies ?? [],
      inputs,
      sources: Object.fromEntries(
        Object.entries(state.propertyDependencies ?? {}).flatMap(([property, urns]) =>
          urns === null || urns.length === 0 ? [] : [[property, urns]],
        ),
      ),
      id: text(state.id) ?? "",
      outputs: { ...inputs, ...outputs, ...(text(state.id) === undefined ? {} : { id: state.id }) },
    };
  });
  return { resources, hidden, positions };
};
