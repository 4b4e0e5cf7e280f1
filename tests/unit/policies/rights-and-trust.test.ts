import { notKnown } from "../../../policies/framework/values";
import { policyText } from "../../support/bucket-fixtures";
import { account, lets, compliant as roles, trusts } from "../../support/iam-trust";
import { add, findingsOf, resource, ruleCalled, set, testRule } from "../../support/policies";

const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const allow = (action: unknown, on: unknown, more: object = {}) => ({
  Sid: "One",
  Effect: "Allow",
  Action: action,
  Resource: on,
  ...more,
});
const policy = (...statements: readonly object[]) => [
  resource(rolePolicy, "worker", { policy: policyText(...statements) }),
];
const says = (...statements: readonly object[]) => set("RolePolicy worker", "policy", policyText(...statements));
const anyRole = "arn:aws:iam::123456789012:role/*";
const gives = (action: string, on: string) => ({
  at: "RolePolicy worker",
  message: `allows ${action} on ${on} in One`,
});
const boundary = (value: unknown, operator = "StringEquals") => ({
  Condition: { [operator]: { "iam:PermissionsBoundary": value } },
});
const limit = "arn:aws:iam::123456789012:policy/limit";

testRule("iam-escalation", {
  compliant: policy(allow("iam:AttachRolePolicy", "arn:aws:iam::123456789012:role/app-*")),
  violations: {
    "any role": { change: says(allow("iam:AttachRolePolicy", "*")), ...gives("iam:AttachRolePolicy", "*") },
    "any role of the account": {
      change: says(allow("iam:PutRolePolicy", anyRole)),
      ...gives("iam:PutRolePolicy", anyRole),
    },
    "nearly any role": {
      change: says(allow("iam:PutRolePolicy", `${anyRole}a*`)),
      ...gives("iam:PutRolePolicy", `${anyRole}a*`),
    },
    "whatever IAM has": {
      change: says(allow("iam:CreateAccessKey", "arn:aws:iam::*")),
      ...gives("iam:CreateAccessKey", "arn:aws:iam::*"),
    },
    "by a pattern": {
      change: says(allow("iam:UpdateAssume*", "*")),
      ...gives("iam:UpdateAssumeRolePolicy", "*"),
    },
    "under a boundary that is any": {
      change: says(allow("iam:AttachRolePolicy", "*", boundary("*", "StringLike"))),
      ...gives("iam:AttachRolePolicy", "*"),
    },
    "under a boundary, if there is one": {
      change: says(allow("iam:AttachRolePolicy", "*", boundary(limit, "StringEqualsIfExists"))),
      ...gives("iam:AttachRolePolicy", "*"),
    },
    "under no value": {
      change: says(allow("iam:AttachRolePolicy", "*", boundary([]))),
      ...gives("iam:AttachRolePolicy", "*"),
    },
  },
  harmless: {
    "under a boundary": says(allow("iam:AttachRolePolicy", "*", boundary(limit))),
    "one policy": says(allow("iam:AttachRolePolicy", "*", { Condition: { ArnEquals: { "iam:PolicyARN": limit } } })),
    "reading only": says(allow("iam:GetRolePolicy", "*")),
    "a denial": says({ ...allow("iam:AttachRolePolicy", "*"), Effect: "Deny" }),
  },
  unknown: {
    "the policy": { change: set("RolePolicy worker", "policy", notKnown), at: "RolePolicy worker" },
  },
});

const pass = (on: string) => findingsOf(ruleCalled("iam-pass-role"), policy(allow("iam:PassRole", on)));
describe("PassRole on a pattern that tells no role from another", () => {
  const arn = (rest: string) => `arn:aws:iam::123456789012:${rest}`;
  test.each([
    arn("role/*a*"),
    arn("role/?*"),
    arn("role/a*"),
    arn("role/path/*e*"),
    arn("role*"),
    arn("r*"),
    "arn:aws:iam::*",
    "arn:*",
    "arn:aws:*:app",
  ])("%s", (on) => {
    expect(pass(on)).toEqual([`violation RolePolicy worker: allows iam:PassRole on ${on} in One`]);
  });
  test.each([arn("role/app-*"), arn("role/*-deployer"), arn("role/a"), arn("role/team/app-*")])("%s is some", (on) => {
    expect(pass(on)).toEqual([]);
  });
});

const actions = (action: string) => findingsOf(ruleCalled("iam-wildcard-actions"), policy(allow(action, "arn:x")));
describe("actions", () => {
  test.each(["s3:*t*", "s3:?*t", "ec2:D*", "sqs:*e*"])("%s is nearly the whole service", (action) => {
    expect(actions(action)).toEqual([
      expect.stringContaining(`allows ${action} in One: nearly every action of ${action.split(":")[0]}`),
    ]);
  });
  test.each(["s3:Get*", "xray:Put*"])("%s is a kind of action", (action) => {
    expect(actions(action)).toEqual([]);
  });
});

