import type { RequestAnalysis } from "@cloud-copilot/iam-simulate";

/** The statements of one kind of policy that a request met, and what they came to. */
type Analysis = NonNullable<RequestAnalysis["identityAnalysis"] | RequestAnalysis["resourceAnalysis"]>;
type StatementAnalysis = Analysis["allowStatements"][number];

const resourcePolicies: Readonly<Record<string, string>> = {
  dynamodb: "table policy",
  kms: "key policy",
  s3: "bucket policy",
  sns: "topic policy",
  sqs: "queue policy",
};

/** What the policy of a resource is called. */
const resourcePolicyName = ({ action, resource }: { readonly action: string; readonly resource: string }): string =>
  action.startsWith("sts:") ? "trust policy" : (resourcePolicies[resource.split(":")[2] ?? ""] ?? "resource policy");

/** Which statements of a policy: by their Sids, which say what they are for. */
const cite = (policy: string, statements: readonly StatementAnalysis[]): string =>
  `${policy}: ${statements.map(({ statement }) => statement.sid() ?? `statement ${statement.index()}`).join(", ")}`;

/** Without these nothing goes, whatever IAM allows. */
const indispensable = ["trust policy", "key policy"];

const nothing = "no statement allows it";

/** Why nothing allowed it: where only one policy is missing, which. */
const whyNot = (analysis: RequestAnalysis, resourcePolicy: string): string => {
  const { identityAnalysis: identity, resourceAnalysis: resource, sessionAnalysis: session } = analysis;
  if (analysis.blockedBy?.includes("pb")) return `permissions boundary: ${nothing}`;
  if (indispensable.includes(resourcePolicy) && resource?.result === "ImplicitlyDenied")
    return `${resourcePolicy}: ${nothing}`;
  if (identity?.result === "Allowed") {
    if (session !== undefined && session.result !== "Allowed") return `session policy: ${nothing}`;
    if (resource?.result === "NotApplicable") return "there is no resource policy";
    return `${resourcePolicy}: ${nothing}`;
  }
  // A key's policy leaves it to IAM, or a role's trust policy to the account's.
  return resource?.result === "AllowedForAccount" ? `identity policy: ${nothing}` : nothing;
};

/**
 * The statements that decided a request, such as `bucket policy: DenyInsecureTransport`: for an allow all that allow it,
 * for a denial all that deny it; where none denies it, the policy that fails to allow it.
 */
export const decidingStatements = (
  analysis: RequestAnalysis,
  question: { readonly action: string; readonly resource: string },
): string => {
  const resourcePolicy = resourcePolicyName(question);
  const policies: readonly (readonly [string, Analysis | undefined])[] = [
    ["identity policy", analysis.identityAnalysis],
    ["session policy", analysis.sessionAnalysis],
    [resourcePolicy, analysis.resourceAnalysis],
    ["permissions boundary", analysis.permissionBoundaryAnalysis],
  ];
  const cited = (results: readonly string[], statements: (of: Analysis) => readonly StatementAnalysis[]): string[] =>
    policies.flatMap(([policy, of]) => (of && results.includes(of.result) ? [cite(policy, statements(of))] : []));
  switch (analysis.result) {
    case "Allowed":
      return cited(["Allowed", "AllowedForAccount"], (of) => of.allowStatements).join("; ");
    case "ExplicitlyDenied":
      return cited(["ExplicitlyDenied", "DeniedForAccount"], (of) => of.denyStatements).join("; ");
    case "ImplicitlyDenied":
      return whyNot(analysis, resourcePolicy);
  }
};
