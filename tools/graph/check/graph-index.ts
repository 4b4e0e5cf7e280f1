import { accountOf, packResource } from "../../../policies/framework/resource";
import { StackIndex } from "../../../policies/framework/stack-index";
import { plainValues } from "../../../policies/framework/values";
import { type Graph, unknown } from "../types";

const isUnknown = (value: unknown): boolean => value === unknown;

/** An evaluated program as the policy pack reads it. */
export const graphIndex = ({ resources }: Graph): StackIndex => {
  const accounts = new Map(
    resources
      .filter(({ type }) => type.startsWith("pulumi:providers:"))
      .map(({ urn, inputs }) => [urn, accountOf(inputs)]),
  );
  return new StackIndex(
    resources.map(({ urn, type, name, parent, provider, external = false, inputs, outputs, sources, region }) =>
      packResource({
        urn,
        token: type,
        name,
        parent,
        external,
        inputs: plainValues(inputs, isUnknown),
        outputs: plainValues(outputs, isUnknown),
        sources,
        region: plainValues(region, isUnknown),
        account: accounts.get(provider) ?? "",
      }),
    ),
  );
};
