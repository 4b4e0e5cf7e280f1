import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/internal/account";
import type { Owner } from "../../components/internal/check";
import {
  callerOfPrincipal,
  checkCallers,
  checkPrincipals,
  type Principal,
  trustStatements,
} from "../../components/internal/roles/principals";
import { makeOwner, resourceErrorOf, useMocks } from "../support/owner";
import { unwrap } from "../support/unwrap";

useMocks();
let owner: Owner;
let account: Account;
beforeAll(() => {
  owner = makeOwner();
  account = { id: pulumi.output("123456789012"), partition: pulumi.output("aws") };
});

const saml = "arn:aws:iam::123456789012:saml-provider/idp";
const oidc = {
  oidc: "arn:aws:iam::123456789012:oidc-provider/token.actions.example.com/org",
  audience: "sts.amazonaws.com",
  subject: "repo:acme/site:ref:refs/heads/main",
  as: "site-build",
};
const trust = (...principals: Principal[]) => unwrap(trustStatements(account, principals));

test("a user assumes with MFA, and in its own name only", async () => {
  expect(await trust({ user: "alice" })).toEqual([
    {
      Sid: "Principal0",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:user/alice" },
      Action: "sts:AssumeRole",
      Condition: {
        Bool: { "aws:MultiFactorAuthPresent": "true" },
        StringEquals: { "sts:RoleSessionName": "alice" },
      },
    },
  ]);
});

test("a role assumes with MFA, in the name that the stack gives it", async () => {
  expect(await trust({ role: "ci", as: "builder" })).toEqual([
    {
      Sid: "Principal0",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:role/ci" },
      Action: "sts:AssumeRole",
      Condition: {
        Bool: { "aws:MultiFactorAuthPresent": "true" },
        StringEquals: { "sts:RoleSessionName": "builder" },
      },
    },
  ]);
});

test("only a role that says so goes without MFA; its name is pinned all the same", async () => {
  expect(await trust({ role: "ci", as: "builder", mfa: "not-required" })).toMatchObject([
    { Condition: { StringEquals: { "sts:RoleSessionName": "builder" } } },
  ]);
  expect(JSON.stringify(await trust({ role: "ci", as: "builder", mfa: "not-required" }))).not.toContain("MultiFactor");
});

test("a SAML provider's assertions must be meant for AWS", async () => {
  expect(await trust({ saml })).toEqual([
    {
      Sid: "Principal0",
      Effect: "Allow",
      Principal: { Federated: saml },
      Action: "sts:AssumeRoleWithSAML",
      Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
    },
  ]);
});

test.each([
  ["aws-cn", "https://signin.amazonaws.cn/saml"],
  ["aws-us-gov", "https://signin.amazonaws-us-gov.com/saml"],
  ["aws-iso", "https://signin.aws.amazon.com/saml"],
])("in %s they must be meant for %s", async (partition, audience) => {
  const there = { id: pulumi.output("123456789012"), partition: pulumi.output(partition) };
  expect(await unwrap(trustStatements(there, [{ saml }]))).toMatchObject([
    { Condition: { StringEquals: { "SAML:aud": audience } } },
  ]);
});

test("of an OIDC provider one subject with one audience assumes, in one name", async () => {
  expect(await trust(oidc)).toEqual([
    {
      Sid: "Principal0",
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.example.com/org" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.example.com/org:aud": "sts.amazonaws.com",
          "token.actions.example.com/org:sub": "repo:acme/site:ref:refs/heads/main",
          "sts:RoleSessionName": "site-build",
        },
      },
    },
  ]);
});

test("every principal has a statement of its own, and no statement lets anybody in", async () => {
  const statements = await trust({ user: "alice" }, { role: "ci", as: "builder" }, { saml }, oidc);
  expect(statements.map(({ Sid }) => Sid)).toEqual(["Principal0", "Principal1", "Principal2", "Principal3"]);
  expect(JSON.stringify(statements)).not.toContain("*");
});

