import type { PackResource } from "../framework/resource";
import type { StackIndex } from "../framework/stack-index";
import { coversAction } from "./audience";
import { areAll } from "./denials";
import type { Condition, PolicyDocument, PolicyStatement } from "./document";
import { readPolicy } from "./document";
import { contains } from "./glob-sets";
import { hasWildcard } from "./wildcards";

export const roleType = "aws:iam/role:Role";

/** A role's trust policy. */
export const trustOf = ({ inputs }: PackResource): PolicyDocument => readPolicy(inputs.whole("assumeRolePolicy"));

/** The statements that let AWS principals in: by `sts:AssumeRole`. */
const assuming = ({ statements }: PolicyDocument): readonly PolicyStatement[] =>
  statements.filter((statement) => statement.effect === "Allow" && coversAction(statement, "sts:AssumeRole"));

const holds = ({ ifExists, qualifier }: Condition): boolean => !ifExists && qualifier !== "forallvalues";

/** The ARNs that a condition on the caller leaves; a root in the principal then stands for these alone. */
const callersLeft = ({ conditions }: PolicyStatement): readonly string[] =>
  conditions
    .filter((one) => holds(one) && one.key === "aws:principalarn" && /^(arn|string)(equals|like)$/.test(one.operator))
    .flatMap(({ values }) => values);

/**
 * Signed in by IAM Identity Center, which asks for MFA itself. Only the path is reserved: anyone may name a role
 * AWSReservedSSO_…. The account must be named: whoever has an account has an Identity Center, and its path.
 */
const fromIdentityCenter = (arn: string): boolean =>
  /^arn:[^:*?]+:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com\//.test(arn);

const ofService = (arn: string): boolean => /^arn:[^:*?]+:iam::\d{12}:role\/aws-service-role\//.test(arn);

/** One role by its full ARN; no user, no account, no wildcard. */
const isOneRole = (arn: string): boolean => /^arn:[^:]+:iam::\d{12}:role\//.test(arn) && !hasWildcard(arn);

/**
 * Whether a statement declares that a machine works in the role that it lets in: its `Sid` begins with `Machine`, and it
 * gives the role's sessions one fixed name. A session of a role carries no MFA (IAM User Guide, "Configuring MFA-protected
 * API access"), so a condition on MFA would lock the machine out. A user or an account is never declared a machine.
 */
const declaresMachine = (statement: PolicyStatement, principal: string): boolean =>
  isOneRole(principal) &&
  /^machine/i.test(statement.name) &&
  statement.conditions.some(
    (one) =>
      holds(one) &&
      one.key === "sts:rolesessionname" &&
      one.operator === "stringequals" &&
      one.values.length === 1 &&
      one.values.every((value) => value !== "" && !value.includes("${")),
  );

export interface People {
  readonly statement: PolicyStatement;
  /** `*`, an account, its root, a user, or a role that people may work in. */
  readonly principal: string;
}

/**
 * The people that a trust policy lets in by `sts:AssumeRole`: users, an account (which stands for all its users), and
 * roles outside of the stack, for which nobody says otherwise. A role of this stack answers for itself; one that the program
 * only reads is outside.
 */
export function* peopleIn(
  trust: PolicyDocument,
  { index, machines }: { readonly index: StackIndex; readonly machines: readonly string[] },
): Generator<People> {
  for (const statement of assuming(trust)) {
    const left = callersLeft(statement);
    const named = [...(statement.principals?.aws ?? []), ...(statement.principals?.["*"] ?? [])];
    for (const principal of left.length > 0 ? left : named) {
      if (fromIdentityCenter(principal) || ofService(principal)) continue;
      if (contains(machines, principal) || declaresMachine(statement, principal)) continue;
      if (!hasWildcard(principal) && index.named(principal, roleType).some(({ external }) => !external)) continue;
      yield { statement, principal };
    }
  }
}

/** Seconds since the code was given: a session ends after 36 hours (AWS STS API Reference, "GetSessionToken"). */
const isAge = (value: string): boolean => /^\d+$/.test(value) && Number(value) <= 129_600;

const isMfaKey = (key: string): boolean => key === "aws:multifactorauthpresent" || key === "aws:multifactorauthage";

/** Whether a statement that allows holds only after MFA. `BoolIfExists` also lets in whoever brings a user's access key. */
const asksForMfa = ({ conditions }: PolicyStatement): boolean =>
  conditions.some(
    (one) =>
      holds(one) &&
      isMfaKey(one.key) &&
      ((one.operator === "bool" && areAll(one.values, "true")) ||
        (/^numericlessthan/.test(one.operator) && one.values.length > 0 && one.values.every(isAge))),
  );

/** Whether a statement denies everyone who has shown no MFA, those included whose request says nothing of it. */
const deniesWithoutMfa = (statement: PolicyStatement): boolean =>
  statement.effect === "Deny" &&
  coversAction(statement, "sts:AssumeRole") &&
  (statement.principals?.aws ?? statement.principals?.["*"] ?? []).includes("*") &&
  statement.conditions.length === 1 &&
  statement.conditions.every(
    ({ operator, ifExists, key, values }) =>
      operator === "bool" && ifExists && key === "aws:multifactorauthpresent" && areAll(values, "false"),
  );

/** The people that a trust policy lets in without MFA. */
export const withoutMfa = (trust: PolicyDocument, people: Iterable<People>): readonly People[] =>
  trust.statements.some(deniesWithoutMfa) ? [] : [...people].filter(({ statement }) => !asksForMfa(statement));

/** SAML providers that a trust policy lets in: their sessions are people's. */
export const samlIn = ({ statements }: PolicyDocument): readonly string[] =>
  statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals?.federated ?? [])
    .filter((provider) => /:saml-provider\//.test(provider));
