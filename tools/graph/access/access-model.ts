import type { ApiConfig, ApiEnvironment } from "../../../functions/api/config";
import type { Privilege, Role } from "../../../functions/api/routes";
import type { Question } from "./decide";
import type { FederatedCaller, Person } from "./trusted-principals";

/** Somebody who asks. */
export interface Actor {
  readonly name: string;
  readonly principal: Question["principal"];
}

/** What the matrix asks about, read from the graph. */
export interface AccessModel {
  readonly account: string;
  readonly region: string;
  /** A session of each role of the trio, under the name of one who may assume it. */
  readonly trio: readonly Caller[];
  /** The same of every role that people assume: the trio's, and the one that reads the audit trail. */
  readonly sessions: readonly AssumedRole[];
  /** Who may assume these roles: IAM users and roles, each under its session's name. */
  readonly people: readonly Person[];
  /** Who else may: callers whom a provider or Identity Center authenticates. Each once. */
  readonly federated: readonly FederatedCaller[];
  /** Whether a role admits users whom it does not name. */
  readonly anyUser: boolean;
  /** The roles that the system itself runs as, every other role of the graph: functions, presigners, replication, the trail's delivery. */
  readonly serviceRoles: readonly ServiceRole[];
  /** The API's functions, each with the role that it signs with. */
  readonly signers: readonly Signer[];
  readonly tables: readonly { readonly name: string; readonly arn: string }[];
  /** Every bucket; the first is the main bucket. */
  readonly buckets: readonly Bucket[];
  readonly main: Bucket;
  readonly keys: readonly Key[];
  /** Where the objects live in the main bucket; ends in `/`. */
  readonly prefix: string;
  /** Whether an uploader writes below its own name or anywhere below the prefix. */
  readonly layout: ApiConfig["layout"];
  /** The API's execution ARN. */
  readonly apiArn: string;
  /** The trail, where it is the stack's own; undefined where it is the organisation's. */
  readonly trail: Trail | undefined;
  /** The ARN of the log group that the trail writes to. */
  readonly logGroupArn: string;
  readonly topics: readonly Topic[];
}

export interface AssumedRole extends Actor {
  readonly roleArn: string;
  readonly principal: { readonly role: string; readonly session: string; readonly source: string };
}

export interface Caller extends AssumedRole {
  readonly role: Role;
}

export interface ServiceRole {
  /** The logical name. */
  readonly name: string;
  /** The physical name. */
  readonly role: string;
  readonly arn: string;
  /** The ARN of the role that alone may assume it; undefined where a service does. */
  readonly assumedBy: string | undefined;
}

export interface Signer {
  readonly privilege: Privilege;
  readonly presigner: ServiceRole;
  /** What the function's environment tells it. */
  readonly environment: ApiEnvironment;
}

export interface Bucket {
  readonly name: string;
  readonly bucket: string;
  readonly arn: string;
  /** The KMS key that it encrypts with; undefined where S3 encrypts with its own. */
  readonly keyArn: string | undefined;
  /** Whether S3 keeps a data key for the whole bucket. */
  readonly bucketKey: boolean;
  /** The condition keys of an upload that asks for the encryption that is the bucket's. */
  readonly rightHeaders: Readonly<Record<string, string>>;
}

export interface Key {
  /** The first bucket that it encrypts, or its logical name. */
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** That bucket. */
  readonly bucketArn: string | undefined;
  /** What S3 gives as encryption context: the bucket where it has a bucket key, else an object of it. */
  readonly context: string | undefined;
}

export interface Trail {
  readonly arn: string;
  readonly bucket: Bucket;
  readonly keyArn: string;
  /** What writes its records into the log group. */
  readonly delivery: ServiceRole;
}

export interface Topic {
  /** The logical name. */
  readonly name: string;
  readonly arn: string;
  readonly keyArn: string;
}

/** The condition key of the header that names the algorithm. */
export const algorithmKey = "s3:x-amz-server-side-encryption";

/** The condition key of the header that names the KMS key. */
export const keyIdKey = `${algorithmKey}-aws-kms-key-id`;
