import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/internal/account";
import type { Owner } from "../../components/internal/argument-errors";
import type { Principal } from "../../components/internal/roles/principals";
import { trustStatements } from "../../components/internal/roles/trust-policy";
import { makeOwner, useMocks } from "../support/owner";
import { unwrap } from "../support/unwrap";

useMocks();
let owner: Owner;
let account: Account;
beforeAll(() => {
  owner = makeOwner();
  account = { id: pulumi.output("123456789012"), partition: pulumi.output("aws") };
});

const iam = (path: string) => `arn:aws:iam::123456789012:${path}`;
const saml = iam("saml-provider/idp");
const oidc = {
  oidc: iam("oidc-provider/token.actions.example.com/org"),
  audience: "sts.amazonaws.com",
  subject: "repo:acme/site:ref:refs/heads/main",
  as: "site-build",
};
const mfa = "not-required";

const trust = (principals: Principal[], others: Principal[] = [], more: { mfaSeconds?: number } = {}) =>
  unwrap(trustStatements({ owner, account, principals, everybody: [...principals, ...others], ...more }));

// What only this file writes: `${key}` without JavaScript's own meaning.
const of = (key: string) => ["$", "{", key, "}"].join("");
const nameSource = {
  Sid: "NameSource",
  Effect: "Allow",
  Principal: { AWS: iam("root") },
  Action: "sts:SetSourceIdentity",
};

test("all users share one statement: each with MFA, and under the own name", async () => {
  expect(await trust([{ user: "alice" }, { user: "engineering/bob" }])).toEqual([
    {
      Sid: "Users",
      Effect: "Allow",
      Principal: { AWS: [iam("user/alice"), iam("user/engineering/bob")] },
      Action: "sts:AssumeRole",
      Condition: {
        Bool: { "aws:MultiFactorAuthPresent": "true" },
        StringEquals: { "sts:RoleSessionName": of("aws:username") },
        StringEqualsIfExists: { "sts:SourceIdentity": of("aws:username") },
      },
    },
    nameSource,
  ]);
});

test("where fresh MFA is demanded, its age is a condition of every statement", async () => {
  const principals: Principal[] = [
    { user: "carla" },
    { group: "a", members: ["ann"] },
    { group: "b", members: ["ben"], unlisted: true },
  ];
  const statements = await trust(principals, [], { mfaSeconds: 300 });
  expect(
    statements.slice(0, 3).map(({ Sid, Condition }) => [Sid, Condition?.NumericLessThan, Condition?.Bool]),
  ).toEqual([
    ["Users", { "aws:MultiFactorAuthAge": "300" }, undefined],
    ["Members", { "aws:MultiFactorAuthAge": "300" }, undefined],
    ["AnyUser", { "aws:MultiFactorAuthAge": "300" }, undefined],
  ]);
});

test("of a group only its members pass, by name", async () => {
  const [statement] = await trust([
    { group: "team", members: ["ben", "ann"] },
    { group: "guests", members: ["ann"] },
  ]);
  expect(statement).toMatchObject({
    Sid: "Members",
    Principal: { AWS: iam("root") },
    Condition: {
      Bool: { "aws:MultiFactorAuthPresent": "true" },
      StringEquals: { "aws:username": ["ann", "ben"], "sts:RoleSessionName": of("aws:username") },
    },
  });
});

test("of an unlisted group any user passes whose policies allow it, but not under a machine's name", async () => {
  const group: Principal = { group: "team", members: ["ann"], unlisted: true };
  const [statement] = await trust([group], [{ role: "ci", as: "builder", mfa }, { user: "alice" }]);
  expect(statement).toMatchObject({
    Sid: "AnyUser",
    Principal: { AWS: iam("root") },
    Condition: {
      ArnLike: { "aws:PrincipalArn": iam("user/*") },
      StringEquals: { "sts:RoleSessionName": of("aws:username") },
      StringNotEqualsIgnoreCase: { "sts:RoleSessionName": ["builder"] },
    },
  });
});

test("a machine's role assumes in the one name that it stands for, and brings no other source identity", async () => {
  const roles: Principal[] = [
    { role: "jobs/ci", as: "builder", mfa },
    { roleArn: pulumi.output(iam("role/made-here")), as: "deployer", mfa },
  ];
  const [first, second] = await trust(roles);
  expect(first).toEqual({
    Sid: "Machine0",
    Effect: "Allow",
    Principal: { AWS: iam("role/jobs/ci") },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "sts:RoleSessionName": "builder" },
      StringEqualsIfExists: { "sts:SourceIdentity": "builder", "aws:SourceIdentity": "builder" },
    },
  });
  expect(second).toMatchObject({ Sid: "Machine1", Principal: { AWS: iam("role/made-here") } });
});

test("a SAML provider's assertions must be meant for AWS, and no pinned name is taken", async () => {
  const others: Principal[] = [
    { user: "eng/alice" },
    { group: "team", members: ["ann"] },
    { role: "ci", as: "builder", mfa },
  ];
  expect(await trust([{ saml }], others)).toEqual([
    {
      Sid: "Saml0",
      Effect: "Allow",
      Principal: { Federated: [saml] },
      Action: "sts:AssumeRoleWithSAML",
      Condition: {
        StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" },
        StringEqualsIfExists: { "sts:SourceIdentity": of("sts:RoleSessionName") },
        StringNotEqualsIgnoreCase: { "sts:RoleSessionName": ["alice", "ann", "builder"] },
      },
    },
    { Sid: "NameSource", Effect: "Allow", Principal: { Federated: [saml] }, Action: "sts:SetSourceIdentity" },
  ]);
});

