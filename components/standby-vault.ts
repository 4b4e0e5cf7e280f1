import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EncryptionKey } from "./encryption-key";
import { accountOf } from "./internal/account";
import type { Lifecycle, ObjectLock, ReplicationTarget } from "./internal/bucket/args";
import { replicationRoleArn } from "./internal/bucket/replication";
import { check } from "./internal/check";
import { defaults } from "./internal/defaults";
import { bucketArn, type Naming } from "./internal/names";
import type { Statement } from "./internal/policy-document";
import { protectedByDefault, unprotected } from "./internal/protection";
import { roleArn } from "./internal/roles/names";
import { standbyProvider } from "./internal/standby-provider";
import { SecureBucket } from "./secure-bucket";

export interface StandbyVaultArgs {
  /** The naming of the bucket that is copied. */
  readonly naming: Naming;
  /** Another region, such as `eu-west-1`. */
  readonly region: string;
  /** A provider for that region. Default: one that is made, configured as the stack's own but for the region. */
  readonly provider?: aws.Provider;
  /** The purpose of the bucket that is copied. Default: `main`. */
  readonly source?: string;
  /** The vault's own, last part of its name. Default: `vault`. */
  readonly purpose?: string;
  /** Who may decrypt what is in it, by ARN, beside nobody. Default: the stack's Admin role alone. */
  readonly readers?: readonly pulumi.Input<string>[];
  /** Keeps every copy from deletion. Default: governance for 7 days. */
  readonly objectLock?: ObjectLock;
  /** Whether AWS promises to copy within 15 minutes, for a price per GB. Default: no. */
  readonly timeControl?: boolean;
  /** Default: Glacier after 14 days. */
  readonly lifecycle?: Lifecycle;
  /**
   * The bucket of the vault's region that receives its access logs: S3 delivers them within one region only. Default: one
   * that is made for it, with the purpose `access-logs`.
   */
  readonly accessLogs?: SecureBucket | string;
  /**
   * Whether deleting the vault deletes what is in it. Refused if the vault is protected or has a compliance lock. Default:
   * false.
   */
  readonly forceDestroy?: boolean;
  /** Statements to add to the vault's policy. */
  readonly extraStatements?: (bucketArn: pulumi.Output<string>) => readonly Statement[];
}

/**
 * The second copy: a locked, versioned bucket in another region, with a key of its own that only Admin may decrypt with.
 * Give its `target` to the bucket that is copied. The vault must exist before the first upload: what is there already is
 * not copied. It does not follow deletes. Protected by default, its key too.
 */
export class StandbyVault extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
  /** For the `replication` of the bucket that is copied. */
  readonly target: ReplicationTarget;
  readonly #bucket: SecureBucket;
  readonly #key: EncryptionKey;
  readonly #accessLogs: SecureBucket | string;
  readonly #provider: aws.Provider;

  constructor(name: string, args: StandbyVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:StandbyVault", name, {}, protectedByDefault(opts));
    const owner = { component: this, name };
    const { naming, region, source = "main", purpose = "vault", objectLock = defaults.vault.objectLock } = args;
    const elsewhere = region !== naming.region;
    check(owner, elsewhere, "region", region, "another region than the bucket's, for a loss of one would take both");
    const here = { ...naming, region };
    const account = accountOf(this);
    const bucket = bucketArn(owner, account, here, purpose);
    const readers = args.readers ?? [roleArn(owner, account, naming, "admin")];

    this.#provider = args.provider ?? standbyProvider(name, region, { parent: this, ...unprotected });
    const options = { parent: this, provider: this.#provider };
    this.#key = new EncryptionKey(
      name,
      {
        naming: here,
        purpose,
        grants: [
          { to: "s3", users: readers, buckets: [bucket], access: "read" },
          { to: "replication", role: replicationRoleArn(owner, account, naming, source), bucket },
        ],
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
          purpose: "access-logs",
          encryption: { kind: "s3" },
          receivesAccessLogs: true,
          lifecycle: "logs",
          ...forceDestroy,
        },
        options,
      );
    this.#bucket = new SecureBucket(
      name,
      {
        naming: here,
        purpose,
        encryption: { kind: "kms", keyArn: this.#key.arn },
        objectLock,
        lifecycle: args.lifecycle ?? "backup",
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

  /** The components and the provider that it is made of. */
  get nodes() {
    return { bucket: this.#bucket, key: this.#key, accessLogs: this.#accessLogs, provider: this.#provider };
  }
}
