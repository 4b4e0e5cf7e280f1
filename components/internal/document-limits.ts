import * as pulumi from "@pulumi/pulumi";
import { sessionPolicyCharacters } from "../../functions/api/privilege-policies";
import { steady } from "./argument-errors";

/** What AWS takes of one kind of document. */
export interface DocumentLimit {
  /** What it is, for people. */
  readonly what: string;
  /** The most that AWS takes, in characters or bytes of UTF-8. */
  readonly most: number;
  readonly unit: "characters" | "bytes";
  /** What to do about one that is larger. */
  readonly remedy: string;
  /** What the quota can be raised to in an account (Service Quotas); absent where it cannot. */
  readonly raisable?: number;
}

const fewerGrants = "name fewer roles, users and buckets in its grants";

/**
 * Every kind of document that the components make, with AWS's limit. One place: a component that makes a document takes
 * its limit from here, and so does the graph's list of documents.
 * - Roles and policies: IAM User Guide, "IAM and AWS STS quotas". IAM does not count white space; the documents have none.
 * - Sessions: AWS STS API Reference, "AssumeRole". STS also packs the policy, together with session tags, into a binary
 *   form whose limit is not documented; sessions here have no tags.
 * - Buckets: Amazon S3 User Guide, "Bucket policies". Keys: AWS KMS Developer Guide, "Resource quotas".
 * - Topics: Amazon SNS Developer Guide, "Amazon SNS API permissions", "Policy quotas". Queues: Amazon SQS Developer Guide,
 *   "Quotas related to policies".
 */
export const documentLimits = {
  trust: {
    what: "trust policy of a role",
    most: 2048,
    unit: "characters",
    remedy:
      "name fewer principals, or use a form that does not list people: { identityCenter }, or { group, members } with unlisted: true, both in the docs on people; or raise the account's quota and say so (trustPolicyQuota)",
    raisable: 4096,
  },
  /** All inline policies of one role together. */
  inline: {
    what: "inline policy of a role",
    most: 10_240,
    unit: "characters",
    remedy: "name fewer callers and resources in it",
  },
  managed: {
    what: "managed policy",
    most: 6144,
    unit: "characters",
    remedy: "name fewer resources in it",
  },
  /** All inline policies of one group together. */
  group: {
    what: "inline policy of a group",
    most: 5120,
    unit: "characters",
    remedy: "let the group assume fewer roles",
  },
  session: {
    what: "session policy",
    most: sessionPolicyCharacters,
    unit: "characters",
    remedy: "use a shorter prefix",
  },
  bucket: {
    what: "policy of a bucket",
    most: 20_480,
    unit: "bytes",
    remedy: "give fewer or shorter extraStatements",
  },
  key: { what: "policy of a key", most: 32_768, unit: "bytes", remedy: fewerGrants },
  queue: { what: "policy of a queue", most: 8192, unit: "bytes", remedy: "name fewer senders in it" },
  topic: { what: "policy of a topic", most: 30_720, unit: "bytes", remedy: "name fewer publishers in it" },
} as const satisfies Record<string, DocumentLimit>;

export type DocumentKind = keyof typeof documentLimits;

/** The size of a document as AWS counts it. */
export const documentSize = (kind: DocumentKind, text: string): number =>
  documentLimits[kind].unit === "bytes" ? Buffer.byteLength(text, "utf8") : text.length;

/**
 * The document, if AWS takes one of its size. `name` is the logical name of the resource that it belongs to. `quota`
 * is the account's own limit, where it was raised. Throws a `RunError`, which the engine shows without a stack trace.
 */
export const measured = (kind: DocumentKind, name: string, text: string, quota?: number): string => {
  const limit: DocumentLimit = documentLimits[kind];
  const most = quota ?? limit.most;
  const size = documentSize(kind, text);
  if (size <= most) return text;
  const raise =
    limit.raisable !== undefined && most < limit.raisable
      ? ` The quota of an account can be raised to ${limit.raisable}.`
      : "";
  throw steady(
    new pulumi.RunError(
      `${name}: the ${limit.what} has ${size} ${limit.unit}; AWS takes ${most}. To do: ${limit.remedy}.${raise}`,
    ),
  );
};
