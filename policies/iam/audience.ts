import { type NarrowingOptions, narrows } from "./conditions";
import type { Condition, PolicyDocument, PolicyStatement, Principals } from "./document";
import { actionCovers, fitsPattern, hasWildcard } from "./wildcards";

/** Whom a statement that allows lets in. */
export interface Audience {
  readonly statement: PolicyStatement;
  /** Anyone at all: `*`, or everyone but a few, and no condition that leaves only named callers. */
  readonly everyone: boolean;
  /** Account ids of the AWS principals that it names. */
  readonly accounts: readonly string[];
  /** Ids of the accounts and organizations that its conditions leave, where its principal is everyone. */
  readonly leaves: { readonly accounts: readonly string[]; readonly organizations: readonly string[] };
  /** AWS services, such as `cloudtrail.amazonaws.com`. */
  readonly services: readonly string[];
  /** Identity providers. */
  readonly providers: readonly string[];
  /** Whether a condition leaves only callers, or sources, that somebody named. */
  readonly narrowed: boolean;
}

/** The account of a principal: its id, or the one in its ARN. */
export const accountOf = (given: string): string | undefined => {
  const principal = given.trim();
  return /^\d{12}$/.test(principal) ? principal : /^arn:[^:]*:(?:iam|sts)::([^:]*):/.exec(principal)?.[1];
};

/** Keys that say whose the caller is. */
const accountKeys = new Set(["aws:principalaccount", "kms:calleraccount", "aws:principalarn"]);

const nobody = { accounts: [], organizations: [] };

const accountsIn = ({ key, values }: Condition): readonly string[] =>
  accountKeys.has(key) ? values.map(accountOf).filter((account) => account !== undefined) : [];

const organizationsIn = ({ key, values }: Condition): readonly string[] =>
  key === "aws:principalorgid" || key === "aws:principalorgpaths"
    ? values.map((value) => value.split("/")[0] ?? "")
    : [];

/** `*`, and an ARN whose account is a pattern. */
const isAnyone = (principal: string): boolean =>
  principal.trim() === "*" ||
  (accountOf(principal) === undefined ? hasWildcard(principal) : hasWildcard(accountOf(principal) ?? ""));

const namesEveryone = (principals: Principals): boolean =>
  Object.entries(principals).some(([kind, named]) =>
    named.some((one) => (kind === "service" ? hasWildcard(one) : isAnyone(one))),
  );

/** Whom one statement lets in; undefined for a denial, and for a statement without principals (an identity's policy). */
export const audienceOf = (statement: PolicyStatement, options?: NarrowingOptions): Audience | undefined => {
  const { effect, principals, notPrincipals, conditions } = statement;
  if (effect !== "Allow" || (principals === undefined && notPrincipals === undefined)) return undefined;
  const narrowed = conditions.some((condition) => narrows(condition, options));
  const open = notPrincipals !== undefined || (principals !== undefined && namesEveryone(principals));
  return {
    statement,
    everyone: open && !narrowed,
    narrowed,
    accounts: (principals?.aws ?? []).map(accountOf).filter((account) => account !== undefined),
    leaves: open
      ? { accounts: conditions.flatMap(accountsIn), organizations: conditions.flatMap(organizationsIn) }
      : nobody,
    services: principals?.service ?? [],
    providers: principals?.federated ?? [],
  };
};

/** Whom a resource's policy lets in, a statement each. */
export const audiences = (document: PolicyDocument, options?: NarrowingOptions): readonly Audience[] =>
  document.statements.map((statement) => audienceOf(statement, options)).filter((one) => one !== undefined);

/** Whether a statement is about an action. */
export const coversAction = ({ actions, notActions }: PolicyStatement, action: string): boolean =>
  notActions === undefined
    ? (actions ?? []).some((pattern) => actionCovers(pattern, action))
    : !notActions.some((pattern) => actionCovers(pattern, action));

/** Whether a statement is about a resource. One that names none is a trust policy's, and about its own role. */
export const coversResource = ({ resources, notResources }: PolicyStatement, arn: string): boolean => {
  if (notResources !== undefined) return !notResources.some((pattern) => fitsPattern(pattern, arn));
  return resources === undefined || resources.some((pattern) => fitsPattern(pattern, arn));
};

/** Whether a statement is about everyone, whoever they are. */
export const isAboutEveryone = ({ principals }: PolicyStatement): boolean =>
  principals?.aws?.includes("*") === true || principals?.["*"]?.includes("*") === true;

/** Whether a statement names an AWS service. */
export const namesService = ({ principals }: PolicyStatement, service: string): boolean =>
  (principals?.service ?? []).includes(service);
