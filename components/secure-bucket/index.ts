import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../internal/account";
import { type Owner, refuseAll } from "../internal/argument-errors";
import { type ChildOptions, withChildren } from "../internal/children";
import { defaults } from "../internal/defaults";
import { keyOf } from "../internal/key-arn";
import { bucketName, fullBucketName, namePrefix, stackBuckets } from "../internal/names";
import type { Naming } from "../internal/naming";
import type { Statement } from "../internal/policy-document";
import { isProtected, protectedByDefault } from "../internal/protection";
import { placed } from "../internal/second-region";
import type { BucketEncryption, Cors, IntelligentTiering, Lifecycle, ObjectLock, ReplicationTarget } from "./args";
import {
  bucketStatements,
  type DenyUnencrypted,
  logDeliveryStatements,
  type UploadClass,
  uploadStatements,
  writeStatements,
} from "./bucket-policy";
import { coversBucket, rulesOf } from "./lifecycle/choose-rules";
import { earlyDeletionCharges } from "./lifecycle/early-deletion";
import { type Metric, replicationFailures, replicationRoleName } from "./replication";
import { makeSettings } from "./side-resources";
import { bucketProblems, type LogTarget } from "./validation";

const children = {
  bucket: { type: aws.s3.Bucket },
  publicAccessBlock: { type: aws.s3.BucketPublicAccessBlock },
  ownership: { type: aws.s3.BucketOwnershipControls },
  versioning: { type: aws.s3.BucketVersioning },
  encryption: { type: aws.s3.BucketServerSideEncryptionConfiguration },
  policy: { type: aws.s3.BucketPolicy },
  lock: { type: aws.s3.BucketObjectLockConfiguration },
  logging: { type: aws.s3.BucketLogging },
  cors: { type: aws.s3.BucketCorsConfiguration },
  tiering: { type: aws.s3.BucketIntelligentTieringConfiguration },
  notification: { type: aws.s3.BucketNotification },
  lifecycle: { type: aws.s3.BucketLifecycleConfiguration },
  replication: { type: aws.s3.BucketReplicationConfig },
  replicationRole: { type: aws.iam.Role },
  replicationPolicy: { type: aws.iam.RolePolicy },
} as const;

export interface SecureBucketArgs extends ChildOptions<typeof children> {
  /** Company, environment and region of the stack, which every name begins with. */
  readonly naming: Naming;
  /** What the bucket holds: the last part of its name. */
  readonly purpose: string;
  /** How objects are encrypted. */
  readonly encryption: BucketEncryption;
  /**
   * Whether uploads must carry the encryption headers, or only must not carry wrong ones. Default: `required` with a
   * KMS key, `wrong-only` with SSE-S3. Not applied where access logs are received: S3 delivers them without headers.
   */
  readonly denyUnencrypted?: DenyUnencrypted;
  /**
   * The storage classes that an upload may ask for; others are denied. Not applied where AWS services write. Default:
   * `STANDARD` and `INTELLIGENT_TIERING`; lifecycle rules move objects on.
   */
  readonly uploadClasses?: readonly UploadClass[];
  /** Keeps each version from deletion for some days. Default: no lock. Cannot be taken away from a bucket later. */
  readonly objectLock?: ObjectLock;
  /** What becomes of objects and versions with time. Default: old versions go after 90 days, the rest stays. */
  readonly lifecycle?: Lifecycle;
  /** Days in which a client may resume an upload; unfinished ones are aborted later than that. Default: 3. */
  readonly resumeDays?: number;
  /** Web pages that may use presigned URLs from a browser. Default: none. */
  readonly cors?: Cors;
  /**
   * The bucket that receives this one's access logs, below this one's purpose as a prefix; one of the same stack, or
   * the name of any that is ready for them. Default: none.
   */
  readonly accessLogs?: SecureBucket | string;
  /** Whether S3 may deliver the access logs of the stack's other buckets of the region here. Default: false. */
  readonly receivesAccessLogs?: boolean;
  /** Copies every new version to another region. Default: none. */
  readonly replication?: ReplicationTarget;
  /** Archives what nobody reads, for objects in the Intelligent-Tiering class. Default: none. */
  readonly intelligentTiering?: IntelligentTiering;
  /** Statements to add to the bucket's policy. Default: none. */
  readonly extraStatements?: (bucketArn: pulumi.Output<string>) => readonly Statement[];
  /**
   * Whether deleting the bucket deletes every version in it, those with a governance lock too: who deletes it needs
   * `s3:BypassGovernanceRetention`. Refused if the bucket is protected or has a compliance lock. Default: false, and a
   * bucket with anything in it cannot be deleted.
   */
  readonly forceDestroy?: boolean;
}

/**
 * A private, versioned bucket: public access blocked, ACLs off, encrypted, TLS only, uploads with the wrong encryption
 * denied, old versions and unfinished uploads cleaned up, its events sent to EventBridge; on request locked, logged,
 * replicated. Settings that contradict each other are refused before anything is deployed. Protected by default: give
 * `{ protect: false }` to be able to delete it.
 *
 * @example
 * ```ts
 * import { EncryptionKey, SecureBucket } from "coffer";
 *
 * const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
 * const key = new EncryptionKey("key", { naming, purpose: "reports", grants: [{ to: "s3" }] });
 * export const reports = new SecureBucket("reports", {
 *   naming,
 *   purpose: "reports",
 *   encryption: { kind: "kms", keyArn: key.arn },
 *   lifecycle: { preset: "app", expireDays: 365 },
 * });
 * ```
 */
