import type { AccessModel, Actor } from "./access-model";
import type { Question } from "./decide";

/** An account that is not the stack's. */
export const otherAccount = "999999999999";

/** A name that no configuration gives a caller. */
export const stranger = "mallory";

/** An administrator of the stack's own account, by AdministratorAccess. */
export const accountAdministrator = ({ account }: AccessModel): Actor => ({
  name: "Account administrator",
  principal: { outsider: `arn:aws:iam::${account}:role/administrator` },
});

/** Who signs no request at all. */
export const nobody: Actor = { name: "Nobody", principal: "anonymous" };

/** An administrator of another account, by AdministratorAccess. */
export const foreignAdministrator: Actor = {
  name: "Another account's administrator",
  principal: { outsider: `arn:aws:iam::${otherAccount}:role/administrator` },
};

/** The roles that the system runs as. */
export const serviceActors = ({ serviceRoles }: AccessModel): Actor[] =>
  serviceRoles.map(({ name, role }) => ({ name, principal: { role, session: "service" } }));

/** A request's context when the caller gave an MFA code so many seconds ago. */
export const mfa = (secondsAgo = 0): NonNullable<Question["context"]> => ({
  "aws:MultiFactorAuthPresent": "true",
  "aws:MultiFactorAuthAge": String(secondsAgo),
});
