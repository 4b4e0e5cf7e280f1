import type * as pulumi from "@pulumi/pulumi";
import { type Role, roles } from "../../../functions/api/routes";
import { type Account, iamArn } from "../account";
import type { Owner } from "../argument-errors";
import { longestWith, resourceName } from "../names";
import type { Naming } from "../naming";

/** The physical name of one role of a trio, or of what belongs to it. A trio's purpose tells it from another one. */
export const roleName = (owner: Owner, naming: Naming, role: string, purpose?: string): string => {
  if (purpose === undefined) return resourceName(owner, naming, role);
  return `${resourceName(owner, naming, purpose, longestWith({ role: `-${role}` }))}-${role}`;
};

/** The physical names of a trio's roles, each with what it is. Known before deployment. */
export const roleNames = (
  owner: Owner,
  naming: Naming,
  { custodian, purpose }: { readonly custodian: boolean; readonly purpose?: string | undefined },
): Record<string, Role> =>
  Object.fromEntries(
    roles
      .filter((role) => custodian || role !== "custodian")
      .map((role) => [roleName(owner, naming, role, purpose), role]),
  );

/** The ARN of one of a trio's roles, known before the role exists. */
export const roleArn = (
  owner: Owner,
  account: Account,
  naming: Naming,
  role: Role,
  purpose?: string,
): pulumi.Output<string> => iamArn(account, `role/${roleName(owner, naming, role, purpose)}`);
