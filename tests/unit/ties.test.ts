import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import type { Account } from "../../components/internal/account";
import type { Owner } from "../../components/internal/argument-errors";
import type { Principal } from "../../components/internal/roles/principals";
import { checkMachineArn, checkTies, machineArn, pinnedNames } from "../../components/internal/roles/session-names";
import { makeOwner, resourceErrorOf, useMocks } from "../support/owner";
import { unwrap } from "../support/unwrap";

useMocks();
let owner: Owner;
let account: Account;
beforeAll(() => {
  owner = makeOwner();
  account = { id: pulumi.output("123456789012"), partition: pulumi.output("aws") };
});

const saml = { saml: "arn:aws:iam::123456789012:saml-provider/idp" };
const oidc = {
  oidc: "arn:aws:iam::123456789012:oidc-provider/token.actions.example.com",
  audience: "sts.amazonaws.com",
  subject: "repo:acme/site:ref:refs/heads/main",
  as: "site-build",
};
const mfa = "not-required";
const ci: Principal = { role: "ci", as: "builder", mfa };
const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

test("one principal may have several roles of the stack, however it is written", () => {
  const principals: Principal[] = [
    { user: "alice" },
    { user: "engineering/bob" },
    { group: "team", members: ["alice", "bob", "ann"] },
    ci,
    { role: "jobs/ci", as: "builder", mfa },
    { roleArn: arn("ci"), as: "builder", mfa },
    saml,
    oidc,
    { identityCenter: "Dev" },
  ];
  expect(() => checkTies(owner, [...principals, ...principals])).not.toThrow();
});

const alice: Principal = { user: "alice" };
test.each<[Principal, Principal]>([
  [alice, { role: "ci", as: "alice", mfa }],
  [{ role: "ci", as: "alice", mfa }, alice],
  [ci, { role: "cd", as: "builder", mfa }],
  [oidc, { ...oidc, subject: "repo:acme/site:ref:refs/heads/next" }],
  [oidc, { user: "site-build" }],
  [{ roleArn: pulumi.output("unknown"), as: "alice", mfa }, alice],
])("%j and %j would pass for each other, and are refused", (first, second) => {
  expect(resourceErrorOf(owner, () => checkTies(owner, [{ user: "bob" }, first, second]))).toMatch(
    /^thing: principals is .*; give another session name than .* has\.$/,
  );
});

test("names that differ in case alone are taken for one", () => {
  expect(resourceErrorOf(owner, () => checkTies(owner, [alice, { role: "ci", as: "Alice", mfa }]))).toBe(
    `thing: principals is {"role":"ci","as":"Alice","mfa":"not-required"}; give another session name than {"user":"alice"} has.`,
  );
});

test.each<[Principal, Principal]>([
  [
    { role: "developers", as: "alice", mfa },
    { role: "developers", as: "bob", mfa },
  ],
  [
    { role: "developers", as: "alice", mfa },
    { role: "eu/developers", as: "bob", mfa },
  ],
  [
    { role: "developers", as: "alice", mfa },
    { roleArn: arn("developers"), as: "bob", mfa },
  ],
  [oidc, { ...oidc, as: "other" }],
])("%j and %j: who holds the one could be either, and the second is refused", (first, second) => {
  expect(resourceErrorOf(owner, () => checkTies(owner, [first, second]))).toBe(
    `thing: principals is ${JSON.stringify(second)}; give one name for one principal: ${JSON.stringify(first)} stands for ${"as" in first ? first.as : ""} already, and who holds it could be either.`,
  );
});

test("IAM knows a user by one path", () => {
  expect(
    resourceErrorOf(owner, () => checkTies(owner, [{ user: "engineering/bob" }, { user: "sales/bob" }])),
  ).toContain('give one path: IAM has one user bob, which is given as "engineering/bob" too');
  expect(resourceErrorOf(owner, () => checkTies(owner, [{ user: "engineering/bob" }, { user: "bob" }]))).toContain(
    "one path",
  );
});

test("a member of a group cannot have a machine's name", () => {
  expect(resourceErrorOf(owner, () => checkTies(owner, [ci, { group: "team", members: ["builder"] }]))).toBe(
    `thing: principals is "builder"; give another session name than ${JSON.stringify(ci)} has.`,
  );
});