const everyone = (...statements: object[]) =>
  findingsOf(ruleCalled("iam-trust-everyone"), trusts(...statements)(roles));
const web = (issuer: string, condition: object) =>
  lets(
    { Federated: issuer.startsWith("cognito") ? issuer : `arn:aws:iam::${account}:oidc-provider/${issuer}` },
    condition,
    "sts:AssumeRoleWithWebIdentity",
  );
const subject = (issuer: string, value: unknown) => web(issuer, { StringLike: { [`${issuer}:sub`]: value } });
describe("the subject of a shared provider must name an owner", () => {
  const github = "token.actions.githubusercontent.com";
  test.each([
    [github, "ref:refs/heads/*"],
    [github, "ref:refs/heads/main"],
    [github, "environment:prod:ref:*"],
    [github, "environment:prod:repo:acme/files"],
    [github, "repo:acme*/files"],
    [github, "repo:?cme/files"],
    [github, "*:acme/files"],
    [github, ""],
    [github, ["repo:acme/*", "repo:*/files"]],
    ["gitlab.com", "project_path:*/files:ref_type:branch"],
    ["gitlab.com", "ref_type:branch:ref:main"],
    ["app.terraform.io", "organization:*:project:a"],
    ["agent.buildkite.com", "pipeline:deploy"],
  ])("%s, %p names none", (issuer, value) => {
    expect(everyone(subject(issuer, value))).toEqual([
      `violation Role person: lets in whoever has an account with ${issuer} by One`,
    ]);
  });
  test.each([
    [github, "repo:acme/files:ref:refs/heads/*"],
    [github, "repo:acme/*"],
    [github, "repository_owner:acme:environment:prod"],
    [github, "repository_owner_id:65"],
    ["gitlab.com", "project_path:acme/*"],
    ["app.terraform.io", "organization:acme:project:*"],
  ])("%s, %p names one", (issuer, value) => {
    expect(everyone(subject(issuer, value))).toEqual([]);
  });
});

describe("guests of a Cognito identity pool are everyone", () => {
  const cognito = "cognito-identity.amazonaws.com";
  const pool = { [`${cognito}:aud`]: "eu-central-1:12345678-1234-1234-1234-123456789012" };
  const amr = (value: unknown, operator = "ForAnyValue:StringLike") =>
    web(cognito, { StringEquals: pool, [operator]: { [`${cognito}:amr`]: value } });
  test.each([
    ["no word of it", web(cognito, { StringEquals: pool })],
    ["guests", amr("unauthenticated")],
    ["both", amr(["authenticated", "unauthenticated"])],
    ["a pattern", amr("*authenticated")],
    ["no value", amr([])],
    ["for all of none", amr("authenticated", "ForAllValues:StringLike")],
  ])("%s", (_, statement) => {
    expect(everyone(statement)).toEqual([
      "violation Role person: lets in the guests of a Cognito identity pool by One",
    ]);
  });
  test("users who have signed in are not", () => {
    expect(everyone(amr("authenticated"))).toEqual([]);
  });
});

describe("only the path /aws-reserved/ is reserved", () => {
  const mfa = (arn: string) => findingsOf(ruleCalled("iam-human-mfa"), trusts(lets({ AWS: arn }))(roles));
  test.each([
    `arn:aws:iam::${account}:role/AWSReservedSSO_Admin_0123456789abcdef`,
    `arn:aws:iam::${account}:role/team/AWSReservedSSO_Admin_0123456789abcdef`,
    `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/eve`,
    `arn:aws:iam::${account}:role/service-role/eve`,
  ])("%s may be anybody's", (arn) => {
    expect(mfa(arn)).toEqual([`violation Role person: lets ${arn} in without MFA in One`]);
  });
  test.each([
    `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Admin_0123456789abcdef`,
    `arn:aws:iam::${account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
  ])("%s is AWS's", (arn) => {
    expect(mfa(arn)).toEqual([]);
  });
});

test.each([
  [{}, "is a lasting service-specific credential"],
  [{ status: "Active" }, "is a lasting service-specific credential"],
  [{ status: "Inactive" }, "is a lasting service-specific credential, which can be made active again"],
])("a service-specific credential stays as an access key does: %j", (inputs, message) => {
  const credential = resource("aws:iam/serviceSpecificCredential:ServiceSpecificCredential", "bob", {
    userName: "bob",
    serviceName: "codecommit.amazonaws.com",
    ...inputs,
  });
  expect(findingsOf(ruleCalled("iam-access-key"), [credential])).toEqual([
    `violation ServiceSpecificCredential bob: ${message}`,
  ]);
});

test("a rule about rights is asked of whatever holds an identity's policy", () => {
  const set = resource("aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", "more", {
    inlinePolicy: policyText(allow("iam:CreatePolicyVersion", "*")),
  });
  expect(findingsOf(ruleCalled("iam-escalation"), add(set)([]))).toEqual([
    "violation PermissionSetInlinePolicy more: allows iam:CreatePolicyVersion on * in One",
  ]);
});
