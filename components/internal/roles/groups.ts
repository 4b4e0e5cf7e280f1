import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { check, type Owner } from "../argument-errors";
import type { Naming } from "../naming";
import { policyDocument } from "../policy-document";
import { unprotected } from "../protection";
import type { Group, Principal } from "./principals";
import { roleName } from "./role-names";

/** The most groups that IAM lets a user be in (IAM User Guide, "IAM and AWS STS quotas"); it cannot be raised. */
const mostGroupsOfUser = 10;

/** The groups among some principals. */
const groupsOf = (principals: readonly Principal[]): Group[] =>
  principals.filter((one): one is Group => "group" in one);

/** Refuses a group that is given twice with other members or terms, or is another component's too, and users in too many. */
export const checkGroups = (owner: Owner, principals: readonly Principal[], others: readonly Principal[]): void => {
  const known = new Map<string, Group>();
  const memberships = new Map<string, Set<string>>();
  for (const group of groupsOf(principals)) {
    const first = known.get(group.group) ?? group;
    const termsOf = ({ members, unlisted = false }: Group) => JSON.stringify([[...members].sort(), unlisted]);
    check(
      owner,
      termsOf(first) === termsOf(group),
      "principals",
      group,
      `the same members and terms wherever the group ${group.group} is named`,
    );
    known.set(group.group, first);
    for (const member of group.members)
      memberships.set(member, (memberships.get(member) ?? new Set<string>()).add(group.group));
  }
  const taken = groupsOf(others).find(({ group }) => known.has(group));
  check(
    owner,
    taken === undefined,
    "principals",
    { group: taken?.group },
    "another name: another component of the stack makes this group",
  );
  const crowded = [...memberships].find(([, groups]) => groups.size > mostGroupsOfUser);
  check(
    owner,
    crowded === undefined,
    "principals",
    crowded?.[0],
    `users in at most ${mostGroupsOfUser} groups, which is IAM's limit`,
  );
};

export interface MadeGroup {
  readonly group: aws.iam.Group;
  readonly membership: aws.iam.GroupMembership;
  readonly policy: aws.iam.GroupPolicy;
}

/**
 * Makes each group that the roles' principals name, with its members, which are exactly those (a user who is added by
 * hand is removed at the next deployment), and the right to assume exactly the roles that name it.
 */
export const makeGroups = (
  name: string,
  owner: Owner,
  naming: Naming,
  roles: readonly { readonly arn: pulumi.Output<string>; readonly principals: readonly Principal[] }[],
  purpose?: string,
): Readonly<Record<string, MadeGroup>> => {
  const options = { parent: owner.component, ...unprotected };
  const all = groupsOf(roles.flatMap(({ principals }) => principals));
  const distinct = new Map(all.map((group) => [group.group, group]));
  const make = ({ group: own, members }: Group): MadeGroup => {
    const logical = `${name}-group-${own}`;
    const physical = roleName(owner, naming, own, purpose);
    const group = new aws.iam.Group(logical, { name: physical }, options);
    const membership = new aws.iam.GroupMembership(
      logical,
      { name: physical, group: group.name, users: [...new Set(members)].sort() },
      options,
    );
    const arns = roles.flatMap(({ arn, principals }) =>
      groupsOf(principals).some((one) => one.group === own) ? [arn] : [],
    );
    const policy = new aws.iam.GroupPolicy(
      logical,
      {
        group: group.name,
        policy: policyDocument("group", logical, [
          { Sid: "AssumeRoles", Effect: "Allow", Action: ["sts:AssumeRole", "sts:SetSourceIdentity"], Resource: arns },
        ]),
      },
      options,
    );
    return { group, membership, policy };
  };
  return Object.fromEntries([...distinct].map(([key, group]) => [key, make(group)]));
};
