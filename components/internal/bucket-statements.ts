import * as pulumi from "@pulumi/pulumi";
import { defaults } from "./defaults";
import type { Statement } from "./policy-document";

/**
 * How strictly uploads must ask for encryption.
 * - `required`: the headers must be there, and name the bucket's key. Fits clients that sign what they are told to.
 * - `wrong-only`: a wrong algorithm or key is denied; without headers, S3 encrypts by the bucket's default. Fits AWS CLI.
 */
export type DenyUnencrypted = "required" | "wrong-only";

const algorithm = "s3:x-amz-server-side-encryption";
const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const customerAlgorithm = "s3:x-amz-server-side-encryption-customer-algorithm";

const deny = (Sid: string, Action: string, Resource: Statement["Resource"], Condition: Statement["Condition"]) =>
  ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action,
    ...(Resource ? { Resource } : {}),
    ...(Condition ? { Condition } : {}),
  }) as const;

/**
 * What every bucket refuses to everyone (Amazon S3 User Guide, "Security best practices" and "Requiring server-side
 * encryption").
 */
export const bucketStatements = (
  bucketArn: pulumi.Input<string>,
  keyArn: pulumi.Input<string>,
  mode: DenyUnencrypted,
): Statement[] => {
  const objects = pulumi.interpolate`${bucketArn}/*`;
  const everything = [bucketArn, objects];
  const put = (sid: string, condition: Statement["Condition"]) => deny(sid, "s3:PutObject", objects, condition);
  const missing =
    mode === "required"
      ? [
          put("DenyMissingEncryption", { Null: { [algorithm]: "true" } }),
          // `aws:kms` without a key would take the account's AWS managed key.
          put("DenyMissingKey", { Null: { [keyId]: "true" } }),
        ]
      : [put("DenyMissingKey", { StringEquals: { [algorithm]: "aws:kms" }, Null: { [keyId]: "true" } })];
  return [
    deny("DenyInsecureTransport", "s3:*", everything, { Bool: { "aws:SecureTransport": "false" } }),
    deny("DenyOldTls", "s3:*", everything, {
      NumericLessThan: { "s3:TlsVersion": String(defaults.bucket.minimumTls) },
    }),
    deny("DenyOldSignatures", "s3:*", everything, {
      NumericGreaterThan: { "s3:signatureAge": String(defaults.bucket.signatureAgeSeconds * 1000) },
    }),
    ...missing,
    // Not `StringNotEqualsIfExists`: in a denial, that still matches a request without the key.
    put("DenyWrongEncryption", { StringNotEquals: { [algorithm]: "aws:kms" }, Null: { [algorithm]: "false" } }),
    put("DenyWrongKey", { StringNotEquals: { [keyId]: keyArn }, Null: { [keyId]: "false" } }),
    put("DenyCustomerProvidedKeys", { Null: { [customerAlgorithm]: "false" } }),
  ];
};