test("names that end alike leave out the pinned ones that do not", async () => {
  const others: Principal[] = [{ user: "alice" }, { user: "Ann@Example.com" }];
  const [statement] = await trust([{ saml, names: "*@example.com" }], others);
  expect(statement?.Condition).toMatchObject({
    StringLike: { "sts:RoleSessionName": "*@example.com" },
    StringNotEqualsIgnoreCase: { "sts:RoleSessionName": ["Ann@Example.com"] },
  });
  const [free] = await trust([{ saml, names: "*@example.com" }], [{ user: "alice" }]);
  expect(free?.Condition).not.toHaveProperty("StringNotEqualsIgnoreCase");
});

test("providers on the same terms share a statement; regional endpoints are other terms", async () => {
  const regional = ["https://eu-central-1.signin.aws.amazon.com/saml"];
  const statements = await trust([{ saml }, { saml: `${saml}-2` }, { saml: `${saml}-3`, audiences: regional }]);
  expect(statements.slice(0, 2)).toMatchObject([
    { Sid: "Saml0", Principal: { Federated: [saml, `${saml}-2`] } },
    { Sid: "Saml1", Principal: { Federated: [`${saml}-3`] }, Condition: { StringEquals: { "SAML:aud": regional } } },
  ]);
});

test.each([
  ["aws-cn", "https://signin.amazonaws.cn/saml"],
  ["aws-us-gov", "https://signin.amazonaws-us-gov.com/saml"],
  ["aws-iso", "https://signin.aws.amazon.com/saml"],
])("in %s they must be meant for %s", async (partition, audience) => {
  const there = { id: pulumi.output("123456789012"), partition: pulumi.output(partition) };
  const principals = [{ saml }];
  const [statement] = await unwrap(trustStatements({ owner, account: there, principals, everybody: principals }));
  expect(statement).toMatchObject({ Condition: { StringEquals: { "SAML:aud": audience } } });
});

test("of an OIDC provider one subject with one audience assumes, in one name", async () => {
  expect(await trust([oidc])).toMatchObject([
    {
      Sid: "Oidc0",
      Principal: { Federated: oidc.oidc },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.example.com/org:aud": "sts.amazonaws.com",
          "token.actions.example.com/org:sub": "repo:acme/site:ref:refs/heads/main",
          "sts:RoleSessionName": "site-build",
        },
        StringEqualsIfExists: { "sts:SourceIdentity": "site-build" },
      },
    },
    { Sid: "NameSource", Principal: { Federated: [oidc.oidc] } },
  ]);
});

test("of Identity Center the sessions of a permission set assume, each in its own name", async () => {
  const [statement] = await trust(
    [{ identityCenter: "Dev" }, { identityCenter: "Ops", region: "eu-west-1" }],
    [{ user: "alice" }],
  );
  const sso = "role/aws-reserved/sso.amazonaws.com";
  expect(statement).toEqual({
    Sid: "IdentityCenter0",
    Effect: "Allow",
    Principal: { AWS: iam("root") },
    Action: "sts:AssumeRole",
    Condition: {
      ArnLike: {
        "aws:PrincipalArn": [
          iam(`${sso}*/AWSReservedSSO_Dev_????????????????`),
          iam(`${sso}/eu-west-1/AWSReservedSSO_Ops_????????????????`),
        ],
      },
      StringLike: { "aws:userid": `*:${of("sts:RoleSessionName")}` },
      StringEqualsIfExists: {
        "sts:SourceIdentity": of("sts:RoleSessionName"),
        "aws:SourceIdentity": of("sts:RoleSessionName"),
      },
      StringNotEqualsIgnoreCase: { "sts:RoleSessionName": ["alice"] },
    },
  });
});

test("an instance in us-east-1 has no region in its roles' path", async () => {
  const [statement] = await trust([{ identityCenter: "Dev", region: "us-east-1" }]);
  const pattern = iam("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_????????????????");
  expect(statement?.Condition?.ArnLike).toEqual({ "aws:PrincipalArn": [pattern] });
});

test("session tags are passed where it is said, and by nobody else", async () => {
  const statements = await trust([
    { user: "alice" },
    { saml, sessionTags: true },
    { ...oidc, sessionTags: false },
    { identityCenter: "Dev", sessionTags: true },
  ]);
  expect(statements.filter(({ Action }) => Action === "sts:TagSession")).toEqual([
    {
      Sid: "TagSession",
      Effect: "Allow",
      Principal: { AWS: iam("root"), Federated: [saml] },
      Action: "sts:TagSession",
    },
  ]);
  expect((await trust([{ user: "alice" }, { saml }])).map(({ Sid }) => Sid)).not.toContain("TagSession");
});

test("every Sid is another, and every statement that lets somebody assume names who, and in which name", async () => {
  const all: Principal[] = [
    { user: "alice" },
    { group: "team", members: ["ann"] },
    { group: "guests", members: ["gus"], unlisted: true },
    { role: "ci", as: "builder", mfa },
    { role: "cd", as: "deployer", mfa },
    { saml },
    { saml: `${saml}-2`, names: "*@example.com" },
    oidc,
    { identityCenter: "Dev" },
    { identityCenter: "Ops", names: "*@example.com" },
  ];
  const statements = await trust(all);
  expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
  for (const { Sid, Action, Principal, Condition } of statements) {
    expect(Principal).not.toBe("*");
    if (String(Action).startsWith("sts:AssumeRole"))
      expect(`${Sid} ${JSON.stringify(Condition)}`).toContain("sts:RoleSessionName");
  }
});
