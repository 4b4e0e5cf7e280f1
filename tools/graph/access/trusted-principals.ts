import type { Resource } from "../types";

/** Who may assume a role, read from its trust policy. */

/** An IAM user or role under its session's name. */
export interface Person {
  readonly session: string;
  readonly arn: string;
}

/** Somebody whom another service authenticates. */
export interface FederatedCaller {
  readonly kind: "SAML" | "OIDC" | "Identity Center";
  /** The provider's ARN, or that of a role of the permission set. */
  readonly arn: string;
  /** The condition keys of its requests, but for the session's name. */
  readonly context: Readonly<Record<string, string>>;
  /** The name that its sessions must have; undefined where it chooses one. */
  readonly as: string | undefined;
}

type Values = string | readonly string[];

interface TrustStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: Values;
  readonly Principal?: { readonly AWS?: Values; readonly Federated?: Values };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

const list = (values: Values | undefined): readonly string[] =>
  values === undefined ? [] : typeof values === "string" ? [values] : values;

const allows = ({ assumeRolePolicy }: Resource["inputs"]): TrustStatement[] =>
  (JSON.parse(String(assumeRolePolicy)) as { Statement: TrustStatement[] }).Statement.filter(
    ({ Effect }) => Effect === "Allow",
  );

const isUser = (arn: string): boolean => arn.includes(":user/");

/** The users and roles that a trust policy names. */
export const peopleOf = (inputs: Resource["inputs"]): Person[] =>
  allows(inputs).flatMap(({ Principal, Condition }) => {
    const [session] = list(Condition?.StringEquals?.["sts:RoleSessionName"]);
    const arns = list(Principal?.AWS);
    const members = list(Condition?.StringEquals?.["aws:username"]);
    if (session !== undefined && members.length > 0)
      return members.map((name) => ({ session: name, arn: `${arns[0]?.replace(/:root$/, "")}:user/${name}` }));
    return arns.flatMap((arn) => {
      if (arn.endsWith(":root")) return [];
      const own = isUser(arn) ? arn.slice(arn.lastIndexOf("/") + 1) : session;
      return own === undefined ? [] : [{ session: own, arn }];
    });
  });

/** An ARN that the pattern takes: the suffix of a permission set's role, in the region of its instance. */
const example = (pattern: string): string =>
  pattern.replace("com*/", "com/eu-west-1/").replace(/\?+$/, "0123456789abcdef");

/** The providers and permission sets that a trust policy names. */
export const federatedOf = (inputs: Resource["inputs"]): FederatedCaller[] =>
  allows(inputs).flatMap(({ Action, Principal, Condition }): FederatedCaller[] => {
    const equal = Condition?.StringEquals ?? {};
    const [as] = list(equal["sts:RoleSessionName"]);
    const context = Object.fromEntries(
      Object.entries(equal).flatMap(([key, values]) => (key.startsWith("sts:") ? [] : [[key, list(values)[0] ?? ""]])),
    );
    const callers = (kind: FederatedCaller["kind"], arns: readonly string[]) =>
      arns.map((arn) => ({ kind, arn, context, as }));
    if (list(Action).includes("sts:AssumeRoleWithSAML")) return callers("SAML", list(Principal?.Federated));
    if (list(Action).includes("sts:AssumeRoleWithWebIdentity")) return callers("OIDC", list(Principal?.Federated));
    const sets = list(Condition?.ArnLike?.["aws:PrincipalArn"]).filter((pattern) =>
      pattern.includes("AWSReservedSSO_"),
    );
    return callers("Identity Center", sets.map(example));
  });

/** Whether a trust policy admits users whom it does not name, if their own policies do. */
export const admitsAnyUser = (inputs: Resource["inputs"]): boolean =>
  allows(inputs).some(({ Condition }) =>
    list(Condition?.ArnLike?.["aws:PrincipalArn"]).some((pattern) => pattern.endsWith(":user/*")),
  );
