import { decide, type Question } from "../../tools/graph/access/decide";
import type { Graph, Resource } from "../../tools/graph/types";

const account = "123456789012";
const bucket = "arn:aws:s3:::files";
const keyArn = `arn:aws:kms:eu-central-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const roleArn = `arn:aws:iam::${account}:role/reader`;
const boundaryArn = `arn:aws:iam::${account}:policy/boundary`;

const resource = (type: string, name: string, inputs: object, outputs: object): Resource => ({
  urn: `${type}::${name}`,
  type,
  name,
  custom: true,
  parent: "",
  provider: "",
  region: "eu-central-1",
  protect: false,
  dependsOn: [],
  inputs: { ...inputs },
  sources: {},
  id: name,
  outputs: { ...outputs },
});

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Sid: string, Action: string, Resource: string, more: object = {}) => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

const trust = { Sid: "Named", Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:user/alice` } };

const graph: Graph = {
  unseen: [],
  notes: [],
  unanswered: [],
  project: "test",
  stack: "test",
  outputs: {},
  resources: [
    resource(
      "aws:iam/role:Role",
      "reader",
      {
        permissionsBoundary: boundaryArn,
        assumeRolePolicy: policy({ ...trust, Action: "sts:AssumeRole" }),
      },
      { arn: roleArn, name: "reader", uniqueId: "AROA00000000000000000" },
    ),
    resource(
      "aws:iam/rolePolicy:RolePolicy",
      "reader",
      {
        role: "reader",
        policy: policy(
          allow("Read", "s3:GetObject", `${bucket}/*`),
          // Without a Sid, and so told by its place.
          { Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/shared/*` },
          allow("Tag", "s3:PutObjectTagging", `${bucket}/*`),
          allow("Delete", "s3:DeleteObject", `${bucket}/*`),
          allow("UseKey", "kms:*", keyArn),
        ),
      },
      {},
    ),
    resource(
      "aws:iam/policy:Policy",
      "boundary",
      {
        policy: policy(allow("UseBucket", "s3:GetObject", `${bucket}/*`), allow("AnyKey", "kms:*", "*"), {
          Sid: "NoDeletion",
          Effect: "Deny",
          Action: "s3:DeleteObject",
          Resource: "*",
        }),
      },
      { arn: boundaryArn },
    ),
    resource(
      "aws:s3/bucketPolicy:BucketPolicy",
      "files",
      {
        bucket: "files",
        policy: policy({
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: `${bucket}/*`,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      },
      {},
    ),
    resource(
      "aws:kms/key:Key",
      "key",
      {
        policy: policy(allow("LeftToIam", "kms:Decrypt", "*", { Principal: { AWS: `arn:aws:iam::${account}:root` } })),
      },
      { arn: keyArn },
    ),
  ],
};

const reader = { role: "reader", session: "alice" };
const read = { principal: reader, action: "s3:GetObject", resource: `${bucket}/a` };

test.each<[string, Question, boolean, string]>([
  ["an allow cites every policy that it needs", read, true, "identity policy: Read; permissions boundary: UseBucket"],
  [
    "a statement without a Sid is told by its place",
    { ...read, resource: `${bucket}/shared/a` },
    true,
    "identity policy: Read, statement 2; permissions boundary: UseBucket",
  ],
  [
    "a denial of the bucket's",
    { ...read, context: { "aws:SecureTransport": "false" } },
    false,
    "bucket policy: TlsOnly",
  ],
  [
    "a denial of the boundary's, though the role is allowed to",
    { ...read, action: "s3:DeleteObject" },
    false,
    "permissions boundary: NoDeletion",
  ],
  [
    "every denial where there are two",
    { ...read, action: "s3:DeleteObject", context: { "aws:SecureTransport": "false" } },
    false,
    "bucket policy: TlsOnly; permissions boundary: NoDeletion",
  ],
  [
    "the boundary where it alone lacks a statement",
    { ...read, action: "s3:PutObjectTagging" },
    false,
    "permissions boundary: no statement allows it",
  ],
  [
    "nothing in particular where nothing allows",
    { ...read, action: "s3:PutObjectAcl" },
    false,
    "no statement allows it",
  ],
  [
    "the session's policy where it alone lacks a statement",
    {
      ...read,
      principal: {
        ...reader,
        sessionPolicy: { Version: "2012-10-17", Statement: [allow("Own", "s3:GetObject", `${bucket}/alice/*`)] },
      },
    },
    false,
    "session policy: no statement allows it",
  ],
  [
    "the session's policy beside the role's where both allow",
    {
      ...read,
      principal: {
        ...reader,
        sessionPolicy: { Version: "2012-10-17", Statement: [allow("Own", "s3:GetObject", `${bucket}/*`)] },
      },
    },
    true,
    "identity policy: Read; session policy: Own; permissions boundary: UseBucket",
  ],
  [
    "a key's policy that leaves it to IAM, with IAM's own",
    { principal: reader, action: "kms:Decrypt", resource: keyArn },
    true,
    "identity policy: UseKey; key policy: LeftToIam; permissions boundary: AnyKey",
  ],
  [
    "a key's policy that lacks a statement, whatever IAM allows",
    { principal: reader, action: "kms:Encrypt", resource: keyArn },
    false,
    "key policy: no statement allows it",
  ],
  [
    "IAM where the key's policy leaves it to IAM",
    { principal: { user: "alice" }, action: "kms:Decrypt", resource: keyArn },
    false,
    "identity policy: no statement allows it",
  ],
  [
    "a role's trust alone, which needs no other policy in its own account",
    { principal: { user: "alice" }, action: "sts:AssumeRole", resource: roleArn },
    true,
    "trust policy: Named",
  ],
  [
    "a role's trust that names somebody else",
    { principal: { user: "bob" }, action: "sts:AssumeRole", resource: roleArn },
    false,
    "trust policy: no statement allows it",
  ],
  [
    "another account's administrator, whom the bucket does not name",
    { ...read, principal: { outsider: "arn:aws:iam::999999999999:role/administrator" } },
    false,
    "bucket policy: no statement allows it",
  ],
  ["nobody", { ...read, principal: "anonymous" }, false, "no statement allows it"],
  [
    "an administrator of the account, who is above the bucket",
    { ...read, principal: { outsider: `arn:aws:iam::${account}:role/administrator` } },
    true,
    "identity policy: AdministratorAccess",
  ],
  [
    "AdministratorAccess that was attached to a role, which the boundary still holds",
    { ...read, action: "s3:PutObjectAcl", principal: { ...reader, administratorAccess: true } },
    false,
    "permissions boundary: no statement allows it",
  ],
  [
    "no policy at all where the resource has none: a trust policy says who assumes, not who changes",
    {
      principal: { outsider: "arn:aws:iam::999999999999:role/administrator" },
      action: "iam:UpdateAssumeRolePolicy",
      resource: roleArn,
    },
    false,
    "there is no resource policy",
  ],
])("%s", async (_, question, allowed, because) => {
  expect(await decide(graph, question)).toEqual({ allowed, because });
});