test("ARNs are of the account's own partition", async () => {
  account = { id: pulumi.output("210987654321"), partition: pulumi.output("aws-us-gov") };
  expect(await trust({ user: "alice" })).toMatchObject([
    { Principal: { AWS: "arn:aws-us-gov:iam::210987654321:user/alice" } },
  ]);
});

test("the stack knows its callers' names, but for those that a SAML provider names", () => {
  expect([{ user: "alice" }, { role: "ci", as: "builder" }, { saml }, oidc].map(callerOfPrincipal)).toEqual([
    "alice",
    "builder",
    undefined,
    "site-build",
  ]);
});

const check = (...principals: Principal[]) => checkPrincipals(owner, "principals.uploaders", principals);

test("principals of every kind are accepted", () => {
  expect(() => check({ user: "ada.b+c=d,e@f_g-9" }, { role: "ci", as: "builder" }, { saml }, oidc)).not.toThrow();
});

test("a role that nobody may assume is refused", () => {
  expect(resourceErrorOf(owner, () => check())).toBe(
    "thing: principals.uploaders is []; give at least one principal, such as { user: 'alice' }.",
  );
});

test.each([
  "",
  "a",
  "..",
  "...",
  ".".repeat(64),
  "a".repeat(65),
  "al ice",
  "alice/bob",
  "*",
  "alice*",
  "$username",
  "älice",
  "alice\n",
])("%j cannot be the name of a session, of whatever kind the principal is", (name) => {
  const allowed = "give a session name of 2 to 64 letters, digits or _+=,.@-.";
  for (const principal of [{ user: name }, { role: "ci", as: name }, { ...oidc, as: name }]) {
    const message = resourceErrorOf(owner, () => check({ user: "alice" }, principal));
    expect(message).toBe(`thing: principals.uploaders[1] is ${JSON.stringify(principal)}; ${allowed}`);
  }
});

test.each([
  [{ role: "path/ci", as: "builder" }, "the name of an IAM role"],
  [{ role: "*", as: "builder" }, "the name of an IAM role"],
  [{ role: "", as: "builder" }, "the name of an IAM role"],
  [{ saml: "idp" }, "the ARN of a SAML provider"],
  [{ saml: oidc.oidc }, "the ARN of a SAML provider"],
  [{ ...oidc, oidc: "token.actions.example.com" }, "the ARN of an OIDC provider"],
  [{ ...oidc, oidc: saml }, "the ARN of an OIDC provider"],
])("%j is refused", (principal, allowed) => {
  expect(resourceErrorOf(owner, () => check(principal))).toBe(
    `thing: principals.uploaders[0] is ${JSON.stringify(principal)}; give ${allowed}.`,
  );
});

const checkAll = (...principals: Principal[]) => checkCallers(owner, principals);

test("one principal may have several roles, with MFA in one and without in another", () => {
  const ci: Principal = { role: "ci", as: "builder" };
  const principals: Principal[] = [{ user: "alice" }, ci, { saml }, oidc];
  expect(() => checkAll(...principals, ...principals, { ...ci, mfa: "not-required" }, { user: "bob" })).not.toThrow();
});

const alice: Principal = { user: "alice" };
const pairs: [Principal, Principal][] = [
  [alice, { role: "ci", as: "alice" }],
  [{ role: "ci", as: "alice" }, alice],
  [
    { role: "ci", as: "job" },
    { role: "cd", as: "job" },
  ],
  [oidc, { ...oidc, subject: "repo:acme/site:ref:refs/heads/next" }],
  [oidc, { user: "site-build" }],
];

test.each(pairs)("%j and %j would pass for each other, and are refused", (first, second) => {
  expect(resourceErrorOf(owner, () => checkAll({ user: "bob" }, first, second))).toBe(
    `thing: principals is ${JSON.stringify(second)}; give another session name than ${JSON.stringify(first)} has.`,
  );
});
