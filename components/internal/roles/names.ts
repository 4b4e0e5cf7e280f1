import type * as pulumi from "@pulumi/pulumi";
import { type Role, roles } from "../../../functions/api/routes";
import { type Account, iamArn } from "../account";
import type { Owner } from "../check";
import { type Naming, resourceName } from "../names";

/** The physical names of a stack's roles, each with what it is. Known before deployment. */
export const roleNames = (owner: Owner, naming: Naming, { custodian }: { custodian: boolean }): Record<string, Role> =>
  Object.fromEntries(
    roles.filter((role) => custodian || role !== "custodian").map((role) => [resourceName(owner, naming, role), role]),
  );

/** The ARN of one of a stack's roles, known before the role exists. */
export const roleArn = (owner: Owner, account: Account, naming: Naming, role: Role): pulumi.Output<string> =>
  iamArn(account, `role/${resourceName(owner, naming, role)}`);
