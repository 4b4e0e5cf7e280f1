import type { Owner } from "../../components/internal/argument-errors";
import { checkFreshMfa, checkPrincipals, namesOf, type Principal } from "../../components/internal/roles/principals";
import { makeOwner, resourceErrorOf, useMocks } from "../support/owner";

useMocks();
let owner: Owner;
beforeAll(() => {
  owner = makeOwner();
});

const saml = "arn:aws:iam::123456789012:saml-provider/idp";
const oidc = {
  oidc: "arn:aws:iam::123456789012:oidc-provider/token.actions.example.com/org",
  audience: "sts.amazonaws.com",
  subject: "repo:acme/site:ref:refs/heads/main",
  as: "site-build",
};
const mfa = "not-required";

const check = (...principals: Principal[]) => checkPrincipals(owner, "principals.uploaders", principals);

test("a principal of users and machines has names; a provider names its people itself", () => {
  const principals: Principal[] = [
    { user: "engineering/bob" },
    { group: "team", members: ["ann", "ben"] },
    { role: "jobs/ci", as: "builder", mfa },
    { saml },
    oidc,
    { identityCenter: "Dev" },
  ];
  expect(principals.map(namesOf)).toEqual([["bob"], ["ann", "ben"], ["builder"], [], ["site-build"], []]);
});

test("principals of every kind are accepted", () => {
  expect(() =>
    check(
      { user: "ada.b+c=d,e@f_g-9" },
      { user: "engineering/emea/bob" },
      { group: "team", members: ["ann"], unlisted: true },
      { role: "jobs/ci", as: "builder", mfa },
      { roleArn: "arn:aws:iam::123456789012:role/ci", as: "builder", mfa },
      { saml, audiences: ["https://eu-central-1.signin.aws.amazon.com/saml"], names: "*@example.com" },
      oidc,
      { identityCenter: "Dev_Ops", region: "eusc-de-east-1", sessionTags: true },
    ),
  ).not.toThrow();
});

test("a role that nobody may assume is refused", () => {
  expect(resourceErrorOf(owner, () => check())).toBe(
    "thing: principals.uploaders is []; give at least one principal, such as { user: 'alice' }.",
  );
});

test("a machine's role is refused unless it says that no MFA is required, with the reason", () => {
  const principal = { role: "ci", as: "builder" };
  expect(resourceErrorOf(owner, () => check(principal))).toBe(
    `thing: principals.uploaders[0] is {"role":"ci","as":"builder"}; give mfa: "not-required" as well: a session of a role carries no MFA, so the role could never be assumed.`,
  );
  const byArn = { roleArn: "arn:aws:iam::123456789012:role/ci", as: "builder" };
  expect(resourceErrorOf(owner, () => check(byArn))).toContain("carries no MFA");
});

test.each([
  "",
  "a",
  "..",
  "...",
  ".".repeat(64),
  "a".repeat(65),
  "al ice",
  "*",
  "alice*",
  "$username",
  "älice",
  "alice\n",
])("%j cannot be the name of a session, of whatever kind the principal is", (name) => {
  const allowed = "give a session name of 2 to 64 letters, digits or _+=,.@-.";
  for (const principal of [{ user: name }, { role: "ci", as: name, mfa } as const, { ...oidc, as: name }]) {
    const message = resourceErrorOf(owner, () => check({ user: "alice" }, principal));
    expect(message).toBe(`thing: principals.uploaders[1] is ${JSON.stringify(principal)}; ${allowed}`);
  }
  expect(resourceErrorOf(owner, () => check({ group: "team", members: ["ann", name] }))).toBe(
    `thing: principals.uploaders[0] is ${JSON.stringify(name)}; ${allowed}`,
  );
});

test.each<[Principal, string, string]>([
  [{ user: "/bob" }, "", "the name of an IAM user"],
  [{ user: "a//bob" }, "", "the name of an IAM user"],
  [{ user: "*/bob" }, "", "the name of an IAM user"],
  [{ role: "/ci", as: "builder", mfa }, "", "the name of an IAM role"],
  [{ role: "*", as: "builder", mfa }, "", "the name of an IAM role"],
  [{ role: "", as: "builder", mfa }, "", "the name of an IAM role"],
  [{ saml: "idp" }, "", "the ARN of a SAML provider"],
  [{ saml: oidc.oidc }, "", "the ARN of a SAML provider"],
  [{ saml, names: "@example.com" }, "", "names such as *@example.com"],
  [{ saml, names: "*" }, "", "names such as *@example.com"],
  [{ saml, names: "*@ex*" }, "", "names such as *@example.com"],
  [{ ...oidc, oidc: "token.actions.example.com" }, "", "the ARN of an OIDC provider"],
  [{ ...oidc, oidc: saml }, "", "the ARN of an OIDC provider"],
  [{ identityCenter: "Dev*" }, "", "the name of a permission set"],
  [{ identityCenter: "a/b" }, "", "the name of a permission set"],
  [{ identityCenter: "Dev", region: "*" }, "", "the region of the Identity Center instance"],
])("%j is refused%s", (principal, _, allowed) => {
  expect(resourceErrorOf(owner, () => check(principal))).toBe(
    `thing: principals.uploaders[0] is ${JSON.stringify(principal)}; give ${allowed}.`,
  );
});

test.each([
  "https://*.signin.aws.amazon.com/saml",
  "https://example.com/saml",
  "http://signin.aws.amazon.com/saml",
  "https://signin.aws.amazon.com/saml/acs/*",
])("SAML assertions cannot be meant for %s", (audience) => {
  expect(resourceErrorOf(owner, () => check({ saml, audiences: [audience] }))).toMatch(
    /principals\.uploaders\[0\]\.audiences is .*; give sign-in endpoints such as/,
  );
});

test.each(["", "Team", "a/b", "team*", "-team"])("%j is no group's name", (group) => {
  expect(resourceErrorOf(owner, () => check({ group, members: ["ann"] }))).toContain("give a group's name of 2 to 20");
});

test("a group has members, and a SAML provider's audiences are not none", () => {
  expect(resourceErrorOf(owner, () => check({ group: "team", members: [] }))).toBe(
    "thing: principals.uploaders[0].members is []; give at least one user.",
  );
  expect(resourceErrorOf(owner, () => check({ saml, audiences: [] }))).toContain(".audiences is []; give sign-in");
});

test.each<[Principal]>([[{ role: "ci", as: "builder", mfa }], [{ saml }], [oidc], [{ identityCenter: "Dev" }]])(
  "%j cannot be a custodian: it tells no age of an MFA code",
  (principal) => {
    expect(
      resourceErrorOf(owner, () => checkFreshMfa(owner, "principals.custodians", [{ user: "carla" }, principal])),
    ).toBe(
      `thing: principals.custodians[1] is ${JSON.stringify(principal)}; give IAM users or a group of them: the role demands a fresh MFA code, and only requests of IAM users tell of one.`,
    );
  },
);

test("users and groups of them can be custodians", () => {
  const custodians: Principal[] = [{ user: "carla" }, { group: "team", members: ["ann"] }];
  expect(() => checkFreshMfa(owner, "principals.custodians", custodians)).not.toThrow();
});
