import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Owner } from "./argument-errors";
import { steady } from "./argument-errors";
import type { Naming } from "./naming";

/** The account that a component deploys into. */
export interface Account {
  readonly id: pulumi.Output<string>;
  /** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc` and so on: the second field of every ARN. */
  readonly partition: pulumi.Output<string>;
}

/** Where a provider deploys. */
interface ProviderLocation {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

/** What is known of one provider: where it deploys, and which namings were compared with that. */
interface Known {
  readonly location: pulumi.Output<ProviderLocation>;
  readonly compared: Map<string, pulumi.Output<ProviderLocation>>;
}

const known = new WeakMap<object, Known>();

/** Asks AWS where the component's own provider deploys, once for each provider of a program. */
const ask = (component: pulumi.ComponentResource): Known => {
  const provider = component.getProvider("aws:index/getRegion:getRegion");
  // The default provider has no object; it is the same for the whole stack.
  const holder = provider ?? pulumi.runtime.getStackResource();
  const found = holder && known.get(holder);
  if (found !== undefined) return found;
  const options = provider === undefined ? {} : { provider };
  const location = pulumi
    .all([aws.getCallerIdentityOutput({}, options), aws.getRegionOutput({}, options)])
    .apply(([{ accountId, arn }, { region }]) => ({
      account: accountId,
      partition: arn.split(":")[1] ?? "aws",
      region,
    }));
  const made: Known = { location, compared: new Map() };
  if (holder !== undefined) known.set(holder, made);
  return made;
};

/** Why a naming does not fit the place of its provider; undefined if it does. */
export const misplaced = (
  naming: Naming,
  location: Pick<ProviderLocation, "account" | "region">,
): string | undefined => {
  const { region, accountId, copyOf } = naming;
  if (accountId !== undefined && accountId !== location.account)
    return `naming.accountId is "${accountId}", and the provider deploys into the account ${location.account}; use the credentials of ${accountId}, or give that account's number.`;
  // What belongs to the second region asks for its region by itself.
  const expected = copyOf ?? region;
  if (expected !== location.region)
    return `naming.region is "${expected}", and the provider deploys into ${location.region}; give the region ${location.region}, or a provider of ${expected} (opts.provider, or aws:region of the stack).`;
  return undefined;
};

/**
 * The account that a component deploys into. Known in a preview as well. Its values fail with a `ResourceError` if the
 * naming is for another region or another account than the component's provider.
 */
export const accountOf = ({ component, name }: Owner, naming: Naming): Account => {
  const { location, compared } = ask(component);
  const key = `${naming.copyOf ?? naming.region} ${naming.accountId ?? ""}`;
  const checked =
    compared.get(key) ??
    location.apply((found) => {
      const problem = misplaced(naming, found);
      if (problem !== undefined) throw steady(new pulumi.ResourceError(`${name}: ${problem}`, component, true));
      return found;
    });
  compared.set(key, checked);
  return { id: checked.account, partition: checked.partition };
};

/** The ARN of a role or policy of this account, known before it exists. */
export const iamArn = (account: Account, path: string): pulumi.Output<string> =>
  pulumi.interpolate`arn:${account.partition}:iam::${account.id}:${path}`;
