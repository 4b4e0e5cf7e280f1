import * as pulumi from "@pulumi/pulumi";
import { EncryptionKey, type EncryptionKeyArgs } from "../encryption-key";
import { accountOf } from "../internal/account";
import { check } from "../internal/argument-errors";
import { type ChildOptions, withChildren } from "../internal/children";
import { defaults } from "../internal/defaults";
import { bucketArn } from "../internal/names";
import type { Naming } from "../internal/naming";
import type { Statement } from "../internal/policy-document";
import { protectedByDefault } from "../internal/protection";
import { roleArn } from "../internal/roles/role-names";
import { SecureBucket, type SecureBucketArgs } from "../secure-bucket";
import type { Lifecycle, ObjectLock, ReplicationTarget } from "../secure-bucket/args";
import { replicationRoleArn } from "../secure-bucket/replication";

/** The components that a vault is made of take transforms of their own. */
interface InnerTransforms {
  readonly key?: EncryptionKeyArgs["transform"];
  readonly bucket?: SecureBucketArgs["transform"];
  readonly accessLogs?: SecureBucketArgs["transform"];
}

export interface StandbyVaultArgs extends ChildOptions<Readonly<Record<never, never>>, InnerTransforms> {
  /** The naming of the bucket that is copied. */
  readonly naming: Naming;
  /**
   * Another region, such as `eu-west-1`. Everything in it is made through the provider of this component (`opts.provider`,
   * or the stack's): the resources name the region themselves.
   */
  readonly region: string;
  /** The purpose of the bucket that is copied. Default: `main`. */
  readonly source?: string;
  /** The vault's own, last part of its name. Default: `vault`. */
  readonly purpose?: string;
  /** The purpose of the `RoleTrio` whose Admin may decrypt. Default: that of a trio without one. */
  readonly roles?: string;
  /** Who may decrypt what is in it, by ARN, beside nobody. Default: that Admin role only. */
  readonly readers?: readonly pulumi.Input<string>[];
  /** Keeps every copy from deletion. Default: governance for 7 days. */
  readonly objectLock?: ObjectLock;
  /** Whether AWS promises to copy within 15 minutes, for a price per GB. Default: no. */
  readonly timeControl?: boolean;
  /** What happens to the copies over time. Default: Glacier after 14 days. */
  readonly lifecycle?: Lifecycle;
  /**
   * The bucket of the vault's region that receives its access logs: S3 delivers them within one region only. Default: one
   * that is made for it, with the purpose `access-logs`, which follows the vault's own purpose where that is another.
   */
  readonly accessLogs?: SecureBucket | string;
  /**
   * Whether deleting the vault deletes what is in it. Refused if the vault is protected or has a compliance lock. Default:
   * false.
   */
  readonly forceDestroy?: boolean;
  /** Statements to add to the vault's policy. Default: none. */
  readonly extraStatements?: (bucketArn: pulumi.Output<string>) => readonly Statement[];
}

const defaultPurpose = "vault";

/**
 * The second copy: a locked, versioned bucket in another region, with a key of its own that only Admin may decrypt with.
 * Give its `target` to the bucket that is copied. The vault must exist before the first upload: what is there already is
 * not copied. It does not follow deletes. Protected by default, its key too.
 *
 * @example
 * ```ts
 * import { EncryptionKey, SecureBucket, StandbyVault } from "coffer";
 *
 * const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
 * const key = new EncryptionKey("key", { naming, purpose: "main", grants: [{ to: "s3" }] });
 * const vault = new StandbyVault("vault", { naming, region: "eu-west-1" });
 * export const main = new SecureBucket("main", {
 *   naming,
 *   purpose: "main",
 *   encryption: { kind: "kms", keyArn: key.arn },
 *   replication: vault.target,
 * });
 * ```
 */
export class StandbyVault extends pulumi.ComponentResource {
  /** The bucket's name. */
  readonly name: pulumi.Output<string>;
  /** The bucket's ARN. */
  readonly arn: pulumi.Output<string>;
  /** The ARN of the key that encrypts the copies. */
  readonly keyArn: pulumi.Output<string>;
  /** For the `replication` of the bucket that is copied. */
  readonly target: ReplicationTarget;
  readonly #bucket: SecureBucket;
  readonly #key: EncryptionKey;
  readonly #accessLogs: SecureBucket | string;

  constructor(name: string, args: StandbyVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:StandbyVault", name, {}, withChildren({}, args, protectedByDefault(opts)));
    const owner = { component: this, name };
    const { naming, region, source = "main", purpose = defaultPurpose, objectLock = defaults.vault.objectLock } = args;
    const elsewhere = region !== naming.region;
    check(owner, elsewhere, "region", region, "another region than the bucket's, for a loss of one would take both");
    const here = { ...naming, region, copyOf: naming.region };
    const account = accountOf(owner, naming);
    const bucket = bucketArn(owner, account, here, purpose);
    const readers = args.readers ?? [roleArn(owner, account, naming, "admin", args.roles)];

    const options = { parent: this };
    this.#key = new EncryptionKey(
      name,
      {
        naming: here,
        purpose,
        grants: [
          { to: "s3", users: readers, buckets: [bucket], access: "read" },
          { to: "replication", role: replicationRoleArn(owner, account, naming, source), bucket },
        ],
        transform: args.transform?.key,
      },
      options,
    );
    const forceDestroy = args.forceDestroy === undefined ? {} : { forceDestroy: args.forceDestroy };
    this.#accessLogs =
      args.accessLogs ??
      new SecureBucket(
        `${name}-access-logs`,
        {
          naming: here,
          purpose: purpose === defaultPurpose ? "access-logs" : `${purpose}-access-logs`,
          encryption: { kind: "s3" },
          receivesAccessLogs: true,
          lifecycle: "logs",
          transform: args.transform?.accessLogs,
          ...forceDestroy,
        },
        options,
      );
    this.#bucket = new SecureBucket(
      name,
      {
        naming: here,
        purpose,
        // With a bucket key, S3 would decrypt it for each replica, and the replication role would have to be let decrypt
        // (Amazon S3 User Guide, "Replicating encrypted objects"; landing-zone-accelerator-on-aws #1144).
        encryption: { kind: "kms", keyArn: this.#key.arn, bucketKey: false },
        objectLock,
        lifecycle: args.lifecycle ?? "backup",
        transform: args.transform?.bucket,
        accessLogs: this.#accessLogs,
        ...forceDestroy,
        ...(args.extraStatements ? { extraStatements: args.extraStatements } : {}),
      },
      options,
    );

    this.name = this.#bucket.name;
    this.arn = this.#bucket.arn;
    this.keyArn = this.#key.arn;
    this.target = {
      bucketArn: this.arn,
      keyArn: this.keyArn,
      region,
      ready: [this.#bucket.nodes.versioning],
      timeControl: args.timeControl ?? false,
    };
    this.registerOutputs({ name: this.name, arn: this.arn, keyArn: this.keyArn });
  }

  /** The components that it is made of. */
  get nodes() {
    return { bucket: this.#bucket, key: this.#key, accessLogs: this.#accessLogs };
  }
}
