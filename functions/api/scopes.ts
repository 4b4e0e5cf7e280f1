import type { SessionPolicy } from "../aws/sessions";
import type { ApiConfig, ApiEnvironment } from "./config";
import { callerPrefix } from "./keys";
import type { Privilege } from "./routes";

/** The objects, and the key that encrypts them, that a privilege is about. */
export interface Scope {
  readonly bucketArn: string;
  readonly keyArn: string;
  /** Where the objects live in the bucket; ends in `/`. */
  readonly prefix: string;
}

/** What each privilege may do in its scope, as statements of an IAM policy. */
export const privilegeStatements = (privilege: Privilege, { bucketArn, keyArn, prefix }: Scope): object[] => {
  const allow = (Sid: string, Action: string[], Resource: string, more: object = {}) => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
    ...more,
  });
  const objects = (...actions: string[]) => allow("UseObjects", actions, `${bucketArn}/${prefix}*`);
  const key = (...actions: string[]) => allow("UseKey", actions, keyArn);
  const list = allow("ListPrefix", ["s3:ListBucket"], bucketArn, {
    Condition: { StringLike: { "s3:prefix": `${prefix}*` } },
  });
  const statements: Record<Privilege, object[]> = {
    read: [objects("s3:GetObject", "s3:GetObjectVersion"), list, key("kms:Decrypt")],
    // Multipart with SSE-KMS needs Decrypt even to upload; what is withheld is s3:GetObject.
    write: [
      objects("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"),
      list,
      key("kms:GenerateDataKey", "kms:Decrypt"),
    ],
    admin: [objects("s3:DeleteObject")],
  };
  return statements[privilege];
};

/**
 * What a presigning session may do. A session policy only narrows: the role's own policy holds too. So a URL reaches
 * the caller's prefix and does the privilege's actions, whatever a handler asks it to sign.
 */
export const sessionPolicy = (
  privilege: Privilege,
  config: Pick<ApiConfig, "prefix" | "layout">,
  { bucket, keyArn }: Pick<ApiEnvironment, "bucket" | "keyArn">,
  caller: string,
): SessionPolicy => {
  const [, partition = "aws"] = keyArn.split(":");
  const bucketArn = `arn:${partition}:s3:::${bucket}`;
  const prefix = privilege === "write" ? callerPrefix(config, caller) : config.prefix;
  return { Version: "2012-10-17", Statement: privilegeStatements(privilege, { bucketArn, keyArn, prefix }) };
};
