import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ApiConfig } from "../functions/api/config";
import { type Role, roles } from "../functions/api/routes";
import { accountOf } from "./internal/account";
import { check } from "./internal/check";
import { defaults } from "./internal/defaults";
import { type Naming, resourceName } from "./internal/names";
import { policyDocument } from "./internal/policy-document";
import {
  callerOfPrincipal,
  checkCallers,
  checkPrincipals,
  type Principal,
  trustStatements,
} from "./internal/roles/principals";
import { boundaryStatements, type RoleScope, roleStatements } from "./internal/roles/statements";

export interface RoleTrioArgs {
  readonly naming: Naming;
  /** Who may assume each role; at least one principal each. IAM users and roles must exist before the deployment. */
  readonly principals: Readonly<Record<`${Role}s`, readonly Principal[]>>;
  readonly bucket: {
    readonly arn: pulumi.Input<string>;
    /** The key that the bucket encrypts with. */
    readonly keyArn: pulumi.Input<string>;
  };
  /** The standby copy, which Admin alone reads. Default: none. */
  readonly vault?: { readonly arn: pulumi.Input<string>; readonly keyArn: pulumi.Input<string> };
  /** The API that the roles call. Default: none; they reach the bucket directly. */
  readonly api?: { readonly executionArn: pulumi.Input<string> };
  /** Where the objects live in the bucket; ends in `/`. Default: `uploads/`. */
  readonly prefix?: string;
  /** Whether an uploader writes below its own name or anywhere below the prefix. Default: `per-caller`. */
  readonly layout?: ApiConfig["layout"];
}

/** Named uploaders that fit into one role's policy, which IAM limits to 10,240 characters. */
const mostNamedUploaders = 20;

/**
 * Three roles over one prefix of one bucket: Uploader writes and cannot read, Viewer reads and cannot write, Admin does
 * both, restores and deletes. Assumed through STS with MFA, for an hour; a permissions boundary keeps each of them from
 * the guardrails.
 */
export class RoleTrio extends pulumi.ComponentResource {
  readonly arns: Readonly<Record<Role, pulumi.Output<string>>>;
  /** The names of the roles by which objects are read. */
  readonly readerRoles: readonly pulumi.Output<string>[];
  readonly #boundary: aws.iam.Policy;
  readonly #roles: Readonly<Record<Role, { readonly role: aws.iam.Role; readonly policy: aws.iam.RolePolicy }>>;

  constructor(name: string, args: RoleTrioArgs, opts?: pulumi.ComponentResourceOptions) {
    super("coffer:index:RoleTrio", name, {}, opts);
    const owner = { component: this, name };
    const { naming, principals, bucket, prefix = "uploads/", layout = "per-caller" } = args;
    for (const role of roles) checkPrincipals(owner, `principals.${role}s`, principals[`${role}s`]);
    checkCallers(owner, Object.values(principals).flat());
    const callers = principals.uploaders.map(callerOfPrincipal).filter((caller) => caller !== undefined);
    const fits = layout === "shared" || callers.length <= mostNamedUploaders;
    check(
      owner,
      fits,
      "principals.uploaders",
      `${callers.length} names`,
      `at most ${mostNamedUploaders}, a SAML provider, or layout: "shared"`,
    );

    const account = accountOf(this);
    const scope: RoleScope = {
      bucketArn: bucket.arn,
      keyArn: bucket.keyArn,
      region: naming.region,
      prefix,
      apiArn: args.api?.executionArn,
      vault: args.vault,
      callers: layout === "shared" ? undefined : callers,
    };
    this.#boundary = new aws.iam.Policy(
      `${name}-boundary`,
      {
        name: resourceName(owner, naming, "boundary"),
        description: "What the roles of the trio can never exceed",
        policy: policyDocument("managed", `${name}-boundary`, boundaryStatements(scope)),
      },
      { parent: this },
    );
    const make = (role: Role) => {
      const made = new aws.iam.Role(
        `${name}-${role}`,
        {
          name: resourceName(owner, naming, role),
          description: descriptions[role],
          assumeRolePolicy: policyDocument(
            "trust",
            `${name}-${role}`,
            trustStatements(account, principals[`${role}s`]),
          ),
          maxSessionDuration: defaults.roles.sessionSeconds,
          permissionsBoundary: this.#boundary.arn,
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
    this.#roles = { uploader: make("uploader"), viewer: make("viewer"), admin: make("admin") };

    this.arns = {
      uploader: this.#roles.uploader.role.arn,
      viewer: this.#roles.viewer.role.arn,
      admin: this.#roles.admin.role.arn,
    };
    this.readerRoles = [this.#roles.viewer.role.name, this.#roles.admin.role.name];
    this.registerOutputs({ arns: this.arns });
  }

  /** The raw resources, for what the component does not offer. */
  get nodes() {
    return { boundary: this.#boundary, ...this.#roles };
  }
}

const descriptions: Record<Role, string> = {
  uploader: "Uploads files, and cannot read them",
  viewer: "Lists and downloads files, and cannot change them",
  admin: "Uploads, downloads, restores and deletes files, and cannot remove a guardrail",
};
