import type * as pulumi from "@pulumi/pulumi";
import type { LifecycleOptions, LifecyclePreset } from "./lifecycle/presets";
import type { LifecycleRule } from "./lifecycle/rules";

/** How the objects of a bucket are encrypted. */
export type BucketEncryption =
  /**
   * SSE-KMS with a customer managed key, by ARN. `bucketKey`: whether S3 keeps a data key for the whole bucket, which
   * spares most calls of KMS. Default: true; CloudTrail could not write without being able to decrypt.
   */
  | { readonly kind: "kms"; readonly keyArn: pulumi.Input<string>; readonly bucketKey?: boolean }
  /** SSE-S3: for buckets that AWS services write logs to. */
  | { readonly kind: "s3" };

/** What must be written to make a lock that nobody can lift. */
export const complianceWords = "nobody, not even AWS, can delete these versions early";

/** How long S3 keeps each version from being deleted or overwritten (Amazon S3 User Guide, "Object Lock"). */
export type ObjectLock =
  /** Can be lifted by who has `s3:BypassGovernanceRetention`, which no role of this project has. */
  | { readonly mode: "governance"; readonly days: number }
  /** Cannot be lifted or shortened by anyone until its days are over. */
  | { readonly mode: "compliance"; readonly days: number; readonly confirm: typeof complianceWords };

/** A preset by name, a preset with options, or rules of one's own. */
export type Lifecycle =
  | LifecyclePreset
  | ({ readonly preset: LifecyclePreset } & LifecycleOptions)
  | { readonly rules: readonly LifecycleRule[] };

/** Which web pages may use the bucket from a browser. */
export interface Cors {
  /** Origins by name, such as `https://files.example.com`. `*` is refused. */
  readonly origins: readonly string[];
  /** HTTP methods that pages may use. Default: `GET` and `PUT`. */
  readonly methods?: readonly ("GET" | "PUT" | "POST" | "DELETE" | "HEAD")[];
  /** Request headers that pages may send. Default: all. */
  readonly headers?: readonly string[];
  /** Seconds that a browser remembers the answer. Default: 3,600. */
  readonly maxAgeSeconds?: number;
}

/** Where replicas go: another bucket of this account, in another region. A `StandbyVault` gives one. */
export interface ReplicationTarget {
  /** The ARN of the bucket that receives the replicas. */
  readonly bucketArn: pulumi.Input<string>;
  /** The key that encrypts the replicas, of the target's region. */
  readonly keyArn: pulumi.Input<string>;
  /** The region of that bucket. */
  readonly region: string;
  /**
   * Whether AWS promises to replicate within 15 minutes (S3 Replication Time Control), for a price per GB. Default: no;
   * replication is measured either way.
   */
  readonly timeControl?: boolean;
  /** What must exist before replication is set up: the target's versioning. */
  readonly ready: readonly pulumi.Resource[];
}

/** When S3 Intelligent-Tiering archives what nobody reads. */
export interface IntelligentTiering {
  /** Limits it to keys that begin with this. Default: the whole bucket. */
  readonly prefix?: string;
  /** Days without access until Archive Access, 90 to 730. Default: never. */
  readonly archiveDays?: number;
  /** Days without access until Deep Archive Access, 180 to 730. Default: never. */
  readonly deepArchiveDays?: number;
}
