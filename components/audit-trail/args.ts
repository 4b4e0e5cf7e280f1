import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { EncryptionKeyArgs } from "../encryption-key";
import type { ChildOptions } from "../internal/children";
import type { Naming } from "../internal/naming";
import type { Principal } from "../internal/roles/principals";
import type { SecureBucket, SecureBucketArgs } from "../secure-bucket";
import type { ObjectLock } from "../secure-bucket/args";

/** A trail of this stack's own. */
export interface OwnTrail {
  /** A trail that the component creates. */
  readonly kind: "own";
  /** The buckets whose objects' reads and writes are recorded, by ARN, in whatever region. At least one. */
  readonly dataBuckets: readonly pulumi.Input<string>[];
  /** Keeps every file from deletion for some days. COMPLIANCE must be confirmed in words. */
  readonly objectLock: ObjectLock;
  /** Days until the files expire, 365 or more. Default: 365. */
  readonly keepDays?: number;
  /** Days that CloudWatch keeps the records, 365 or more, one of the periods that it knows. Default: 365. */
  readonly logRetentionDays?: number;
  /** The bucket that receives the log bucket's own access logs. */
  readonly accessLogs: SecureBucket | string;
  /**
   * Whether deleting the trail's bucket deletes what is in it. Refused if the trail is protected or has a compliance lock. Default:
   * false.
   */
  readonly forceDestroy?: boolean;
}

/**
 * A trail of the organisation that is there already, instead of one that would be paid for twice. It must record the data
 * buckets' objects (see `eventSelectors`) into a log group of this account and region.
 */
export interface OrganisationTrail {
  /** A trail that exists. */
  readonly kind: "organisation";
  /** The log group that it writes to. */
  readonly logGroupName: pulumi.Input<string>;
}

/** The children of an `AuditTrail`. */
export const children = {
  auditor: { type: aws.iam.Role, suffix: "-auditor" },
  auditorPolicy: { type: aws.iam.RolePolicy, suffix: "-auditor" },
  trail: { type: aws.cloudtrail.Trail },
  logGroup: { type: aws.cloudwatch.LogGroup },
  deliveryRole: { type: aws.iam.Role, suffix: "-delivery" },
  groups: { type: aws.iam.Group },
} as const;

/** The components that a trail of the stack's own is made of take transforms of their own. */
interface InnerTransforms {
  readonly key?: EncryptionKeyArgs["transform"];
  readonly bucket?: SecureBucketArgs["transform"];
}

export type AuditTrailArgs = (OwnTrail | OrganisationTrail) &
  ChildOptions<typeof children, InnerTransforms> & {
    /** Company, environment and region of the stack, which every name begins with. */
    readonly naming: Naming;
    /**
     * The last part of the names of trail, key and bucket, with which those of its roles begin. Default: `trail`; the
     * auditors' role is then `auditor`.
     */
    readonly purpose?: string;
    /** Who may assume the auditors' role; at least one principal. */
    readonly auditors: readonly Principal[];
    /** Who else has a name in the stack, such as uploaders and admins: no auditor can take it. Default: nobody. */
    readonly others?: readonly Principal[];
    /** Characters of a trust policy that the account's quota allows, 2,048 to 4,096. Default: 2,048. */
    readonly trustPolicyQuota?: number;
  };
