import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../internal/account";
import { defaults } from "../internal/defaults";
import { denyPlainHttp, type Statement } from "../internal/policy-document";
import type { BucketEncryption } from "./args";

/**
 * How strictly uploads must ask for encryption.
 * - `required`: the headers must be there, and name the bucket's key. Fits clients that sign what they are told to.
 * - `wrong-only`: a wrong algorithm or key is denied; without headers, S3 encrypts by the bucket's default. Fits AWS CLI.
 * - `not-checked`: for a bucket that AWS services alone write to, who choose the algorithm themselves. Only keys that
 *   callers bring along are denied.
 */
export type DenyUnencrypted = "required" | "wrong-only" | "not-checked";

const algorithm = "s3:x-amz-server-side-encryption";
const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const storageClass = "s3:x-amz-storage-class";
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
 * Keys with a `.` or `..` segment, as patterns of a policy, whose `*` matches any characters. S3 takes such keys, but HTTP
 * clients resolve them, so what is signed, listed and fetched would differ (Amazon S3 User Guide, "Naming Amazon S3
 * objects").
 */
export const dotSegmentPatterns = [".", ".."].flatMap((dots) => [dots, `${dots}/*`, `*/${dots}`, `*/${dots}/*`]);

/**
 * What a bucket refuses to uploads, so that it holds nothing that is encrypted otherwise than it should be. Not for a
 * bucket that AWS services write logs to: their requests carry no headers.
 */
export const uploadStatements = (
  bucketArn: pulumi.Input<string>,
  encryption: BucketEncryption,
  mode: DenyUnencrypted,
): Statement[] => {
  const objects = pulumi.interpolate`${bucketArn}/*`;
  const put = (sid: string, condition: Statement["Condition"]) => deny(sid, "s3:PutObject", objects, condition);
  const right = encryption.kind === "kms" ? "aws:kms" : "AES256";
  const missing = mode === "required" ? [put("DenyMissingEncryption", { Null: { [algorithm]: "true" } })] : [];
  // Not `StringNotEqualsIfExists`: in a denial, that still matches a request without the key.
  const wrong = put("DenyWrongEncryption", { StringNotEquals: { [algorithm]: right }, Null: { [algorithm]: "false" } });
  const ownKey = put("DenyCustomerProvidedKeys", { Null: { [customerAlgorithm]: "false" } });
  if (mode === "not-checked") return [ownKey];
  const resources = dotSegmentPatterns.map((pattern) => pulumi.interpolate`${bucketArn}/${pattern}`);
  const dots = deny("DenyDotSegments", "s3:PutObject", resources, undefined);
  if (encryption.kind === "s3") return [...missing, wrong, ownKey, dots];
  // `aws:kms` without a key would take the account's AWS managed key.
  const asksForKms = mode === "required" ? {} : { StringEquals: { [algorithm]: "aws:kms" } };
  return [
    ...missing,
    put("DenyMissingKey", { ...asksForKms, Null: { [keyId]: "true" } }),
    wrong,
    put("DenyWrongKey", { StringNotEquals: { [keyId]: encryption.keyArn }, Null: { [keyId]: "false" } }),
    ownKey,
    dots,
  ];
};

/** The storage classes that an upload may ask for. Lifecycle rules and replication are not bound by them. */
export type UploadClass =
  | "STANDARD"
  | "INTELLIGENT_TIERING"
  | "STANDARD_IA"
  | "ONEZONE_IA"
  | "GLACIER_IR"
  | "GLACIER"
  | "DEEP_ARCHIVE";

/**
 * What a bucket refuses to whoever writes to it directly, past the API: another storage class, which changes what an
 * object costs and whether it can be read; a redirect; a key with an empty segment, which the API refuses and so could
 * never remove (Service Authorization Reference, "Condition keys for Amazon S3"). ACLs need no statement: the bucket
 * has none. Tags, locks and legal holds need actions of their own, which no role has. A part of a multipart upload
 * carries none of these headers, so each denial asks whether the header is there.
 */
export const writeStatements = (bucketArn: pulumi.Input<string>, classes: readonly UploadClass[]): Statement[] => {
  const put = (sid: string, resources: Statement["Resource"], condition?: Statement["Condition"]) =>
    deny(sid, "s3:PutObject", resources, condition);
  const objects = pulumi.interpolate`${bucketArn}/*`;
  const present = (key: string) => ({ Null: { [key]: "false" } });
  return [
    put("DenyOtherStorageClasses", objects, {
      StringNotEquals: { [storageClass]: [...classes] },
      ...present(storageClass),
    }),
    put("DenyRedirects", objects, present("s3:x-amz-website-redirect-location")),
    put("DenyEmptySegments", [pulumi.interpolate`${bucketArn}//*`, pulumi.interpolate`${bucketArn}/*//*`]),
  ];
};

/**
 * What every bucket refuses to everyone (Amazon S3 User Guide, "Security best practices" and "Requiring server-side
 * encryption").
 */
export const bucketStatements = (bucketArn: pulumi.Input<string>): Statement[] => {
  const everything = [bucketArn, pulumi.interpolate`${bucketArn}/*`];
  return [
    denyPlainHttp("s3:*", everything),
    deny("DenyOldTls", "s3:*", everything, {
      NumericLessThan: { "s3:TlsVersion": String(defaults.bucket.minimumTls) },
    }),
    deny("DenyOldSignatures", "s3:*", everything, {
      NumericGreaterThan: { "s3:signatureAge": String(defaults.bucket.signatureAgeSeconds * 1000) },
    }),
  ];
};

/**
 * Lets S3 deliver the access logs of these buckets of the account, and nobody else write (Amazon S3 User Guide,
 * "Enabling Amazon S3 server access logging").
 */
export const logDeliveryStatements = (
  bucketArn: pulumi.Input<string>,
  sources: pulumi.Input<string>,
  account: Account,
): Statement[] => [
  {
    Sid: "AllowAccessLogs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/*`,
    Condition: { ArnLike: { "aws:SourceArn": sources }, StringEquals: { "aws:SourceAccount": account.id } },
  },
];
