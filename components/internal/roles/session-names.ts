import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { check, type Owner } from "../argument-errors";
import { isOfUsers, lastPart, type MachineRoleByArn, namesOf, type Principal } from "./principals";

/**
 * What ties a name to one principal, over all roles of a stack: nobody can be another. Case does not part two names: IAM's
 * own names differ by more, and people read them so.
 */

/** Which user or machine it is, however it is written; undefined where only AWS knows, or several share it. */
const identityOf = (principal: Principal, name: string): string | undefined => {
  if (isOfUsers(principal)) return `user ${name}`;
  if ("role" in principal) return `role ${lastPart(principal.role)}`;
  if ("roleArn" in principal)
    return typeof principal.roleArn === "string" ? `role ${lastPart(principal.roleArn)}` : undefined;
  if (!("oidc" in principal)) return undefined;
  const { oidc, audience, subject } = principal;
  return JSON.stringify([oidc, audience, subject]);
};

/** Whether only the deployment knows if the two are one: a role of the same stack. {@link machineArn} looks then. */
const mayBeOne = (one: Named, other: Named): boolean =>
  [one, other].every(({ principal }) => "role" in principal || "roleArn" in principal) &&
  (one.identity === undefined || other.identity === undefined);

const sayOf = (principal: Principal): string =>
  "group" in principal ? `the group ${principal.group}` : JSON.stringify(principal);

interface Named {
  readonly principal: Principal;
  readonly name: string;
  readonly identity: string | undefined;
}

/** Refuses principals of whom two would have one session name, or of whom one would have two. */
export const checkTies = (owner: Owner, principals: readonly Principal[]): void => {
  const byName = new Map<string, Named>();
  const byIdentity = new Map<string, Named>();
  const paths = new Map<string, string>();
  for (const principal of principals) {
    if ("user" in principal) {
      const name = lastPart(principal.user).toLowerCase();
      const other = paths.get(name) ?? principal.user;
      const allowed = `one path: IAM has one user ${lastPart(principal.user)}, which is given as ${JSON.stringify(other)} too`;
      check(owner, other === principal.user, "principals", principal, allowed);
      paths.set(name, principal.user);
    }
    for (const name of namesOf(principal)) {
      const named = { principal, name, identity: identityOf(principal, name) };
      const holder = byName.get(name.toLowerCase());
      const same = holder === undefined || mayBeOne(holder, named) || holder.identity === named.identity;
      check(
        owner,
        same,
        "principals",
        "group" in principal ? name : principal,
        `another session name than ${sayOf(holder?.principal ?? principal)} has`,
      );
      byName.set(name.toLowerCase(), named);
      if (named.identity === undefined) continue;
      const known = byIdentity.get(named.identity);
      const allowed = `one name for one principal: ${sayOf(known?.principal ?? principal)} stands for ${known?.name} already, and who holds it could be either`;
      check(owner, known === undefined || known.name === name, "principals", principal, allowed);
      byIdentity.set(named.identity, named);
    }
  }
};

const isByArn = (principal: Principal): principal is MachineRoleByArn => "roleArn" in principal;

interface NamedRole {
  /** The role's name, without its path. */
  readonly name: string;
  readonly as: string;
}

/** Refuses an ARN that is not a role's of the account, and a role that stands for two names or shares one. */
export const checkMachineArn = (
  owner: Owner,
  given: { readonly roleArn: string; readonly as: string },
  accountId: string,
  known: readonly NamedRole[],
): void => {
  const [, , , , inAccount, path = ""] = given.roleArn.split(":");
  const own = /^role\/[\w+=,.@/-]+$/.test(path) && inAccount === accountId;
  check(owner, own, "principals", given, `the ARN of an IAM role of the account ${accountId}`);
  const other = known.find(({ name, as }) => name === lastPart(path) && as !== given.as);
  check(owner, other === undefined, "principals", given, `one name for one role: it stands for ${other?.as} already`);
  const sharing = known.find(({ name, as }) => name !== lastPart(path) && as.toLowerCase() === given.as.toLowerCase());
  check(owner, sharing === undefined, "principals", given, `another session name than the role ${sharing?.name} has`);
};

/** The ARN of a role that is given by ARN. It is checked once it is known: a role of the same stack has none before. */
export const machineArn = (
  owner: Owner,
  account: Account,
  principal: MachineRoleByArn,
  everybody: readonly Principal[],
): pulumi.Output<string> => {
  const others = everybody.filter(isByArn);
  const byName = everybody.flatMap((one) => ("role" in one ? [{ name: lastPart(one.role), as: one.as }] : []));
  return pulumi
    .all([principal.roleArn, account.id, pulumi.all(others.map(({ roleArn }) => roleArn))])
    .apply(([roleArn, accountId, arns]) => {
      const byArn = others.map(({ as }, index) => ({ name: lastPart(arns[index] ?? ""), as }));
      checkMachineArn(owner, { roleArn, as: principal.as }, accountId, [...byName, ...byArn]);
      return roleArn;
    });
};

export interface Pinned {
  /** The names of IAM users. */
  readonly users: readonly string[];
  /** The names that machines stand for: roles, and subjects of OIDC providers. */
  readonly machines: readonly string[];
}

/** The names that are pinned to one principal each, which no other may have. */
export const pinnedNames = (everybody: readonly Principal[]): Pinned => {
  const of = (principals: readonly Principal[]) => [...new Set(principals.flatMap(namesOf))].sort();
  return { users: of(everybody.filter(isOfUsers)), machines: of(everybody.filter((one) => !isOfUsers(one))) };
};
