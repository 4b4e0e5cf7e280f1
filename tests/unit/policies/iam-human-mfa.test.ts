import { account, alice, at, compliant, lets, mfa, root, trusts, unknown } from "../../support/iam-trust";
import { testRule } from "../../support/policies";

const ci = `arn:aws:iam::${account}:role/ci`;
const oneName = { StringEquals: { "sts:RoleSessionName": "build-server" } };

/** A statement that declares its principal a machine. */
const machine = (principal: object | string, condition: object = oneName, sid = "Machine0"): object => ({
  ...lets(principal, condition),
  Sid: sid,
});

const machineViolations = Object.fromEntries(
  Object.entries({
    "a user that is declared a machine": [alice, machine({ AWS: alice })],
    "an account that is declared a machine": [root, machine({ AWS: root })],
    "an account's number that is declared one": [account, machine({ AWS: account })],
    "everybody, declared a machine": ["*", machine("*")],
    "a role of any account, declared a machine": ["arn:aws:iam::*:role/ci", machine({ AWS: "arn:aws:iam::*:role/ci" })],
    "an account narrowed to roles by a pattern": [
      `arn:aws:iam::${account}:role/*`,
      machine({ AWS: root }, { ...oneName, ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/*` } }),
    ],
    "a machine without a name for its sessions": [ci, machine({ AWS: ci }, {})],
    "a machine with any of two names": [
      ci,
      machine({ AWS: ci }, { StringEquals: { "sts:RoleSessionName": ["build-server", "deploy"] } }),
    ],
    "a machine with a name like a pattern": [
      ci,
      machine({ AWS: ci }, { StringLike: { "sts:RoleSessionName": "build-*" } }),
    ],
    "a machine that may leave its name out": [
      ci,
      machine({ AWS: ci }, { StringEqualsIfExists: { "sts:RoleSessionName": "build-server" } }),
    ],
    "a machine named after its user": [
      ci,
      machine({ AWS: ci }, { StringEquals: { "sts:RoleSessionName": `\${aws:username}` } }),
    ],
  }).map(([what, [principal, statement]]) => [
    what,
    { change: trusts(statement as object), at, message: `lets ${String(principal)} in without MFA in Machine0` },
  ]),
);

testRule("iam-human-mfa", {
  compliant,
  violations: {
    "a user": { change: trusts(lets({ AWS: alice })), at, message: `lets ${alice} in without MFA in One` },
    "the account": { change: trusts(lets({ AWS: root })), at, message: `lets ${root} in without MFA in One` },
    "an account's number": {
      change: trusts(lets({ AWS: account })),
      at,
      message: `lets ${account} in without MFA in One`,
    },
    "a role that nobody here knows": {
      change: trusts(lets({ AWS: `arn:aws:iam::${account}:role/developers` })),
      at,
      message: `lets arn:aws:iam::${account}:role/developers in without MFA in One`,
    },
    "an organization": {
      change: trusts(lets("*", { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } })),
      at,
      message: "lets * in without MFA in One",
    },
    "IfExists, which an access key passes": {
      change: trusts(lets({ AWS: alice }, { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } })),
      at,
      message: `lets ${alice} in without MFA in One`,
    },
    "only those without": {
      change: trusts(lets({ AWS: alice }, { Bool: { "aws:MultiFactorAuthPresent": "false" } })),
      at,
      message: `lets ${alice} in without MFA in One`,
    },
    "with or without": {
      change: trusts(lets({ AWS: alice }, { Bool: { "aws:MultiFactorAuthPresent": ["true", "false"] } })),
      at,
      message: `lets ${alice} in without MFA in One`,
    },
    "one statement of two": {
      change: trusts(lets({ AWS: root }, mfa), lets({ AWS: alice })),
      at,
      message: `lets ${alice} in without MFA in One`,
    },
    "a root that stands for one user": {
      change: trusts(lets({ AWS: root }, { ArnEquals: { "aws:PrincipalArn": alice } })),
      at,
      message: `lets ${alice} in without MFA in One`,
    },
    ...machineViolations,
    "roles of which the team's pattern fits the text, but not each": {
      change: trusts(lets({ AWS: root }, { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/ci*` } })),
      parameters: { machines: [`arn:aws:iam::${account}:role/ci?`] },
      at,
      message: `lets arn:aws:iam::${account}:role/ci* in without MFA in One`,
    },
    "a third party, by an external id that it knows": {
      change: trusts(
        lets({ AWS: "arn:aws:iam::210987654321:role/service" }, { StringEquals: { "sts:ExternalId": "3f9a" } }),
      ),
      at,
      message: "lets arn:aws:iam::210987654321:role/service in without MFA in One",
    },
    ...Object.fromEntries(
      [
        "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*",
        "arn:aws:iam::21098765432?:role/aws-reserved/sso.amazonaws.com/*",
        "arn:aws:iam::*:role/aws-service-role/*",
        `arn:aws:iam::${account}:role/aws-reserved/*`,
      ].map((pattern) => [
        `a reserved path that is not one account's: ${pattern}`,
        {
          change: trusts(lets("*", { ArnLike: { "aws:PrincipalArn": pattern } })),
          at,
          message: `lets ${pattern} in without MFA in One`,
        },
      ]),
    ),
    "a denial that an access key passes": {
      change: trusts(lets({ AWS: alice }), {
        Effect: "Deny",
        Principal: "*",
        Action: "sts:AssumeRole",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
      }),
      at,
      message: `lets ${alice} in without MFA in One`,
    },
  },
  harmless: {
    "MFA of a certain age": trusts(lets({ AWS: alice }, { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } })),
    "a denial of whoever shows none": trusts(lets({ AWS: alice }), {
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "sts:AssumeRole",
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    }),
    "IAM Identity Center": trusts(
      lets(
        { AWS: root },
        {
          ArnLike: {
            "aws:PrincipalArn": `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*`,
          },
        },
      ),
    ),
    "a SAML provider": trusts(
      lets({ Federated: `arn:aws:iam::${account}:saml-provider/okta` }, undefined, "sts:AssumeRoleWithSAML"),
    ),
    "a third party's service, whose account is listed": {
      change: trusts(
        lets({ AWS: "arn:aws:iam::210987654321:role/service" }, { StringEquals: { "sts:ExternalId": "3f9a" } }),
      ),
      parameters: { machines: ["arn:aws:iam::210987654321:role/service"] },
    },
    "a machine that the statement declares": trusts(machine({ AWS: ci })),
    "a machine of another account, with a path": trusts(machine({ AWS: "arn:aws:iam::210987654321:role/ci/deploy" })),
    "a machine outside, by its name": {
      change: trusts(lets({ AWS: `arn:aws:iam::${account}:role/ci-deploy` })),
      parameters: { machines: ["arn:aws:iam::*:role/ci-*"] },
    },
  },
  unknown,
});
