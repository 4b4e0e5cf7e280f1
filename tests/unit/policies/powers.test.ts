import { policyText } from "../../support/bucket-fixtures";
import { findingsOf, resource, ruleCalled } from "../../support/policies";

const account = "123456789012";
const found = (Action: unknown, Resource: unknown, Condition?: object) =>
  findingsOf(ruleCalled("iam-escalation"), [
    resource("aws:iam/rolePolicy:RolePolicy", "worker", {
      policy: policyText({
        Sid: "S",
        Effect: "Allow",
        Action,
        Resource,
        ...(Condition === undefined ? {} : { Condition }),
      }),
    }),
  ]);
const says = (action: string, on: string) => [`violation RolePolicy worker: allows ${action} on ${on} in S`];
const limit = (value: unknown, key = "iam:PolicyARN", operator = "ArnEquals") => ({ [operator]: { [key]: value } });

describe("a limit to a policy that limits nobody", () => {
  test.each([
    "arn:aws:iam::aws:policy/AdministratorAccess",
    "arn:aws-cn:iam::aws:policy/AdministratorAccess",
    "arn:aws:iam::aws:policy/AdministratorAccess-Amplify",
    "arn:aws:iam::aws:policy/PowerUserAccess",
    "arn:aws:iam::aws:policy/IAMFullAccess",
    "arn:aws:iam::aws:policy/job-function/SystemAdministrator",
    "arn:aws:iam::aws:policy/AWSSSOMasterAccountAdministrator",
  ])("%s", (arn) => {
    expect(found("iam:AttachRolePolicy", "*", limit(arn))).toEqual(says("iam:AttachRolePolicy", "*"));
    expect(found("iam:PutRolePolicy", "*", limit(arn, "iam:PermissionsBoundary"))).toEqual(
      says("iam:PutRolePolicy", "*"),
    );
    expect(found("iam:AttachRolePolicy", "*", limit([`arn:aws:iam::${account}:policy/limit`, arn]))).toHaveLength(1);
  });
  test.each(["arn:aws:iam::aws:policy/ReadOnlyAccess", `arn:aws:iam::${account}:policy/limit`])("%s limits", (arn) => {
    expect(found("iam:AttachRolePolicy", "*", limit(arn))).toEqual([]);
  });
});

const anyKey = `arn:aws:kms:*:${account}:key/*`;
describe("other actions that make an administrator", () => {
  test.each([
    ["kms:PutKeyPolicy", "*"],
    ["kms:PutKeyPolicy", anyKey],
    ["kms:CreateGrant", "arn:aws:kms:*"],
    ["sts:AssumeRole", "*"],
    ["sts:AssumeRole", `arn:aws:iam::${account}:role/*`],
    ["sts:AssumeRole", "arn:aws:iam::*:role/deploy"],
    ["sts:AssumeRole", "arn:aws:iam::*:role/AWSCloudFormationStackSetExecutionRole*"],
    ["sts:AssumeRole", "arn:aws:iam::12345678901?:role/deploy"],
    ["iam:DeactivateMFADevice", "*"],
    ["iam:EnableMFADevice", `arn:aws:iam::${account}:user/*`],
    ["iam:UpdateSAMLProvider", "*"],
    ["organizations:DetachPolicy", "*"],
    ["organizations:RegisterDelegatedAdministrator", "*"],
    ["organizations:LeaveOrganization", "*"],
    ["sso:CreateAccountAssignment", "*"],
    ["sso:PutInlinePolicyToPermissionSet", "*"],
    ["sso-directory:UpdatePassword", "*"],
    ["identitystore:CreateGroupMembership", "*"],
  ])("%s on %s", (action, on) => {
    expect(found(action, on)).toEqual(says(action, on));
    expect(found(action.toUpperCase(), [`arn:aws:s3:::a`, on])).toEqual(says(action, on));
  });

  test.each([
    ["kms:CreateGrant", limit("*", "aws:ResourceTag/team", "StringLike")],
    ["kms:CreateGrant", { Bool: { "kms:GrantIsForAWSResource": "false" } }],
    ["kms:CreateGrant", { BoolIfExists: { "kms:GrantIsForAWSResource": "true" } }],
    ["kms:CreateGrant", limit("*", "kms:ViaService", "StringLike")],
    ["kms:CreateGrant", limit([], "kms:ViaService", "StringEquals")],
    ["kms:PutKeyPolicy", limit("s3.eu-central-1.amazonaws.com", "kms:ViaService", "StringEquals")],
    ["kms:PutKeyPolicy", limit(`arn:aws:iam::${account}:policy/limit`)],
    ["sts:AssumeRole", limit(`arn:aws:iam::${account}:policy/limit`)],
    ["sts:AssumeRole", { Bool: { "aws:MultiFactorAuthPresent": "true" } }],
    ["iam:AttachRolePolicy", limit("team-?", "iam:ResourceTag/team", "StringNotLike")],
  ])("%s under %j is not limited", (action, condition) => {
    expect(found(action, "*", condition)).toEqual(says(action, "*"));
  });

  test.each([
    // AWS KMS Developer Guide, "kms:GrantIsForAWSResource"; IAM User Guide, "Controlling access to AWS resources using tags".
    ["kms:CreateGrant", "*", { Bool: { "kms:GrantIsForAWSResource": "true" } }],
    ["kms:CreateGrant", "*", limit("ec2.*.amazonaws.com", "kms:ViaService", "StringLike")],
    ["kms:PutKeyPolicy", anyKey, limit("alias/team-*", "kms:ResourceAliases", "StringLike")],
    ["kms:PutKeyPolicy", `arn:aws:kms:eu-central-1:${account}:key/1234abcd`, undefined],
    ["sts:AssumeRole", `arn:aws:iam::${account}:role/deploy-*`, undefined],
    ["sts:AssumeRole", "arn:aws:iam::*:role/deploy", limit("o-abcdefghij", "aws:ResourceOrgID", "StringEquals")],
    // AWS CloudFormation User Guide, "Grant self-managed permissions".
    ["sts:AssumeRole", "arn:aws:iam::*:role/AWSCloudFormationStackSetExecutionRole", undefined],
    // IAM User Guide, "AWS: Allows MFA-authenticated IAM users to manage their own credentials".
    [["iam:DeactivateMFADevice", "iam:EnableMFADevice"], `arn:aws:iam::*:user/\${aws:username}`, undefined],
    ["iam:CreateVirtualMFADevice", "arn:aws:iam::*:mfa/*", undefined],
    ["sso:ListPermissionSets", "*", undefined],
    ["organizations:DescribeOrganization", "*", undefined],
  ])("%p on %s under %j is fine", (action, on, condition) => {
    expect(found(action, on, condition)).toEqual([]);
  });
});
