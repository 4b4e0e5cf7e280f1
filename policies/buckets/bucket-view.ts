import { logWriters } from "../data/log-writers";
import type { PackResource } from "../framework/resource";
import type { BucketRelations } from "../framework/resource-index";
import { NotKnownYet, type Values } from "../framework/values";
import { audiences, coversAction } from "../iam/audience";
import { type PolicyDocument, type PolicyStatement, readPolicy } from "../iam/document";
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
} from "./bucket-settings";
import { isOutside, settingTypes as sides } from "./external-buckets";
import { areLoadBalancers, leavesWritingToServices, logsAreDeliveredTo } from "./log-delivery";
import { coversObjects } from "./objects-covered";

type Side = keyof typeof sides;
const sideNames = Object.keys(sides) as readonly Side[];

/** The properties of a bucket in which it makes the setting itself. */
const inlineNames: Readonly<Partial<Record<Side, readonly string[]>>> = {
  acl: ["acl", "grants"],
  cors: ["corsRules"],
  encryption: ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"],
  lifecycle: ["lifecycleRules"],
  lock: ["objectLockConfiguration"],
  logging: ["logging", "loggings"],
  policy: ["policy"],
  replication: ["replicationConfiguration", "replicationConfigurations"],
  versioning: ["versioning", "versionings"],
  website: ["website", "websites"],
};

const sideType = (side: Side): string => `aws:s3/${sides[side]}`;
const bucketType = "aws:s3/bucket:Bucket";

/**
 * One bucket with all its settings, whether they are side resources, `*V2` ones or inline blocks. A setting is
 * undefined if the program does not make it; asking for one that is not known yet throws `NotKnownYet`.
 */
export class BucketView {
  #policy: Setting<PolicyDocument> | undefined | null = null;
  #readings: readonly BucketView[] | undefined;

  /** `choice` says which resource counts where several make one setting: see {@link readings}. */
  constructor(
    readonly resource: PackResource,
    private readonly index: BucketRelations,
    private readonly choice = 0,
    /** What {@link #makers} found, for all readings. */
    private readonly made = new Map<Side, readonly PackResource[]>(),
  ) {}

