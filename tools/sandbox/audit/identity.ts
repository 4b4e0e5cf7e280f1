import type { Caller } from "./exchange";

/**
 * CloudTrail's `userIdentity`:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const userIdentity = (caller: Caller | undefined): Readonly<Record<string, unknown>> => {
  if (caller === undefined) return { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };
  const { type, id, arn, account, key, user, role, since } = caller;
  const common = { principalId: id, arn, accountId: account, accessKeyId: key };
  if (type === "User") return { type: "IAMUser", ...common, userName: user };
  if (role === undefined) return { type, ...common };
  return {
    type,
    ...common,
    sessionContext: {
      sessionIssuer: { type: "Role", principalId: role.id, arn: role.arn, accountId: account, userName: role.name },
      // The emulator has no MFA devices.
      attributes: { creationDate: since, mfaAuthenticated: "false" },
    },
  };
};
