import { isCallerName } from "../records/contract";
import type { ApiConfig } from "./config";
import { Problem } from "./problem";
import type { Role } from "./routes";

/** The person (or job) behind a session. */
export interface Caller {
  /** The role session's name, which the role's trust policy pins to the person. */
  readonly name: string;
  readonly role: Role;
}

const assumedRole = /^arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([^/]+)\/([^/]+)$/;

/**
 * Who calls, from the ARN that API Gateway verified. Only sessions of the stack's own roles in its own `account` are callers: another role
 * of the account could have been assumed under any session name, and so under somebody else's.
 */
export const callerOf = (config: ApiConfig, account: string, userArn: string): Caller => {
  const [, itsAccount, roleName = "", name = ""] = assumedRole.exec(userArn) ?? [];
  const role = Object.hasOwn(config.roleNames, roleName) ? config.roleNames[roleName] : undefined;
  if (role === undefined || itsAccount !== account || !isCallerName(name)) {
    const known = Object.keys(config.roleNames).join(", ");
    throw new Problem("not-allowed", `the API accepts sessions of these roles only: ${known}; assume one of them`);
  }
  return { name, role };
};
