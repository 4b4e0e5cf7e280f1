import { type Role, roles } from "../../functions/api/routes";
import type { Owner } from "./check";
import { type Naming, resourceName } from "./names";

/** The physical names of a stack's three roles, each with what it is. Known before deployment. */
export const roleNames = (owner: Owner, naming: Naming): Record<string, Role> =>
  Object.fromEntries(roles.map((role) => [resourceName(owner, naming, role), role]));
