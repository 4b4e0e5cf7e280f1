import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../internal/account";
import { check, checkRange } from "../internal/argument-errors";
import { type ChildOptions, withChildren } from "../internal/children";
import { defaults } from "../internal/defaults";
import { limits } from "../internal/limits";
import { resourceName } from "../internal/names";
import type { Naming } from "../internal/naming";
import { policyDocument } from "../internal/policy-document";
import { protectedByDefault, unprotected } from "../internal/protection";
import { placed } from "../internal/second-region";
import { administrationStatements, grantStatement, type KeyGrant } from "./key-policy";

const children = { key: { type: aws.kms.Key }, alias: { type: aws.kms.Alias } } as const;

export interface EncryptionKeyArgs extends ChildOptions<typeof children> {
  /** Company, environment and region of the stack, which every name begins with. */
  readonly naming: Naming;
  /** What the key encrypts: the last part of its alias. */
  readonly purpose: string;
  /** Who and what may use the key, one grant of each kind. Default: nobody. */
  readonly grants?: readonly KeyGrant[];
  /** The roles and users that may administer the key, by ARN. Default: whom IAM lets in this account. */
  readonly administrators?: readonly pulumi.Input<string>[];
  /** Days between the key's deletion being asked for and done, 7 to 30. Default: 30. */
  readonly deletionWindowDays?: number;
  /** Days between rotations, 90 to 2,560. Default: 365. */
  readonly rotationPeriodDays?: number;
}

/**
 * A customer managed KMS key of one region with rotation, an alias and a policy that separates administering it from
 * using it (AWS KMS Developer Guide, "Key policies"). Protected by default: give `{ protect: false }` to be able to
 * delete it.
 *
 * @example
 * ```ts
 * import { EncryptionKey } from "coffer";
 *
 * const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
 * export const key = new EncryptionKey("key", { naming, purpose: "reports", grants: [{ to: "s3" }, { to: "logs" }] });
 * ```
 */
export class EncryptionKey extends pulumi.ComponentResource {
  /** The key's ARN. */
  readonly arn: pulumi.Output<string>;
  readonly #key: aws.kms.Key;
  readonly #alias: aws.kms.Alias;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(
      "coffer:index:EncryptionKey",
      name,
      {},
      withChildren(children, args, placed(args.naming, protectedByDefault(opts))),
    );
    const owner = { component: this, name };
    const { naming, purpose, grants = [] } = args;
    const { deletionWindowDays = defaults.key.deletionWindowDays } = args;
    const { rotationPeriodDays = defaults.key.rotationPeriodDays } = args;
    checkRange(owner, "deletionWindowDays", deletionWindowDays, limits.deletionWindowDays);
    checkRange(owner, "rotationPeriodDays", rotationPeriodDays, limits.rotationPeriodDays);
    const kinds = grants.map(({ to }) => to);
    const once = new Set(kinds).size === kinds.length;
    check(
      owner,
      once,
      "grants",
      kinds,
      "at most one grant of each kind, for a policy's statements have names of their own",
    );
    const alias = resourceName(owner, naming, purpose);
    const place = { account: accountOf(owner, naming), naming };
    const statements = [
      ...administrationStatements(args.administrators, place),
      ...grants.map((grant) => grantStatement(grant, place)),
    ];

    this.#key = new aws.kms.Key(
      name,
      {
        description: `Coffer: ${alias}`,
        enableKeyRotation: true,
        rotationPeriodInDays: rotationPeriodDays,
        deletionWindowInDays: deletionWindowDays,
        multiRegion: false,
        policy: policyDocument("key", name, statements),
      },
      { parent: this },
    );
    this.#alias = new aws.kms.Alias(
      name,
      { name: `alias/${alias}`, targetKeyId: this.#key.keyId },
      { parent: this, ...unprotected },
    );

    this.arn = this.#key.arn;
    this.registerOutputs({ arn: this.arn });
  }

  /** The raw resources, for what the component does not offer. */
  get nodes() {
    return { key: this.#key, alias: this.#alias };
  }
}
