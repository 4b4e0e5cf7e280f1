import * as pulumi from "@pulumi/pulumi";
import type { Principal } from "../../components/internal/roles/principals";
import { RoleTrio, type RoleTrioArgs } from "../../components/role-trio";
import { useMocks } from "../support/owner";

useMocks();

const make =
  (principals: Partial<RoleTrioArgs["principals"]>, others: readonly Principal[] = []) =>
  () =>
    new RoleTrio("roles", {
      naming: { company: "acme", environment: "dev", region: "eu-central-1" },
      bucket: { arn: "arn:aws:s3:::files", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" },
      principals: {
        uploaders: [{ user: "alice" }],
        viewers: [{ user: "victor" }],
        admins: [{ user: "ada" }],
        ...principals,
      },
      others,
    });

test.each([2047, 4097, 2048.5, Number.NaN])("a quota of %d characters is refused", (trustPolicyQuota) => {
  const args = { uploaders: [{ user: "alice" }], viewers: [{ user: "victor" }], admins: [{ user: "ada" }] };
  const trio = () =>
    new RoleTrio("roles", {
      naming: { company: "acme", environment: "dev", region: "eu-central-1" },
      bucket: { arn: "arn:aws:s3:::files", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" },
      principals: args,
      trustPolicyQuota,
    });
  expect(trio).toThrow("give a whole number from 2048 to 4096");
});

const developers = (as: string): Principal => ({ role: "developers", as, mfa: "not-required" });
const team = (...members: string[]): Principal => ({ group: "team", members });

test.each<[Partial<RoleTrioArgs["principals"]>, readonly Principal[], string]>([
  [{ uploaders: [] }, [], "roles: principals.uploaders is []; give at least one principal"],
  [{ custodians: [] }, [], "roles: principals.custodians is []; give at least one principal"],
  [{ custodians: [{ identityCenter: "Dev" }] }, [], "the role demands a fresh MFA code"],
  [{ custodians: [developers("carla")] }, [], "the role demands a fresh MFA code"],
  [{ viewers: [developers("vera")], admins: [developers("bob")] }, [], "stands for vera already"],
  [{ viewers: [developers("audrey")] }, [{ user: "audrey" }], "another session name than"],
  [{ viewers: [developers("vera")] }, [developers("audrey")], "stands for vera already"],
  [
    { viewers: [team("ann")], admins: [team("ben")] },
    [],
    "the same members and terms wherever the group team is named",
  ],
  [{ viewers: [team("ann")] }, [team("ann")], "another component of the stack makes this group"],
  [
    { viewers: Array.from({ length: 11 }, (_, index) => ({ group: `team${index}`, members: ["ann"] })) },
    [],
    'roles: principals is "ann"; give users in at most 10 groups',
  ],
])("%j beside %j: refused", (principals, others, problem) => {
  expect(make(principals, others)).toThrow(pulumi.ResourceError);
  expect(make(principals, others)).toThrow(problem);
});
