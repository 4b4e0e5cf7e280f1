import type { PackResource } from "../framework/resource";
import type { StackIndex } from "../framework/stack-index";
import { NotKnownYet, type Values } from "../framework/values";
import { audiences, coversAction } from "../iam/audience";
import { type PolicyDocument, readPolicy } from "../iam/document";
import {
  destinationsOf,
  type Encryption,
  encryptionOf,
  inlineLifecycleRule,
  type LifecycleRuleView,
  type Lock,
  lifecycleRule,
  lockOf,
  type Setting,
} from "./settings";

const sides = {
  acl: "bucketAcl:BucketAcl",
  cors: "bucketCorsConfiguration:BucketCorsConfiguration",
  encryption: "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  lifecycle: "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  lock: "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  logging: "bucketLogging:BucketLogging",
  ownership: "bucketOwnershipControls:BucketOwnershipControls",
  policy: "bucketPolicy:BucketPolicy",
  publicAccessBlock: "bucketPublicAccessBlock:BucketPublicAccessBlock",
  replication: "bucketReplicationConfig:BucketReplicationConfig",
  versioning: "bucketVersioning:BucketVersioning",
  website: "bucketWebsiteConfiguration:BucketWebsiteConfiguration",
} as const;

type Side = keyof typeof sides;

const sideType = (side: Side): string => `aws:s3/${sides[side]}`;
const bucketType = "aws:s3/bucket:Bucket";

/**
 * One bucket with all its settings, whether they are side resources, `*V2` ones or inline blocks. A setting is
 * undefined if the program does not make it; asking for one that is not known yet throws `NotKnownYet`.
 */
export class BucketView {
  #policy: Setting<PolicyDocument> | undefined | null = null;

  constructor(
    readonly resource: PackResource,
    private readonly index: StackIndex,
  ) {}

  /** The bucket's name, if the program gives one. */
  get name(): string | undefined {
    return this.resource.inputs.text("bucket");
  }

  /** Whether the setting with all four switches is there. */
  get publicAccessBlock(): PackResource | undefined {
    return this.#side("publicAccessBlock");
  }

  /** `Enabled`, `Suspended` or `Disabled`. */
  get versioning(): Setting<{ readonly status: string | undefined }> | undefined {
    const side = this.#side("versioning");
    if (side !== undefined) {
      const status = side.inputs.one("versioningConfiguration", "versioningConfigurations")?.text("status");
      return { from: side, status };
    }
    const inline = this.#inline("versioning", "versionings");
    const status = inline?.flag("enabled") === true ? "Enabled" : "Disabled";
    return inline && { from: this.resource, status };
  }

