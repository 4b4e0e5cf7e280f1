import type { AccessModel } from "../access-model";
import { accountAdministrator, foreignAdministrator, mfa, nobody, stranger } from "../actors";
import { keysThroughS3 } from "../guardrail-requests";
import { type AccessRequest, grid, requestLabels, type Section } from "../matrix";

const requests = (model: AccessModel): AccessRequest[] => {
  const { main, buckets, prefix, apiArn, sessions } = model;
  const object = { on: "main bucket", resource: `${main.arn}/${prefix}report.pdf` };
  return [
    { action: "execute-api:Invoke", on: "GET /whoami", resource: `${apiArn}/$default/GET/whoami` },
    ...sessions.map(
      ({ name, roleArn }): AccessRequest => ({
        action: "sts:AssumeRole",
        on: `the role ${name}`,
        resource: roleArn,
        given: "MFA",
        context: { ...mfa(), "sts:RoleSessionName": stranger },
      }),
    ),
    { action: "s3:PutObject", ...object, given: "the right encryption", context: main.rightHeaders },
    { action: "s3:DeleteObject", ...object },
    { action: "s3:DeleteObjectVersion", ...object, given: "fresh MFA", context: mfa() },
    ...buckets.flatMap(({ name, arn }): AccessRequest[] => [
      { action: "s3:GetObject", on: `bucket ${name}`, resource: `${arn}/${prefix}report.pdf` },
      { action: "s3:ListBucket", on: `bucket ${name}`, resource: arn, given: "no prefix" },
    ]),
    ...keysThroughS3(model, "kms:Decrypt"),
  ];
};

/** Everybody who holds no role of the stack. */
export const outsiders: Section = {
  name: "outsiders",
  title: "Nobody and outsiders",
  about:
    "Everybody who holds no role of the stack. An administrator of the account itself stands above the stack: whoever may " +
    "change every policy is kept out by none; what they do is recorded. The vault's key stays shut even to them until they change its policy or grant themselves its use.",
  labels: requestLabels,
  rows: (model) =>
    grid(
      [
        nobody,
        foreignAdministrator,
        { name: "User without a role", principal: { user: stranger } },
        accountAdministrator(model),
      ],
      requests(model),
    ),
};
