import * as pulumi from "@pulumi/pulumi";
import type { ApiConfig } from "../../functions/api/config";
import { type Role, routeList } from "../../functions/api/routes";
import { type Statement, variable } from "../internal/policy-document";

/** What the roles of a trio are about. */
export interface RoleScope {
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  /** The bucket's region: the key is used through S3 there, and in no other way. */
  readonly region: string;
  /** Where the objects live in the bucket; ends in `/`. */
  readonly prefix: string;
  /** The API's execution ARN; without it the roles reach the bucket directly only. */
  readonly apiArn?: pulumi.Input<string> | undefined;
  /** The standby copy, which Admin reads; undefined where there is none. */
  readonly vault?: { readonly arn: pulumi.Input<string>; readonly keyArn: pulumi.Input<string> } | undefined;
  /** Whether an uploader writes below its own name or anywhere below the prefix. */
  readonly layout: ApiConfig["layout"];
  /** The names of uploaders who cannot set a source identity: subjects of OIDC providers. */
  readonly withoutSource: readonly string[];
}

const read = ["s3:GetObject", "s3:GetObjectVersion"];
const write = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
const list = ["s3:ListBucket", "s3:ListBucketVersions"];
const administer = ["s3:DeleteObject", "s3:RestoreObject"];
const deleteVersion = ["s3:DeleteObjectVersion"];
const readVault = [...read, "s3:RestoreObject"];

const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: Statement["Resource"],
  Condition?: Statement["Condition"],
) =>
  ({ Sid, Effect: "Allow", Action, ...(Resource ? { Resource } : {}), ...(Condition ? { Condition } : {}) }) as const;

/** What Admin may do in the vault: read it, and bring back from Glacier what is to be read. */
const vaultStatements = (vault: RoleScope["vault"]): Statement[] =>
  vault === undefined
    ? []
    : [
        allow("ReadVault", readVault, pulumi.interpolate`${vault.arn}/*`),
        allow("ListVault", list, vault.arn),
        allow("UseVaultKey", ["kms:Decrypt"], vault.keyArn),
      ];

/** The ARNs by which `execute-api:Invoke` is granted on the routes of a role. */
const routeArns = (role: Role, apiArn: pulumi.Input<string>) =>
  routeList
    .filter((route) => route.roles.includes(role))
    .map(({ method, path }) => pulumi.interpolate`${apiArn}/*/${method}${path.replace(/\{[^}]+\}/g, "*")}`);

const throughS3 = ({ region }: RoleScope): Statement["Condition"] => ({
  StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
});

/** What a custodian may do with the bucket: find a version, and delete it. */
const custodianStatements = ({ bucketArn, prefix }: RoleScope): Statement[] => [
  allow("ListVersions", ["s3:ListBucketVersions"], bucketArn, { StringLike: { "s3:prefix": `${prefix}*` } }),
  allow("DeleteVersions", deleteVersion, pulumi.interpolate`${bucketArn}/${prefix}*`),
];

/** What one role of the trio may do: its routes of the API, and its prefix of the bucket. */
export const roleStatements = (role: Role, scope: RoleScope): Statement[] => {
  const objects = pulumi.interpolate`${scope.bucketArn}/${scope.prefix}*`;
  const invoke =
    scope.apiArn === undefined ? [] : [allow("InvokeRoutes", ["execute-api:Invoke"], routeArns(role, scope.apiArn))];
  const useKey = (...actions: string[]) => allow("UseKey", actions, scope.keyArn, throughS3(scope));
  const listPrefix = allow("ListPrefix", list, scope.bucketArn, { StringLike: { "s3:prefix": `${scope.prefix}*` } });
  // A session's aws:userid is `<role's id>:<session's name>`, and the trust policy pins the name. There is no variable for
  // the name alone, but there is one for the source identity, which counts where it is the same (docs/decisions/0011).
  const writeBelow = (Sid: string, caller: string) =>
    allow(Sid, write, pulumi.interpolate`${scope.bucketArn}/${scope.prefix}${caller}/*`, {
      StringLike: { "aws:userid": `*:${caller}` },
    });
  const writeOwn =
    scope.layout === "shared"
      ? [allow("WritePrefix", write, objects)]
      : [
          writeBelow("WriteOwnPrefix", variable("aws:SourceIdentity")),
          ...scope.withoutSource.map((caller, index) => writeBelow(`WriteOwnPrefix${index}`, caller)),
        ];
  const statements: Record<Role, Statement[]> = {
    // Multipart with SSE-KMS needs kms:Decrypt; what an uploader does not have is s3:GetObject.
    uploader: [...writeOwn, useKey("kms:GenerateDataKey", "kms:Decrypt")],
    viewer: [allow("ReadPrefix", read, objects), listPrefix, useKey("kms:Decrypt")],
    admin: [
      allow("AdministerPrefix", [...read, ...write, ...administer], objects),
      listPrefix,
      useKey("kms:GenerateDataKey", "kms:Decrypt"),
      ...vaultStatements(scope.vault),
    ],
    custodian: custodianStatements(scope),
  };
  return [...invoke, ...statements[role]];
};

/** What no role of the trio may ever do, whatever is attached to it later. */
export const guardrails = [
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutAccountPublicAccessBlock",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketAcl",
  "s3:PutObjectAcl",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
  "s3:PutReplicationConfiguration",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketLogging",
  "s3:PutBucketNotification",
  "s3:PutBucketWebsite",
  "s3:PutBucketCORS",
  "s3:BypassGovernanceRetention",
  "s3:DeleteBucket",
  "cloudtrail:*",
  "iam:*",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
];

const keepGuardrails: Statement = { Sid: "KeepGuardrails", Effect: "Deny", Action: guardrails, Resource: "*" };

const invokeApi = ({ apiArn }: RoleScope): Statement[] =>
  apiArn === undefined ? [] : [allow("InvokeApi", ["execute-api:Invoke"], pulumi.interpolate`${apiArn}/*`)];

/** The permissions boundary that uploader, viewer and admin share. */
export const boundaryStatements = (scope: RoleScope): Statement[] => [
  allow("UsePrefix", [...read, ...write, ...administer], pulumi.interpolate`${scope.bucketArn}/${scope.prefix}*`),
  allow("ListBucket", list, scope.bucketArn),
  allow("UseKey", ["kms:Decrypt", "kms:GenerateDataKey"], scope.keyArn, throughS3(scope)),
  ...vaultStatements(scope.vault),
  ...invokeApi(scope),
  keepGuardrails,
];

/** The custodian's own: it shares nothing with the others' but the guardrails. */
export const custodianBoundaryStatements = (scope: RoleScope): Statement[] => [
  ...custodianStatements(scope),
  ...invokeApi(scope),
  keepGuardrails,
];