  /**
   * The bucket read once for each resource that may win. Where several resources make one setting, the last one written
   * wins, and that can be any of them: a bucket is as safe as its worst reading.
   */
  get readings(): readonly BucketView[] {
    if (this.#readings === undefined) {
      const count = Math.max(1, ...sideNames.map((side) => this.#makers(side).length));
      this.#readings = Array.from(
        { length: count },
        (_, choice) => new BucketView(this.resource, this.index, choice, this.made),
      );
    }
    return this.#readings;
  }

  /** The resource of this program that stands for the bucket: one of its settings where the bucket is outside of it. */
  get spokesman(): PackResource {
    if (!isOutside(this.resource)) return this.resource;
    return sideNames.flatMap((side) => this.#makers(side))[0] ?? this.resource;
  }

  /** The bucket's name, if the program gives one. */
  get name(): string | undefined {
    return this.resource.inputs.text("bucket");
  }

  /** Whether the setting with all four switches is there. */
  get publicAccessBlock(): PackResource | undefined {
    return this.#maker("publicAccessBlock");
  }

  /** `Enabled`, `Suspended` or `Disabled`. */
  get versioning(): Setting<{ readonly status: string | undefined }> | undefined {
    return this.#setting(
      "versioning",
      (side) => ({ status: side.one("versioningConfiguration", "versioningConfigurations")?.text("status") }),
      (inline) => ({ status: inline.flag("enabled") === true ? "Enabled" : "Disabled" }),
    );
  }

  get encryption(): Setting<Encryption> | undefined {
    return this.#setting("encryption", encryptionOf, encryptionOf);
  }

  /** The bucket policy. Throws `UnreadablePolicy` for what is none. */
  get policy(): Setting<PolicyDocument> | undefined {
    if (this.#policy === null) {
      const from = this.#maker("policy");
      this.#policy = from && { from, ...readPolicy(from.inputs.whole("policy")) };
    }
    return this.#policy;
  }

  /** `BucketOwnerEnforced` if ACLs are off. */
  get ownership(): Setting<{ readonly rule: string | undefined }> | undefined {
    const side = this.#maker("ownership");
    return side && { from: side, rule: side.inputs.one("rule")?.text("objectOwnership") };
  }

  get lifecycle(): Setting<{ readonly rules: readonly LifecycleRuleView[] }> | undefined {
    const from = this.#maker("lifecycle");
    if (from === undefined) return undefined;
    const inline = from === this.resource;
    const rules = from.inputs.many(inline ? "lifecycleRules" : "rules");
    return { from, rules: rules.map(inline ? inlineLifecycleRule : lifecycleRule) };
  }

  /** Where access logs go: the bucket if it is of this stack. */
  get logging(): Setting<{ readonly target: PackResource | undefined }> | undefined {
    const from = this.#maker("logging");
    if (from === undefined) return undefined;
    if (from === this.resource) {
      const inline = this.resource.inputs.one("logging", "loggings");
      return inline && { from, target: this.#inlineLogTarget(inline) };
    }
    const { targets } = this.index.from(from, "targetBucket", bucketType);
    return from.inputs.isKnown("targetBucket") && !from.inputs.has("targetBucket")
      ? undefined
      : { from, target: targets[0] };
  }

  get lock(): Setting<Lock> | undefined {
    return this.#setting("lock", lockOf, lockOf);
  }

  get website(): PackResource | undefined {
    return this.#maker("website");
  }

  get corsRules(): readonly Setting<{ readonly origins: readonly string[] }>[] {
    const from = this.#maker("cors");
    if (from === undefined) return [];
    return from.inputs.many("corsRules").map((rule) => ({ from, origins: rule.texts("allowedOrigins") }));
  }

  /** Where its versions are copied to. */
  get replication(): Setting<{ readonly destinations: readonly Values[] }> | undefined {
    return this.#setting(
      "replication",
      (inputs) => ({ destinations: destinationsOf(inputs) }),
      (inline) => ({ destinations: destinationsOf(inline) }),
    );
  }

  /** Its own tag, or one that the provider adds by default. */
  tag(name: string): string | undefined {
    return this.resource.inputs.text("tags", name) ?? this.#defaultTag(name);
  }

  /** The settings that more than one resource of the stack makes, each with its resources. */
  get contested(): readonly { readonly setting: string; readonly by: readonly PackResource[] }[] {
    return sideNames.flatMap((side) => {
      const by = this.#makers(side);
      return by.length > 1 ? [{ setting: sides[side].split(":")[1] ?? side, by }] : [];
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

  /**
   * Whether the bucket is for logs: a resource of the stack has a service deliver here, or its policy admits a service that
   * delivers logs and denies writing to everybody else. A statement that admits such a service makes no log bucket by itself.
   */
  get isForLogs(): boolean {
    if (logsAreDeliveredTo(this.resource, this.index)) return true;
    const { policy } = this;
    if (policy === undefined) return false;
    if (!logWriters.some((service) => this.#admits(service)) && !this.#admitsLoadBalancers()) return false;
    return policy.statements.some((statement) => leavesWritingToServices(statement, this.name));
  }

  /** Whether its policy leaves all of the bucket to S3's access logs: those of other stacks' buckets, for one. */
  get isForAccessLogs(): boolean {
    return this.#admits("logging.s3.amazonaws.com", (statement) => coversObjects(statement, this.name));
  }

  /** Whether another bucket of the stack is copied here. */
  get isReplica(): boolean {
    return this.index.replicas.has(this.resource.urn);
  }

  /** Whatever makes a setting: the bucket itself by an inline block, and side resources. */
  #makers(side: Side): readonly PackResource[] {
    let makers = this.made.get(side);
    if (makers === undefined) {
      const inline = (inlineNames[side] ?? []).some((name) => this.#isInline(side, name));
      makers = [...(inline ? [this.resource] : []), ...this.index.pointingTo(this.resource, sideType(side), "bucket")];
      this.made.set(side, makers);
    }
    return makers;
  }

  /** Whether an inline block is there. One that is not known is, and whoever reads it is told so. */
  #isInline(side: Side, name: string): boolean {
    const { inputs } = this.resource;
    if (!inputs.isKnown(name)) return true;
    const given = inputs.one(name);
    // `objectLockEnabled` alone switches the lock on; the retention is then set by the side resource, or not at all.
    if (side === "lock" && given?.isKnown("rule")) return given.one("rule", "rules") !== undefined;
    return given !== undefined;
  }

  /** The resource that counts for a setting. Throws if there is none, and one is there whose bucket is not known. */
  #maker(side: Side): PackResource | undefined {
    const makers = this.#makers(side);
    const found = makers[Math.min(this.choice, makers.length - 1)];
    // What else is set for a bucket outside of the program is not this program's to say.
    if (found !== undefined || isOutside(this.resource)) return found;
    if (this.index.strays(sideType(side), "bucket", bucketType)) throw new NotKnownYet(`whose ${sides[side]} it is`);
    return undefined;
  }

  #defaultTag(name: string): string | undefined {
    const { outputs } = this.resource;
    return outputs.isKnown("tagsAll", name) ? outputs.text("tagsAll", name) : undefined;
  }

  #setting<T>(
    side: Side,
    read: (inputs: Values) => T | undefined,
    readInline: (inline: Values) => T | undefined,
  ): Setting<T> | undefined {
    const from = this.#maker(side);
    const inline = from === this.resource ? from.inputs.one(...(inlineNames[side] ?? [])) : undefined;
    const value = from === this.resource ? inline && readInline(inline) : from && read(from.inputs);
    return value && from && { ...value, from };
  }

  #inlineLogTarget(inline: Values): PackResource | undefined {
    if (inline.isKnown("targetBucket")) {
      const [named] = this.index.named(inline.text("targetBucket") ?? "", bucketType);
      if (named !== undefined) return named;
    }
    return ["logging", "loggings"].flatMap((name) => this.index.from(this.resource, name, bucketType).targets)[0];
  }

  /** Whether its policy lets Elastic Load Balancing's own accounts, and no others in the same statement, write. */
  #admitsLoadBalancers(): boolean {
    return audiences(this.policy ?? { statements: [] }).some(
      ({ statement }) => areLoadBalancers(statement.principals?.aws ?? []) && coversAction(statement, "s3:PutObject"),
    );
  }

  #admits(service: string, further: (statement: PolicyStatement) => boolean = () => true): boolean {
    return audiences(this.policy ?? { statements: [] }).some(
      ({ services, statement }) =>
        services.includes(service) && coversAction(statement, "s3:PutObject") && further(statement),
    );
  }
}
