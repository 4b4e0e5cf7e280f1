import type * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn } from "../account";
import type { Owner } from "../argument-errors";
import { type Statement, variable } from "../policy-document";
import {
  type Group,
  isOfUsers,
  type OidcSubject,
  type PermissionSet,
  type Principal,
  type SamlProvider,
} from "./principals";
import { machineArn, type Pinned, pinnedNames } from "./session-names";

/**
 * The trust policy of a role, in as few statements as its principals allow: IAM takes 2,048 characters. STS decides
 * sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession one by one, each with its own condition keys (Service
 * Authorization Reference, "AWS STS"), so that a condition on the session's name stands with the first alone.
 */
export interface Trust {
  readonly owner: Owner;
  readonly account: Account;
  /** Who may assume the role. */
  readonly principals: readonly Principal[];
  /** Everybody who has a name in the stack, these included. */
  readonly everybody: readonly Principal[];
  /** The most seconds since the MFA code, where a fresh one is demanded. */
  readonly mfaSeconds?: number;
}

type Conditions = NonNullable<Statement["Condition"]>;

const nameKey = "sts:RoleSessionName";
const user = variable("aws:username");
const session = variable(nameKey);

/** The source identity is the session's name or nothing: the one that the request names, and the one that a session brings along. */
const sameSource = (name: string): Conditions => ({
  StringEqualsIfExists: { "sts:SourceIdentity": name, "aws:SourceIdentity": name },
});

const merge = (...conditions: readonly Conditions[]): Conditions => {
  const merged: Record<string, Conditions[string]> = {};
  for (const condition of conditions)
    for (const [operator, keys] of Object.entries(condition)) merged[operator] = { ...merged[operator], ...keys };
  return merged;
};

/** Not one of the names that are another's. Without regard to case, so that nobody looks like another. */
const notOneOf = (names: readonly string[]): Conditions =>
  names.length === 0 ? {} : { StringNotEqualsIgnoreCase: { [nameKey]: names } };

/** What a principal may name its sessions that chooses the name itself. */
const freeNames = ({ names }: { readonly names?: string }, pinned: Pinned): Conditions => {
  const taken = [...pinned.users, ...pinned.machines].filter(
    (name) => names === undefined || name.toLowerCase().endsWith(names.slice(1).toLowerCase()),
  );
  return merge(notOneOf(taken), names === undefined ? {} : { StringLike: { [nameKey]: names } });
};

type Some<T> = readonly [T, ...T[]];

/** Those whose terms are the same, together; in their first order. */
const groupedBy = <T>(all: readonly T[], termsOf: (one: T) => string): Some<T>[] => {
  const groups = new Map<string, Some<T>>();
  for (const one of all) {
    const [first, ...more] = groups.get(termsOf(one)) ?? [];
    groups.set(termsOf(one), first === undefined ? [one] : [first, ...more, one]);
  }
  return [...groups.values()];
};

const usersTrust = ({ account, principals, mfaSeconds, everybody }: Trust): Statement[] => {
  // A request without MFA has no such age, and is not allowed.
  const mfa: Conditions =
    mfaSeconds === undefined
      ? { Bool: { "aws:MultiFactorAuthPresent": "true" } }
      : { NumericLessThan: { "aws:MultiFactorAuthAge": String(mfaSeconds) } };
  const own = merge(
    mfa,
    { StringEquals: { [nameKey]: user } },
    { StringEqualsIfExists: { "sts:SourceIdentity": user } },
  );
  const allow = (Sid: string, arns: Statement["Principal"], more: Conditions = {}): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: arns ?? "*",
    Action: "sts:AssumeRole",
    Condition: merge(own, more),
  });
  const groups = principals.filter((one): one is Group => "group" in one);
  const members = [...new Set(groups.filter(({ unlisted }) => !unlisted).flatMap((group) => group.members))].sort();
  const users = principals.flatMap((one) => ("user" in one ? [iamArn(account, `user/${one.user}`)] : []));
  const root = { AWS: iamArn(account, "root") };
  return [
    ...(users.length > 0 ? [allow("Users", { AWS: users })] : []),
    ...(members.length > 0 ? [allow("Members", root, { StringEquals: { "aws:username": members } })] : []),
    ...(groups.some(({ unlisted }) => unlisted)
      ? [
          allow(
            "AnyUser",
            root,
            merge(
              { ArnLike: { "aws:PrincipalArn": iamArn(account, "user/*") } },
              notOneOf(pinnedNames(everybody).machines),
            ),
          ),
        ]
      : []),
  ];
};

/**
 * A statement for each name: a role stands for one. Its `Sid` and the fixed name of its sessions tell the policy pack
 * (`iam-human-mfa`) that no person works in the role.
 */
