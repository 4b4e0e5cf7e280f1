import type { SessionPolicy } from "../aws/sessions";
import type { ApiConfig, ApiEnvironment } from "./config";
import { partitions } from "./ledger";
import { callerPrefix } from "./object-keys";
import { restoresPartition } from "./restores";
import type { Privilege } from "./routes";

/** The objects, and the key that encrypts them, that a privilege is about. */
export interface Scope {
  readonly bucketArn: string;
  readonly keyArn: string;
  /** Where the objects live in the bucket; ends in `/`. */
  readonly prefix: string;
  /** The table of uploads in progress. */
  readonly uploadsTableArn: string;
  /** The partitions of that table; undefined for all. */
  readonly partitions?: readonly string[];
}

/** What each privilege may do in its scope, as statements of an IAM policy. */
export const privilegeStatements = (privilege: Privilege, scope: Scope): object[] => {
  const { bucketArn, keyArn, prefix } = scope;
  const allow = (Sid: string, Action: string[], Resource: string, more: object = {}) => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
    ...more,
  });
  const objects = (...actions: string[]) => allow("UseObjects", actions, `${bucketArn}/${prefix}*`);
  const [, , , region = ""] = keyArn.split(":");
  const key = (services: string[], ...actions: string[]) =>
    allow("UseKey", actions, keyArn, {
      Condition: {
        StringEquals: { "kms:ViaService": services.map((service) => `${service}.${region}.amazonaws.com`) },
      },
    });
  const list = (...actions: string[]) =>
    allow("ListPrefix", actions, bucketArn, { Condition: { StringLike: { "s3:prefix": `${prefix}*` } } });
  const uploads = allow(
    "UseUploads",
    ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
    scope.uploadsTableArn,
    // A request of these always names its partitions, of which there may be several. A transaction is asked for as its
    // actions are; whether each is shown its own partition or all of them is not documented, so all are for all.
    scope.partitions && { Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": scope.partitions } } },
  );
  const statements: Record<Privilege, object[]> = {
    read: [
      objects("s3:GetObject", "s3:GetObjectVersion"),
      list("s3:ListBucket", "s3:ListBucketVersions"),
      key(["s3"], "kms:Decrypt"),
    ],
    // Multipart with SSE-KMS needs Decrypt even to upload; what is withheld is s3:GetObject.
    write: [
      objects("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"),
      list("s3:ListBucket"),
      key(["s3", "dynamodb"], "kms:GenerateDataKey", "kms:Decrypt"),
      uploads,
    ],
    // Restoring copies a version onto its own key, with its tags. Deleting one is a scope of its own, below.
    admin: [
      objects(
        ...["s3:DeleteObject", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:RestoreObject"],
        ...["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
        ...["s3:GetObjectVersionTagging", "s3:PutObjectTagging"],
      ),
      list("s3:ListBucketVersions"),
      key(["s3", "dynamodb"], "kms:GenerateDataKey", "kms:Decrypt"),
      allow("UseRestores", ["dynamodb:GetItem", "dynamodb:PutItem"], scope.uploadsTableArn, {
        Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [restoresPartition] } },
      }),
    ],
  };
  return statements[privilege];
};

/** A delete marker, whose removal brings its object back. */
export interface Marker {
  readonly key: string;
  readonly versionId: string;
}

/** The most characters of a session's policy (AWS STS API Reference, "AssumeRole", `Policy`). */
export const sessionPolicyCharacters = 2048;

/** Characters of a key in a session's policy: what else stands in it has fewer than the rest. */
const keyRoom = 1_600;

/**
 * A key in a policy. What IAM would take for a wildcard or for the beginning of a variable is written `?`, which
 * matches one character; what STS would not take, because of its alphabet (ASCII) or its length, is written `*`. So the
 * pattern matches this key, and also keys that differ in those characters. The version id in the statement's condition
 * makes it exact: S3 makes ids that no other version has (Amazon S3 User Guide, "How S3 Versioning works"), but for
 * `null`, the id of what was put before versioning was on. IAM's variables for these characters would need no
 * condition; the emulator does not know them.
 */
const patternOf = (key: string): string => {
  const exact = key.replace(/[*?$]/g, "?").replace(/[^ -~]+/g, "*");
  return JSON.stringify(exact).length > keyRoom ? key.replace(/[^\w/.-]+/g, "*") : exact;
};

/** What removes one delete marker, and no version besides; without a marker, any below the prefix. */
export const undeleteStatements = ({ bucketArn, prefix }: Pick<Scope, "bucketArn" | "prefix">, marker?: Marker) => [
  {
    Sid: "RemoveMarker",
    Effect: "Allow",
    Action: "s3:DeleteObjectVersion",
    Resource: `${bucketArn}/${marker === undefined ? `${prefix}*` : patternOf(marker.key)}`,
    // The request always names a version, or it would be another action.
    ...(marker && { Condition: { StringEqualsIfExists: { "s3:versionid": marker.versionId } } }),
  },
];

/** What a session is for: a privilege, or the removal of one delete marker. */
export type Purpose = Privilege | Marker;

/**
 * What a presigning session may do. A session policy only narrows: the role's own policy holds too. So a URL reaches
 * the caller's prefix and does the privilege's actions, whatever a handler asks it to sign.
 */
export const sessionPolicy = (
  purpose: Purpose,
  config: Pick<ApiConfig, "prefix" | "layout">,
  { bucket, keyArn, uploadsTableArn }: Pick<ApiEnvironment, "bucket" | "keyArn" | "uploadsTableArn">,
  caller: string,
): SessionPolicy => {
  const [, partition = "aws"] = keyArn.split(":");
  const bucketArn = `arn:${partition}:s3:::${bucket}`;
  if (typeof purpose !== "string")
    return { Version: "2012-10-17", Statement: undeleteStatements({ bucketArn, prefix: config.prefix }, purpose) };
  const prefix = purpose === "write" ? callerPrefix(config, caller) : config.prefix;
  const own = Object.values(partitions(caller));
  const scope = { bucketArn, keyArn, prefix, uploadsTableArn, partitions: own };
  return { Version: "2012-10-17", Statement: privilegeStatements(purpose, scope) };
};
