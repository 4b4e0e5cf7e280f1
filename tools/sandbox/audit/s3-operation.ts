import type { IncomingHttpHeaders } from "node:http";
import { addressOf, decoded } from "./signed-request";

/** What an S3 request does, in CloudTrail's words. */
export interface S3Operation {
  readonly eventName: string;
  readonly category: "Data" | "Management";
  readonly bucket: string;
  /** Empty for an operation on the bucket. */
  readonly key: string;
}

const verbs: Readonly<Record<string, string>> = { GET: "Get", HEAD: "Head", PUT: "Put", DELETE: "Delete" };

/** Settings of a bucket, by the parameter that names them. */
const settings: Readonly<Record<string, string>> = {
  accelerate: "AccelerateConfiguration",
  acl: "Acl",
  analytics: "AnalyticsConfiguration",
  cors: "Cors",
  encryption: "Encryption",
  "intelligent-tiering": "IntelligentTieringConfiguration",
  inventory: "InventoryConfiguration",
  lifecycle: "Lifecycle",
  location: "Location",
  logging: "Logging",
  metrics: "MetricsConfiguration",
  notification: "Notification",
  "object-lock": "ObjectLockConfiguration",
  ownershipControls: "OwnershipControls",
  policy: "Policy",
  policyStatus: "PolicyStatus",
  publicAccessBlock: "PublicAccessBlock",
  replication: "Replication",
  requestPayment: "RequestPayment",
  tagging: "Tagging",
  versioning: "Versioning",
  website: "Website",
};

/** What belongs to an object beside its content, by the parameter that names it. */
const aspects: Readonly<Record<string, string>> = {
  acl: "Acl",
  attributes: "Attributes",
  "legal-hold": "LegalHold",
  retention: "Retention",
  tagging: "Tagging",
  torrent: "Torrent",
};

const named = (table: Readonly<Record<string, string>>, query: URLSearchParams): string | undefined =>
  Object.entries(table).find(([parameter]) => query.has(parameter))?.[1];

const onObject = (method: string, query: URLSearchParams, copies: boolean): string => {
  const aspect = named(aspects, query);
  if (aspect !== undefined) return `${verbs[method]}Object${aspect}`;
  const upload = query.has("uploadId");
  switch (method) {
    case "GET":
      return upload ? "ListParts" : "GetObject";
    case "PUT":
      if (upload) return copies ? "UploadPartCopy" : "UploadPart";
      return copies ? "CopyObject" : "PutObject";
    case "DELETE":
      return upload ? "AbortMultipartUpload" : "DeleteObject";
    case "POST":
      if (query.has("uploads")) return "CreateMultipartUpload";
      if (upload) return "CompleteMultipartUpload";
      return query.has("restore") ? "RestoreObject" : "SelectObjectContent";
    default:
      return "HeadObject";
  }
};

const onBucket = (method: string, query: URLSearchParams): Pick<S3Operation, "eventName" | "category"> => {
  const data = (eventName: string) => ({ eventName, category: "Data" }) as const;
  const setting = named(settings, query);
  if (setting !== undefined) return { eventName: `${verbs[method]}Bucket${setting}`, category: "Management" };
  if (method === "POST") return data(query.has("delete") ? "DeleteObjects" : "PostObject");
  if (method === "HEAD") return data("HeadBucket");
  if (method !== "GET")
    return { eventName: method === "PUT" ? "CreateBucket" : "DeleteBucket", category: "Management" };
  if (query.has("uploads")) return data("ListMultipartUploads");
  return data(query.has("versions") ? "ListObjectVersions" : "ListObjects");
};

/**
 * The operation of a path-style request to S3 (the sandbox has no bucket names in host names). Names and categories are
 * those of "Amazon S3 CloudTrail events", https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export const s3Operation = (
  method: string,
  url: string,
  headers: Pick<IncomingHttpHeaders, string>,
): S3Operation | undefined => {
  if (!(method in verbs) && method !== "POST") return undefined;
  const { path, query } = addressOf(url);
  const [, first = "", rest = ""] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const [bucket, key] = [decoded(first), decoded(rest)];
  if (bucket === "") return { eventName: "ListBuckets", category: "Management", bucket, key };
  if (key === "") return { ...onBucket(method, query), bucket, key };
  const eventName = onObject(method, query, headers["x-amz-copy-source"] !== undefined);
  return { eventName, category: "Data", bucket, key };
};