const machinesTrust = ({ owner, account, principals, everybody }: Trust): Statement[] =>
  principals
    .flatMap((one) =>
      "role" in one
        ? [{ as: one.as, arn: iamArn(account, `role/${one.role}`) }]
        : "roleArn" in one
          ? [{ as: one.as, arn: machineArn(owner, account, one, everybody) }]
          : [],
    )
    .map(({ as, arn }, index) => ({
      Sid: `Machine${index}`,
      Effect: "Allow",
      Principal: { AWS: arn },
      Action: "sts:AssumeRole",
      Condition: merge({ StringEquals: { [nameKey]: as } }, sameSource(as)),
    }));

/** Where each partition's sign-in takes SAML assertions. */
const samlAudience = (partition: string): string =>
  ({
    "aws-cn": "https://signin.amazonaws.cn/saml",
    "aws-us-gov": "https://signin.amazonaws-us-gov.com/saml",
  })[partition] ?? "https://signin.aws.amazon.com/saml";

/** Providers that are trusted on the same terms share a statement. */
const samlTrust = ({ account, principals, everybody }: Trust): Statement[] => {
  const providers = principals.filter((one): one is SamlProvider => "saml" in one);
  return groupedBy(providers, ({ audiences, names }) => JSON.stringify([audiences, names])).map(
    ([first, ...more], index) => ({
      Sid: `Saml${index}`,
      Effect: "Allow",
      Principal: { Federated: [first, ...more].map(({ saml }) => saml) },
      Action: "sts:AssumeRoleWithSAML",
      Condition: merge(
        { StringEquals: { "SAML:aud": first.audiences ?? account.partition.apply(samlAudience) } },
        { StringEqualsIfExists: { "sts:SourceIdentity": session } },
        freeNames(first, pinnedNames(everybody)),
      ),
    }),
  );
};

const oidcTrust = ({ principals }: Trust): Statement[] =>
  principals
    .filter((one): one is OidcSubject => "oidc" in one)
    .map(({ oidc, audience, subject, as }, index) => {
      const issuer = oidc.replace(/^.*:oidc-provider\//, "");
      return {
        Sid: `Oidc${index}`,
        Effect: "Allow",
        Principal: { Federated: oidc },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject, [nameKey]: as },
          StringEqualsIfExists: { "sts:SourceIdentity": as },
        },
      };
    });

/**
 * The roles of a permission set. The suffix of their name changes with each assignment and has 16 characters, of which
 * the pattern takes exactly as many: `Dev` is not `Dev_Ops`. The path has no region where the instance is in us-east-1
 * (IAM Identity Center User Guide, "Referencing permission sets in resource policies").
 */
const permissionSetRoles = (account: Account, { identityCenter, region }: PermissionSet): pulumi.Output<string> => {
  const path = region === undefined ? "*/" : region === "us-east-1" ? "/" : `/${region}/`;
  return iamArn(
    account,
    `role/aws-reserved/sso.amazonaws.com${path}AWSReservedSSO_${identityCenter}_${"?".repeat(16)}`,
  );
};

/** A session's aws:userid is `<role's id>:<session's name>`: the name in Identity Center, which is kept for the next session. */
const identityCenterTrust = ({ account, principals, everybody }: Trust): Statement[] => {
  const all = principals.filter((one): one is PermissionSet => "identityCenter" in one);
  return groupedBy(all, ({ names = "" }) => names).map(([first, ...more], index) => ({
    Sid: `IdentityCenter${index}`,
    Effect: "Allow",
    Principal: { AWS: iamArn(account, "root") },
    Action: "sts:AssumeRole",
    Condition: merge(
      { ArnLike: { "aws:PrincipalArn": [first, ...more].map((set) => permissionSetRoles(account, set)) } },
      { StringLike: { "aws:userid": `*:${session}` } },
      sameSource(session),
      freeNames(first, pinnedNames(everybody)),
    ),
  }));
};

/** Who may set a source identity, or pass session tags: whoever may assume the role, which is decided above. */
const besides = (Sid: string, Action: string, account: Account, principals: readonly Principal[]): Statement[] => {
  const federated = principals.flatMap((one) => ("saml" in one ? [one.saml] : "oidc" in one ? [one.oidc] : []));
  const ofAccount = principals.some((one) => !("saml" in one || "oidc" in one));
  const Principal = {
    ...(ofAccount ? { AWS: iamArn(account, "root") } : {}),
    ...(federated.length > 0 ? { Federated: [...new Set(federated)] } : {}),
  };
  return principals.length === 0 ? [] : [{ Sid, Effect: "Allow", Principal, Action }];
};

/** The statements of a role's trust policy (IAM User Guide, "Role trust policies"). */
export const trustStatements = (trust: Trust): Statement[] => [
  ...usersTrust(trust),
  ...machinesTrust(trust),
  ...samlTrust(trust),
  ...oidcTrust(trust),
  ...identityCenterTrust(trust),
  ...besides("NameSource", "sts:SetSourceIdentity", trust.account, trust.principals),
  ...besides(
    "TagSession",
    "sts:TagSession",
    trust.account,
    trust.principals.filter((one) => !isOfUsers(one) && "sessionTags" in one && one.sessionTags === true),
  ),
];
