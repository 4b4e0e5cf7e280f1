import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf, iamArn } from "../internal/account";
import { checkRange } from "../internal/argument-errors";
import { withChildren } from "../internal/children";
import { defaults } from "../internal/defaults";
import { limits } from "../internal/limits";
import { policyDocument } from "../internal/policy-document";
import { protectedByDefault, unprotected } from "../internal/protection";
import { checkGroups, makeGroups } from "../internal/roles/groups";
import { checkPrincipals } from "../internal/roles/principals";
import { roleName } from "../internal/roles/role-names";
import { checkTies } from "../internal/roles/session-names";
import { trustStatements } from "../internal/roles/trust-policy";
import { type AuditTrailArgs, children } from "./args";
import { checkOwnTrail, makeOwnTrail } from "./own-trail";
import { auditorStatements } from "./policy-statements";

const defaultPurpose = "trail";

/**
 * Who did what, kept where nobody can change it: a trail of all regions with management events and the data buckets'
 * reads and writes, log file validation and a key of its own, into a locked bucket that CloudTrail alone writes and
 * auditors alone read, and into a log group for alarms and queries. Or an organisation's trail that does so already.
 * Protected by default: give `{ protect: false }` to be able to delete it.
 *
 * @example
 * ```ts
 * import { AuditTrail } from "coffer";
 *
 * const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
 * export const trail = new AuditTrail("trail", {
 *   naming,
 *   kind: "own",
 *   dataBuckets: ["arn:aws:s3:::acme-files"],
 *   objectLock: { mode: "governance", days: 7 },
 *   accessLogs: "acme-access-logs",
 *   auditors: [{ user: "audrey" }],
 * });
 * ```
 */
export class AuditTrail extends pulumi.ComponentResource {
  /** Where the records arrive: for metric filters and queries. */
  readonly logGroupName: pulumi.Output<string>;
  /** The role that reads the trail. */
  readonly auditorArn: pulumi.Output<string>;
  /** The log bucket's name; undefined where the trail is the organisation's. */
  readonly bucketName: pulumi.Output<string> | undefined;
  /** The key of the log bucket and the log group; undefined where the trail is the organisation's. */
  readonly keyArn: pulumi.Output<string> | undefined;
  readonly #own: ReturnType<typeof makeOwnTrail> | undefined;
  readonly #auditor: aws.iam.Role;
  readonly #auditorPolicy: aws.iam.RolePolicy;
  readonly #groups: ReturnType<typeof makeGroups>;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:AuditTrail", name, {}, withChildren(children, args, protectedByDefault(opts)));
    const owner = { component: this, name };
    const { naming, auditors, others = [], purpose = defaultPurpose } = args;
    const { trustPolicyQuota = limits.trustPolicyQuota.least } = args;
    checkRange(owner, "trustPolicyQuota", trustPolicyQuota, limits.trustPolicyQuota);
    checkPrincipals(owner, "auditors", auditors);
    const everybody = [...auditors, ...others];
    checkTies(owner, everybody);
    checkGroups(owner, auditors, others);
    if (args.kind === "own") checkOwnTrail(owner, args);

    const account = accountOf(owner, naming);
    const part = purpose === defaultPurpose ? undefined : purpose;
    const auditorName = roleName(owner, naming, "auditor", part);
    // The role's ARN is known before the role exists, for the key's policy and the bucket's.
    const auditorArn = iamArn(account, `role/${auditorName}`);
    if (args.kind === "own") {
      this.#own = makeOwnTrail(name, args, { owner, naming, purpose, account, auditorArn, transform: args.transform });
      this.logGroupName = this.#own.logGroup.name;
    } else this.logGroupName = pulumi.output(args.logGroupName);

    this.#auditor = new aws.iam.Role(
      `${name}-auditor`,
      {
        name: auditorName,
        description: "Reads the audit trail and runs the saved queries, and changes nothing",
        assumeRolePolicy: policyDocument(
          "trust",
          `${name}-auditor`,
          trustStatements({ owner, account, principals: auditors, everybody }),
          { quota: trustPolicyQuota },
        ),
        maxSessionDuration: defaults.roles.sessionSeconds,
      },
      { parent: this, ...unprotected },
    );
    const logGroupArn = pulumi.interpolate`arn:${account.partition}:logs:${naming.region}:${account.id}:log-group:${this.logGroupName}`;
    const files = this.#own && { bucketArn: this.#own.bucket.arn, keyArn: this.#own.key.arn };
    this.#auditorPolicy = new aws.iam.RolePolicy(
      `${name}-auditor`,
      {
        role: this.#auditor.name,
        policy: policyDocument(
          "inline",
          `${name}-auditor`,
          auditorStatements({ logGroupArn, ...(files ? { files } : {}) }),
        ),
      },
      { parent: this, ...unprotected },
    );
    this.#groups = makeGroups(name, owner, naming, [{ arn: this.#auditor.arn, principals: auditors }], part);

    this.auditorArn = this.#auditor.arn;
    this.bucketName = this.#own?.bucket.name;
    this.keyArn = this.#own?.key.arn;
    this.registerOutputs({ logGroupName: this.logGroupName, auditorArn: this.auditorArn, bucketName: this.bucketName });
  }

  /** What it is made of; `own` is undefined where the trail is the organisation's. */
  get nodes() {
    return { own: this.#own, auditor: this.#auditor, auditorPolicy: this.#auditorPolicy, groups: this.#groups };
  }
}
