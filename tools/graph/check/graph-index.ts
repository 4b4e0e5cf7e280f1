import { accountOf, packResource } from "../../../policies/framework/resource";
import { StackIndex } from "../../../policies/framework/stack-index";
import { plainValues } from "../../../policies/framework/values";
import { type Graph, unknown } from "../types";

const isUnknown = (value: unknown): boolean => value === unknown;

/**
 * A graph as the policy pack reads it. `account` is the id of the account in which resources are whose provider says nothing
 * of it; empty where that is not known, as it is of what others deployed.
 */
export const graphIndex = ({ resources }: Graph, account = ""): StackIndex => {
  const accounts = new Map(
    resources
      .filter(({ type }) => type.startsWith("pulumi:providers:"))
      .map(({ urn, inputs }) => [urn, accountOf(inputs) || account]),
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
        account: accounts.get(provider) ?? account,
      }),
    ),
  );
};
