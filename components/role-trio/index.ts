import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ApiConfig } from "../../functions/api/config";
import { type Role, roles } from "../../functions/api/routes";
import { accountOf } from "../internal/account";
import { checkRange } from "../internal/argument-errors";
import { type ChildOptions, withChildren } from "../internal/children";
import { defaults } from "../internal/defaults";
import { limits } from "../internal/limits";
import type { Naming } from "../internal/naming";
import { policyDocument, type Statement } from "../internal/policy-document";
import { checkGroups, makeGroups } from "../internal/roles/groups";
import { checkFreshMfa, checkPrincipals, type Principal } from "../internal/roles/principals";
import { roleName } from "../internal/roles/role-names";
import { checkTies } from "../internal/roles/session-names";
import { trustStatements } from "../internal/roles/trust-policy";
import { boundaryStatements, custodianBoundaryStatements, type RoleScope, roleStatements } from "./role-policies";

interface MadeRole {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicy;
}

const children = {
  boundary: { type: aws.iam.Policy, suffix: "-boundary" },
  custodianBoundary: { type: aws.iam.Policy, suffix: "-custodian-boundary" },
  uploader: { type: aws.iam.Role, suffix: "-uploader" },
  viewer: { type: aws.iam.Role, suffix: "-viewer" },
  admin: { type: aws.iam.Role, suffix: "-admin" },
  custodian: { type: aws.iam.Role, suffix: "-custodian" },
  groups: { type: aws.iam.Group },
} as const;

export interface RoleTrioArgs extends ChildOptions<typeof children> {
  /** Company, environment and region of the stack, which every name begins with. */
  readonly naming: Naming;
  /** Tells this trio's names from those of another trio of the stack. Default: none, for a stack's only one. */
  readonly purpose?: string;
  /**
   * Who may assume each role; at least one principal each, but for custodians: without them their role does not exist.
   * Users, roles and providers must exist before the deployment. Custodians are IAM users or groups of them.
   */
  readonly principals: Readonly<Record<"uploaders" | "viewers" | "admins", readonly Principal[]>> & {
    readonly custodians?: readonly Principal[];
  };
  /** Who else has a name in the stack, such as the auditors: nobody here can take it. Default: nobody. */
  readonly others?: readonly Principal[];
  /** The bucket that the roles use, and its key. */
  readonly bucket: {
    readonly arn: pulumi.Input<string>;
    /** The key that the bucket encrypts with. */
    readonly keyArn: pulumi.Input<string>;
  };
  /** The standby copy, which only Admin reads. Default: none. */
  readonly vault?: { readonly arn: pulumi.Input<string>; readonly keyArn: pulumi.Input<string> };
  /** The API that the roles call. Default: none; they reach the bucket directly. */
  readonly api?: { readonly executionArn: pulumi.Input<string> };
  /** Characters of a trust policy that the account's quota allows, 2,048 to 4,096. Default: 2,048. */
  readonly trustPolicyQuota?: number;
  /** Where the objects live in the bucket; ends in `/`. Default: `uploads/`. */
  readonly prefix?: string;
  /** Whether an uploader writes below its own name or anywhere below the prefix. Default: `per-caller`. */
  readonly layout?: ApiConfig["layout"];
}

/**
 * Three roles over one prefix of one bucket: Uploader writes and cannot read, Viewer reads and cannot write, Admin does
 * both, restores and deletes. A fourth, Custodian, exists where the principals name one: it deletes single versions for
 * good, and nothing else. Assumed through STS with MFA, the Custodian's with a fresh code, for an hour; permissions
 * boundaries keep each of them from the guardrails.
 *
 * @example
 * ```ts
 * import { EncryptionKey, RoleTrio } from "coffer";
 *
 * const naming = { company: "acme", environment: "dev", region: "eu-central-1" };
 * const key = new EncryptionKey("key", { naming, purpose: "main", grants: [{ to: "s3" }] });
 * const bucket = { name: "acme-files", arn: "arn:aws:s3:::acme-files", keyArn: key.arn };
 * export const roles = new RoleTrio("roles", {
 *   naming,
 *   bucket,
 *   principals: { uploaders: [{ user: "alice" }], viewers: [{ user: "victor" }], admins: [{ user: "ada" }] },
 * });
 * ```
 */
export class RoleTrio extends pulumi.ComponentResource {
  /** The custodian's is undefined where there is none. */
  readonly arns: Readonly<Record<"uploader" | "viewer" | "admin", pulumi.Output<string>>> & {
    readonly custodian?: pulumi.Output<string>;
  };
  /** The names of the roles by which objects are read. */
  readonly readerRoles: readonly pulumi.Output<string>[];
  /** The names of the roles by which versions are listed, and nothing is read. */
  readonly listerRoles: readonly pulumi.Output<string>[];
  readonly #boundary: aws.iam.Policy;
  readonly #roles: Readonly<Record<"uploader" | "viewer" | "admin", MadeRole>>;
  readonly #custodian: (MadeRole & { readonly boundary: aws.iam.Policy }) | undefined;
  readonly #groups: ReturnType<typeof makeGroups>;

