import type * as pulumi from "@pulumi/pulumi";
import { isCallerName } from "../../../functions/records/contract";
import { check, type Owner } from "../argument-errors";
import { nameRule } from "../names";

/**
 * Who may assume a role. A session's name is the caller's name everywhere (prefix, logs, trail), so each kind says what
 * ties the name to the person; docs/people.md compares them.
 */
export type Principal = User | Group | MachineRole | MachineRoleByArn | SamlProvider | OidcSubject | PermissionSet;

/** An IAM user of this account, by name, with its path if it has one, such as `engineering/bob`. Needs MFA; named `bob`. */
export interface User {
  readonly user: string;
}

/** Many IAM users of this account. The stack makes an IAM group that lets its members assume the role, with MFA. */
export interface Group {
  /** 2 to 20 lowercase letters, digits or hyphens; the group's physical name ends in it. */
  readonly group: string;
  /** The users' names, without a path. They must exist. Each session is named after its user. */
  readonly members: readonly string[];
  /** Whether the trust policy leaves the members out: then any user passes whose own policies allow it. Default: false. */
  readonly unlisted?: boolean;
}

interface Machine {
  /** What its sessions are named. */
  readonly as: string;
  /** A role's sessions carry no MFA, so it must be said that none is required. */
  readonly mfa?: "not-required";
}

/** An IAM role of this account, by name, with its path if it has one. */
export interface MachineRole extends Machine {
  readonly role: string;
}

/** The same by ARN, such as that of a role that the same stack makes. */
export interface MachineRoleByArn extends Machine {
  readonly roleArn: pulumi.Input<string>;
}

interface Federated {
  /** Whether the provider may pass session tags. Default: false. */
  readonly sessionTags?: boolean;
}

interface Naming extends Federated {
  /** What the names of its sessions end in, after a star, such as `*@example.com`. Default: any name. */
  readonly names?: string;
}

/** A SAML provider, by ARN. It authenticates people and names their sessions; MFA is its part. */
export interface SamlProvider extends Naming {
  readonly saml: string;
  /** Where its assertions may be sent to, for sign-in endpoints of regions. Default: the partition's own endpoint. */
  readonly audiences?: readonly string[];
}

/** One subject of an OIDC provider, by ARN; its sessions are named `as`. MFA is the provider's part. */
export interface OidcSubject extends Federated {
  readonly oidc: string;
  readonly audience: string;
  readonly subject: string;
  readonly as: string;
}

/** A permission set of IAM Identity Center, by name. Each session is named as the person's session in it; MFA is its part. */
export interface PermissionSet extends Naming {
  readonly identityCenter: string;
  /** The region of the instance. Default: any. */
  readonly region?: string;
}

const iamPath = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;
const sessionName = "a session name of 2 to 64 letters, digits or _+=,.@-";

/** The last part of a name with a path, which is unique in its account. */
export const lastPart = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** The names of the sessions that a principal alone may have; none where a provider names them. */
export const namesOf = (principal: Principal): readonly string[] => {
  if ("user" in principal) return [lastPart(principal.user)];
  if ("group" in principal) return principal.members;
  return "as" in principal ? [principal.as] : [];
};

/** Whether its sessions are named after IAM users, which prove their names themselves. */
export const isOfUsers = (principal: Principal): principal is User | Group =>
  "user" in principal || "group" in principal;

const checkNames = (owner: Owner, where: string, principal: Principal): void => {
  const wrong = namesOf(principal).find((name) => !isCallerName(name));
  check(owner, wrong === undefined, where, "group" in principal ? wrong : principal, sessionName);
};

const checkMachine = (owner: Owner, where: string, principal: Machine): void =>
  check(
    owner,
    principal.mfa === "not-required",
    where,
    principal,
    `mfa: "not-required" as well: a session of a role carries no MFA, so the role could never be assumed`,
  );

const suffix = /^\*[\w+=,.@-]+$/;
const samlEndpoint = /^https:\/\/([a-z0-9-]+\.)*signin(\.[a-z0-9-]+)+\/saml(\/acs\/[\w-]+)?$/;

const checkFederated = (owner: Owner, where: string, principal: Principal): void => {
  if ("names" in principal)
    check(owner, suffix.test(principal.names ?? ""), where, principal, "names such as *@example.com");
  if ("saml" in principal) {
    check(owner, principal.saml.includes(":saml-provider/"), where, principal, "the ARN of a SAML provider");
    const audiences = principal.audiences ?? [];
    const wrong = audiences.find((audience) => !samlEndpoint.test(audience));
    const allowed = "sign-in endpoints such as https://eu-central-1.signin.aws.amazon.com/saml";
    check(owner, wrong === undefined, `${where}.audiences`, wrong, allowed);
    check(owner, principal.audiences?.length !== 0, `${where}.audiences`, audiences, allowed);
  }
  if ("oidc" in principal)
    check(owner, principal.oidc.includes(":oidc-provider/"), where, principal, "the ARN of an OIDC provider");
  if ("identityCenter" in principal) {
    const { identityCenter, region = "eu-central-1" } = principal;
    check(owner, /^[\w+=,.@-]{1,32}$/.test(identityCenter), where, principal, "the name of a permission set");
    check(owner, /^[a-z]+(-[a-z0-9]+)+$/.test(region), where, principal, "the region of the Identity Center instance");
  }
};

/** Refuses principals that could not be written into a trust policy, or could never assume. */
export const checkPrincipals = (owner: Owner, argument: string, principals: readonly Principal[]): void => {
  check(owner, principals.length > 0, argument, principals, "at least one principal, such as { user: 'alice' }");
  for (const [index, principal] of principals.entries()) {
    const where = `${argument}[${index}]`;
    checkNames(owner, where, principal);
    if ("user" in principal) check(owner, iamPath.test(principal.user), where, principal, "the name of an IAM user");
    if ("group" in principal) {
      const { pattern, allowed } = nameRule("purpose");
      check(owner, pattern.test(principal.group), where, principal, `a group's name of ${allowed}`);
      check(owner, principal.members.length > 0, `${where}.members`, principal.members, "at least one user");
    }
    if ("role" in principal) check(owner, iamPath.test(principal.role), where, principal, "the name of an IAM role");
    if ("role" in principal || "roleArn" in principal) checkMachine(owner, where, principal);
    checkFederated(owner, where, principal);
  }
};

/** Refuses principals whose sessions tell no age of an MFA code: only IAM users have one. */
export const checkFreshMfa = (owner: Owner, argument: string, principals: readonly Principal[]): void => {
  for (const [index, principal] of principals.entries())
    check(
      owner,
      isOfUsers(principal),
      `${argument}[${index}]`,
      principal,
      "IAM users or a group of them: the role demands a fresh MFA code, and only requests of IAM users tell of one",
    );
};