const names = fc.constantFrom("alice", "Alice", "bob", "builder");
const anyPrincipal: fc.Arbitrary<Principal> = fc.oneof(
  fc.tuple(fc.constantFrom("", "eng/", "ops/"), names).map(([path, name]) => ({ user: path + name })),
  fc.uniqueArray(names, { minLength: 1, maxLength: 2 }).map((members) => ({ group: "team", members })),
  fc.tuple(fc.constantFrom("ci", "jobs/ci", "cd"), names).map(([role, as]) => ({ role, as, mfa }) as const),
  fc.tuple(fc.constantFrom("ci", "cd"), names).map(([role, as]) => ({ roleArn: arn(role), as, mfa }) as const),
  fc.tuple(fc.constantFrom("main", "next"), names).map(([subject, as]) => ({ ...oidc, subject, as })),
);

/** Who has which name, written out by hand for the principals above. */
const holders = (principal: Principal): [holder: string, name: string][] => {
  const last = (path: string) => path.split("/").at(-1) ?? "";
  if ("user" in principal) return [[`user ${last(principal.user)}`, last(principal.user)]];
  if ("group" in principal) return principal.members.map((member) => [`user ${member}`, member]);
  if ("role" in principal) return [[`role ${last(principal.role)}`, principal.as]];
  if ("roleArn" in principal) return [[`role ${last(String(principal.roleArn))}`, principal.as]];
  return "oidc" in principal ? [[`subject ${principal.subject}`, principal.as]] : [];
};

test("of whatever principals are accepted, a name has one holder and a holder one name", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(anyPrincipal, { minLength: 2, maxLength: 5 }), (principals) => {
      try {
        checkTies(owner, principals);
      } catch {
        return;
      }
      accepted += 1;
      const ties = new Set(principals.flatMap(holders).map(([holder, name]) => `${holder}=${name}`));
      const all = [...ties].map((tie) => tie.split("="));
      expect(new Set(all.map(([holder]) => holder)).size).toBe(ties.size);
      expect(new Set(all.map(([, name = ""]) => name.toLowerCase())).size).toBe(ties.size);
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test("every name that is pinned is known, once", () => {
  const principals: Principal[] = [
    { user: "eng/bob" },
    { group: "team", members: ["ann", "bob"] },
    ci,
    ci,
    oidc,
    saml,
    { identityCenter: "Dev" },
  ];
  expect(pinnedNames(principals)).toEqual({ users: ["ann", "bob"], machines: ["builder", "site-build"] });
});

describe("a role that is given by ARN, once the ARN is known", () => {
  const refusal = (given: { roleArn: string; as: string }, ...known: { name: string; as: string }[]) =>
    resourceErrorOf(owner, () => checkMachineArn(owner, given, "123456789012", known));

  test("is trusted by that ARN", async () => {
    const principal = { roleArn: pulumi.output(arn("jobs/ci")), as: "builder", mfa } as const;
    const everybody: Principal[] = [principal, ci, { roleArn: pulumi.output(arn("cd")), as: "deployer", mfa }];
    expect(await unwrap(machineArn(owner, account, principal, everybody))).toBe(arn("jobs/ci"));
  });

  test("stands for one name", () => {
    const given = { roleArn: arn("jobs/ci"), as: "builder" };
    expect(refusal(given, { name: "cd", as: "deployer" }, { name: "ci", as: "other" })).toBe(
      `thing: principals is ${JSON.stringify(given)}; give one name for one role: it stands for other already.`,
    );
  });

  test("shares its name with no other role", () => {
    expect(refusal({ roleArn: arn("ci"), as: "builder" }, { name: "cd", as: "Builder" })).toContain(
      "give another session name than the role cd has.",
    );
  });

  test.each(["arn:aws:iam::999999999999:role/ci", "arn:aws:iam::123456789012:user/ci", "ci", "*", `${arn("*")}`])(
    "%s is no role of this account",
    (roleArn) => {
      expect(refusal({ roleArn, as: "builder" })).toContain("the ARN of an IAM role of the account 123456789012");
    },
  );
});