export class SecureBucket extends pulumi.ComponentResource {
  /** The bucket's name. */
  readonly name: pulumi.Output<string>;
  /** The bucket's ARN. */
  readonly arn: pulumi.Output<string>;
  /** Where the bucket replicates: the metric that counts what failed. */
  readonly replicationFailures: Metric | undefined;
  /** Where it is, and whose access logs S3 delivers to it. */
  readonly logTarget: LogTarget;
  /** The names of the roles by which S3 reads objects, to replicate them. */
  readonly readerRoles: readonly pulumi.Output<string>[];
  readonly #bucket: aws.s3.Bucket;
  readonly #settings: ReturnType<typeof makeSettings>;

  constructor(name: string, args: SecureBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super(
      "coffer:index:SecureBucket",
      name,
      {},
      withChildren(children, args, placed(args.naming, protectedByDefault(opts))),
    );
    const owner = { component: this, name };
    const { naming, purpose, objectLock, cors, accessLogs, intelligentTiering } = args;
    const encryption = withKeyOf(owner, args.encryption, naming.region);
    const replication = args.replication && {
      ...args.replication,
      keyArn: keyOf(owner, "replication.keyArn", args.replication.keyArn, args.replication.region),
    };
    const { forceDestroy = false, receivesAccessLogs = false } = args;
    const protect = isProtected(this);
    this.logTarget = {
      name: bucketName(owner, naming, purpose),
      region: naming.region,
      sources: receivesAccessLogs ? namePrefix(naming) : undefined,
    };
    const rules = rulesOf(owner, args.lifecycle);
    refuseAll(
      owner,
      bucketProblems({
        ...naming,
        name: this.logTarget.name,
        protect,
        forceDestroy,
        objectLock,
        rules,
        wholeBucket: coversBucket(args.lifecycle),
        resumeDays: args.resumeDays ?? defaults.bucket.resumeDays,
        cors,
        accessLogs: typeof accessLogs === "string" ? accessLogs.replace(/-\d{12}$/, "") : accessLogs?.logTarget,
        receivesAccessLogs,
        encryption: encryption.kind,
        replicationRegion: replication?.region,
        intelligentTiering,
      }),
    );

    for (const charge of earlyDeletionCharges(rules)) pulumi.log.warn(`${name}: ${charge}`, this);

    const account = accountOf(owner, naming);
    this.#bucket = new aws.s3.Bucket(
      name,
      {
        bucket: fullBucketName(owner, account, naming, purpose),
        forceDestroy,
        ...(objectLock ? { objectLockEnabled: true } : {}),
      },
      // A key's deletion is asked for once nothing is left that it encrypts.
      { parent: this, dependsOn: madeAfterKey(encryption) },
    );
    const { arn } = this.#bucket;
    const mode = args.denyUnencrypted ?? (encryption.kind === "kms" ? "required" : "wrong-only");
    this.#settings = makeSettings(name, this, {
      bucket: this.#bucket,
      purpose,
      region: naming.region,
      account,
      encryption,
      objectLock,
      accessLogs: logTarget(accessLogs),
      cors,
      intelligentTiering,
      rules,
      statements: [
        ...bucketStatements(arn),
        ...(receivesAccessLogs
          ? logDeliveryStatements(arn, stackBuckets(naming, account), account)
          : uploadStatements(arn, encryption, mode)),
        ...(receivesAccessLogs || mode === "not-checked"
          ? []
          : writeStatements(arn, args.uploadClasses ?? defaults.bucket.uploadClasses)),
        ...(args.extraStatements?.(arn) ?? []),
      ],
      replication: replication && { target: replication, roleName: replicationRoleName(owner, naming, purpose) },
    });

    this.name = this.#bucket.bucket;
    this.arn = arn;
    this.replicationFailures = replication && replicationFailures(this.name, replication.bucketArn);
    this.readerRoles = this.#settings.replication ? [this.#settings.replication.role.name] : [];
    this.registerOutputs({ name: this.name, arn: this.arn });
  }

  /** The raw resources, for what the component does not offer. */
  get nodes() {
    return { bucket: this.#bucket, ...this.#settings };
  }
}

/** The encryption, if its key can be used in the region. */
const withKeyOf = (owner: Owner, encryption: BucketEncryption, region: string): BucketEncryption =>
  encryption.kind === "s3"
    ? encryption
    : { ...encryption, keyArn: keyOf(owner, "encryption.keyArn", encryption.keyArn, region) };

/** What makes a bucket wait for its key, and the key's deletion for the bucket's. */
const madeAfterKey = (encryption: BucketEncryption): pulumi.Output<pulumi.Resource[]> =>
  pulumi.output(encryption.kind === "kms" ? encryption.keyArn : "").apply(() => []);

/** Where access logs go, once S3 may deliver them there. */
const logTarget = (to: SecureBucket | string | undefined) => {
  if (to === undefined) return undefined;
  return typeof to === "string" ? { bucket: to, ready: [] } : { bucket: to.name, ready: [to.nodes.policy] };
};