  get encryption(): Setting<Encryption> | undefined {
    return this.#setting(
      "encryption",
      encryptionOf,
      ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"],
      encryptionOf,
    );
  }

  /** The bucket policy. Throws `UnreadablePolicy` for what is none. */
  get policy(): Setting<PolicyDocument> | undefined {
    if (this.#policy === null) {
      const side = this.#side("policy");
      const from = side ?? (this.resource.inputs.has("policy") ? this.resource : undefined);
      this.#policy = from && { from, ...readPolicy(from.inputs.whole("policy")) };
    }
    return this.#policy;
  }

  /** `BucketOwnerEnforced` if ACLs are off. */
  get ownership(): Setting<{ readonly rule: string | undefined }> | undefined {
    const side = this.#side("ownership");
    return side && { from: side, rule: side.inputs.one("rule")?.text("objectOwnership") };
  }

  get lifecycle(): Setting<{ readonly rules: readonly LifecycleRuleView[] }> | undefined {
    const side = this.#side("lifecycle");
    if (side !== undefined) return { from: side, rules: side.inputs.many("rules").map(lifecycleRule) };
    const inline = this.resource.inputs.many("lifecycleRules");
    return inline.length === 0 ? undefined : { from: this.resource, rules: inline.map(inlineLifecycleRule) };
  }

  /** Where access logs go: the bucket if it is of this stack. */
  get logging(): Setting<{ readonly target: PackResource | undefined }> | undefined {
    const side = this.#side("logging");
    if (side !== undefined) {
      const { targets } = this.index.from(side, "targetBucket", bucketType);
      return side.inputs.isKnown("targetBucket") && !side.inputs.has("targetBucket")
        ? undefined
        : { from: side, target: targets[0] };
    }
    const inline = this.#inline("logging", "loggings");
    return inline && { from: this.resource, target: this.#inlineLogTarget(inline) };
  }

  get lock(): Setting<Lock> | undefined {
    return this.#setting("lock", lockOf, ["objectLockConfiguration"], lockOf);
  }

  get website(): PackResource | undefined {
    return this.#side("website") ?? (this.#inline("website", "websites") && this.resource);
  }

  get corsRules(): readonly Setting<{ readonly origins: readonly string[] }>[] {
    const side = this.#side("cors");
    const from = side ?? this.resource;
    return from.inputs.many("corsRules").map((rule) => ({ from, origins: rule.texts("allowedOrigins") }));
  }

  /** Where its versions are copied to. */
  get replication(): Setting<{ readonly destinations: readonly Values[] }> | undefined {
    return this.#setting(
      "replication",
      (inputs) => ({ destinations: destinationsOf(inputs) }),
      ["replicationConfiguration", "replicationConfigurations"],
      (inline) => ({ destinations: destinationsOf(inline) }),
    );
  }

  /** Its own tag, or one that the provider adds by default. */
  tag(name: string): string | undefined {
    return this.resource.inputs.text("tags", name) ?? this.#defaultTag(name);
  }

  /** The settings that more than one resource of the stack makes, each with its resources. */
  get contested(): readonly { readonly setting: string; readonly by: readonly PackResource[] }[] {
    return Object.values(sides).flatMap((side) => {
      const by = this.index
        .pointingTo(this.resource, `aws:s3/${side}`, "bucket")
        .filter((one) => this.index.from(one, "bucket", bucketType).targets.length === 1);
      return by.length > 1 ? [{ setting: side.split(":")[1] ?? side, by }] : [];
    });
  }

  /** Whether another bucket of the stack, or its policy, says that S3's access logs are delivered here. */
  get receivesAccessLogs(): boolean {
    return this.index.accessLogTargets.has(this.resource.urn) || this.#admits("logging.s3.amazonaws.com");
  }

  /** Whether a trail of the stack, or its policy, says that CloudTrail writes here. */
  get receivesTrail(): boolean {
    const trails = this.index.pointingTo(this.resource, "aws:cloudtrail/trail:Trail", "s3BucketName");
    return trails.length > 0 || this.#admits("cloudtrail.amazonaws.com");
  }

  /** Whether AWS services write logs here, with no header of their own. */
  get receivesLogs(): boolean {
    return this.receivesAccessLogs || this.receivesTrail || logWriters.some((service) => this.#admits(service));
  }

  /** Whether another bucket of the stack is copied here. */
  get isReplica(): boolean {
    return this.index.replicas.has(this.resource.urn);
  }

  /** The side resource of a kind. Throws if one is there whose bucket is not known. */
  #side(side: Side): PackResource | undefined {
    const [found] = this.index.pointingTo(this.resource, sideType(side), "bucket");
    if (found !== undefined) return found;
    if (this.index.strays(sideType(side), "bucket", bucketType)) throw new NotKnownYet(`whose ${sides[side]} it is`);
    return undefined;
  }

  #defaultTag(name: string): string | undefined {
    const { outputs } = this.resource;
    return outputs.isKnown("tagsAll", name) ? outputs.text("tagsAll", name) : undefined;
  }

  #inline(...names: readonly string[]): Values | undefined {
    return this.resource.inputs.one(...names);
  }

  #setting<T>(
    side: Side,
    read: (inputs: Values) => T | undefined,
    names: readonly string[],
    readInline: (inline: Values) => T | undefined,
  ): Setting<T> | undefined {
    const resource = this.#side(side);
    const inline = resource === undefined ? this.#inline(...names) : undefined;
    const value = resource === undefined ? inline && readInline(inline) : read(resource.inputs);
    return value && { ...value, from: resource ?? this.resource };
  }

  #inlineLogTarget(inline: Values): PackResource | undefined {
    if (inline.isKnown("targetBucket")) {
      const [named] = this.index.named(inline.text("targetBucket") ?? "", bucketType);
      if (named !== undefined) return named;
    }
    return ["logging", "loggings"].flatMap((name) => this.index.from(this.resource, name, bucketType).targets)[0];
  }

  #admits(service: string): boolean {
    const { policy } = this;
    return audiences(policy ?? { statements: [] }).some(
      ({ services, statement }) => services.includes(service) && coversAction(statement, "s3:PutObject"),
    );
  }
}

/** AWS services that write logs into a bucket (each one's "bucket permissions" page). */
const logWriters = [
  "config.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "logdelivery.elasticloadbalancing.amazonaws.com",
  "logs.amazonaws.com",
];
