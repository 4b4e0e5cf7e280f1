import { type Claims, exact, github, sharedIssuers } from "../data/shared-issuers";
import { coversAction } from "./audience";
import type { Condition, PolicyStatement } from "./document";

/** Issuers with a path of their own for each enterprise, whose organizations are many (GitHub Docs, "Customizing the issuer"). */
const ofEnterprises = "token.actions.githubusercontent.com";

const claimsOf = (issuer: string): Claims | undefined => {
  if (issuer === ofEnterprises || issuer.startsWith(`${ofEnterprises}/`)) return github;
  return Object.hasOwn(sharedIssuers, issuer) ? sharedIssuers[issuer] : undefined;
};

/** A host's name has no case, and a slash at the end adds nothing. */
const issuerOf = (provider: string): string =>
  provider
    .replace(/^.*:oidc-provider\//, "")
    .toLowerCase()
    .replace(/\/+$/, "");

/** The values that a condition leaves of a key; none where it also holds without the key, or for other values. */
const leftOf = ({ operator, ifExists, qualifier, values }: Condition): readonly string[] =>
  /^string(equals|equalsignorecase|like)$/.test(operator) && !ifExists && qualifier !== "forallvalues" ? values : [];

/** Whether a condition leaves values of a key that all are right. */
const leavesOnly = (
  { conditions }: PolicyStatement,
  isKey: (key: string) => boolean,
  isRight: (value: string) => boolean,
): boolean =>
  conditions.some(
    (condition) => isKey(condition.key) && leftOf(condition).length > 0 && leftOf(condition).every(isRight),
  );

/** The identity providers that a statement lets in by a web identity's token. */
const issuersIn = (statement: PolicyStatement): readonly string[] =>
  statement.effect === "Allow" && coversAction(statement, "sts:AssumeRoleWithWebIdentity")
    ? (statement.principals?.federated ?? []).filter((provider) => !/:saml-provider\//.test(provider)).map(issuerOf)
    : [];

/** The shared issuers that a statement lets in whoever asks them for a token. */
export const sharedWithoutOwner = (statement: PolicyStatement): readonly string[] =>
  issuersIn(statement).filter((issuer) => {
    const claims = claimsOf(issuer);
    return (
      claims !== undefined &&
      !Object.entries(claims).some(([claim, owner]) =>
        leavesOnly(
          statement,
          (key) => key === (claim.includes(":") ? claim : `${issuer}:${claim}`),
          (value) => value.trim() !== "" && owner.test(value),
        ),
      )
    );
  });

/** Fewer letters than this name nobody: `*a*` is nearly every subject. */
const telling = 3;

/** Words of which subjects are made, with what they separate: `repo:*:ref:refs/heads/main` names no repository. */
const ofFormats =
  /\b(?:account|branch|environment|heads|main|org|organization|owner|project|project_path|ref|ref_type|refs|repo|repository|system|serviceaccount|user)\b|[*?\s:/]/g;

/** Whether a subject, or a pattern of subjects, names somebody; in a Kubernetes cluster, one namespace at least. */
const namesSubject = (issuer: string, value: string): boolean => {
  if (/^oidc[.-]eks[.-]/.test(issuer) || value.startsWith("system:"))
    return /^system:serviceaccount:[^*?:]+:[^:]+$/.test(value);
  return exact.test(value) || value.replace(ofFormats, "").length >= telling;
};

/**
 * The issuers of one's own that a statement lets in without saying for whom: an EKS cluster, whose every pod then has the
 * role, or any other provider. A condition on another issuer's subject never holds, so that any `…:sub` counts. `ofOneAudience`
 * are issuers whose audience says enough.
 */
export const ownWithoutSubject = (statement: PolicyStatement, ofOneAudience: readonly string[]): readonly string[] =>
  issuersIn(statement).filter((issuer) => {
    if (claimsOf(issuer) !== undefined) return false;
    const bySubject = leavesOnly(
      statement,
      (key) => key.endsWith(":sub") && key !== "saml:sub",
      (value) => namesSubject(issuer, value),
    );
    // The path of these issuers is the organization, and its audience is the organization too.
    const byAudience = [
      ...ofOneAudience.map(issuerOf),
      ...(/^oidc\.circleci\.com\/org\/./.test(issuer) ? [issuer] : []),
    ];
    const bySender =
      byAudience.includes(issuer) &&
      leavesOnly(
        statement,
        (key) => key === `${issuer}:aud`,
        (value) => exact.test(value),
      );
    return !bySubject && !bySender;
  });

const cognito = "cognito-identity.amazonaws.com";

/** Whether a statement lets in the guests of a Cognito identity pool, who are everyone (Cognito Developer Guide, "Role trust and permissions"). */
export const letsGuestsIn = (statement: PolicyStatement): boolean =>
  issuersIn(statement).includes(cognito) &&
  !leavesOnly(
    statement,
    (key) => key === `${cognito}:amr`,
    (value) => exact.test(value) && value.toLowerCase() !== "unauthenticated",
  );

/** Where AWS takes SAML assertions: fixed addresses, and the regional ones by a pattern that nobody else's address fits. */
const samlEndpoint =
  /^https:\/\/(?:[a-z0-9-]+|\*)\.signin\.(?:aws\.amazon\.com|amazonaws(?:-us-gov)?\.(?:com|cn))\/saml(?:\/acs\/[^*?]+)?$/i;

/** The SAML providers that a statement lets in without saying for which audience their assertions must be. */
export const samlWithoutAudience = (statement: PolicyStatement): readonly string[] =>
  statement.effect === "Allow" &&
  coversAction(statement, "sts:AssumeRoleWithSAML") &&
  !leavesOnly(
    statement,
    (key) => key === "saml:aud",
    (value) => exact.test(value) || samlEndpoint.test(value),
  )
    ? (statement.principals?.federated ?? []).filter((provider) => /:saml-provider\//.test(provider))
    : [];