  constructor(name: string, args: RoleTrioArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:RoleTrio", name, {}, withChildren(children, args, opts ?? {}));
    const owner = { component: this, name };
    const { naming, bucket, others = [], prefix = "uploads/", layout = "per-caller" } = args;
    const { trustPolicyQuota = limits.trustPolicyQuota.least } = args;
    checkRange(owner, "trustPolicyQuota", trustPolicyQuota, limits.trustPolicyQuota);
    const { uploaders, viewers, admins, custodians } = args.principals;
    const principals = { uploader: uploaders, viewer: viewers, admin: admins, custodian: custodians ?? [] };
    for (const [argument, given] of Object.entries(args.principals))
      checkPrincipals(owner, `principals.${argument}`, given);
    checkFreshMfa(owner, "principals.custodians", principals.custodian);
    const own = Object.values(principals).flat();
    const everybody = [...own, ...others];
    checkTies(owner, everybody);
    checkGroups(owner, own, others);

    const account = accountOf(owner, naming);
    const scope: RoleScope = {
      bucketArn: bucket.arn,
      keyArn: bucket.keyArn,
      region: naming.region,
      prefix,
      apiArn: args.api?.executionArn,
      vault: args.vault,
      layout,
      withoutSource: uploaders.flatMap((one) => ("oidc" in one ? [one.as] : [])),
    };
    const makeBoundary = (purpose: string, description: string, statements: readonly Statement[]) =>
      new aws.iam.Policy(
        `${name}-${purpose}`,
        {
          name: roleName(owner, naming, purpose, args.purpose),
          description,
          policy: policyDocument("managed", `${name}-${purpose}`, statements),
        },
        { parent: this },
      );
    const make = (role: Role, boundary: aws.iam.Policy): MadeRole => {
      const fresh = role === "custodian" ? { mfaSeconds: defaults.roles.freshMfaSeconds } : {};
      const trust = trustStatements({ owner, account, principals: principals[role], everybody, ...fresh });
      const made = new aws.iam.Role(
        `${name}-${role}`,
        {
          name: roleName(owner, naming, role, args.purpose),
          description: descriptions[role],
          assumeRolePolicy: policyDocument("trust", `${name}-${role}`, trust, { quota: trustPolicyQuota }),
          // An hour is the least that IAM takes; a shorter session is the caller's choice.
          maxSessionDuration: defaults.roles.sessionSeconds,
          permissionsBoundary: boundary.arn,
        },
        { parent: this },
      );
      const policy = new aws.iam.RolePolicy(
        `${name}-${role}`,
        { role: made.name, policy: policyDocument("inline", `${name}-${role}`, roleStatements(role, scope)) },
        { parent: this },
      );
      return { role: made, policy };
    };
    const boundary = makeBoundary("boundary", "What the roles of the trio can never exceed", boundaryStatements(scope));
    this.#boundary = boundary;
    this.#roles = {
      uploader: make("uploader", boundary),
      viewer: make("viewer", boundary),
      admin: make("admin", boundary),
    };
    if (custodians !== undefined) {
      const statements = custodianBoundaryStatements(scope);
      const narrow = makeBoundary("custodian-boundary", "What the custodian can never exceed", statements);
      this.#custodian = { ...make("custodian", narrow), boundary: narrow };
    }
    const { uploader, viewer, admin } = this.#roles;
    const made = { uploader, viewer, admin, ...(this.#custodian ? { custodian: this.#custodian } : {}) };
    this.#groups = makeGroups(
      name,
      owner,
      naming,
      roles.flatMap((role) => {
        const arn = made[role]?.role.arn;
        return arn === undefined ? [] : [{ arn, principals: principals[role] }];
      }),
      args.purpose,
    );

    const { custodian } = made;
    this.arns = {
      uploader: uploader.role.arn,
      viewer: viewer.role.arn,
      admin: admin.role.arn,
      ...(custodian ? { custodian: custodian.role.arn } : {}),
    };
    this.readerRoles = [viewer.role.name, admin.role.name];
    this.listerRoles = custodian === undefined ? [] : [custodian.role.name];
    this.registerOutputs({ arns: this.arns });
  }

  /** The raw resources, for what the component does not offer. */
  get nodes() {
    return { boundary: this.#boundary, ...this.#roles, custodian: this.#custodian, groups: this.#groups };
  }
}

const descriptions: Record<Role, string> = {
  uploader: "Uploads files, and cannot read them",
  viewer: "Lists and downloads files, and cannot change them",
  admin: "Uploads, downloads, restores and deletes files, and cannot remove a guardrail",
  custodian: "Deletes single versions for good, with a fresh MFA code, and does nothing else",
};
