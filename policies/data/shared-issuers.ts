/**
 * Issuers of OpenID Connect tokens that serve many customers, and what names one of them. AWS publishes the list as a page
 * only.
 *
 * Collected by hand, as of 2026-11-28, from: IAM User Guide, "Identity-provider controls for shared OIDC providers";
 * aws-samples/data-perimeter-policy-examples, "Enforce only specific tenants within providers with a shared issuer URL";
 * the page of each provider on AWS.
 */

/** How the tokens of an issuer say whose they are: by claim, or by a key of STS, what the beginning of its value must be. */
export type Claims = Readonly<Record<string, RegExp>>;

/** Any whole value that names somebody. */
export const exact = /^[^*?\s]+$/;

/** AWS's own name as an audience says nothing of the sender: whoever asks for a token may ask for one for AWS. */
const audience = /^(?!(?:https:\/\/)?(?:sts|signin)\.[a-z0-9.-]*amazon(?:aws)?\.com(?:\.cn)?(?:\/|$))[^*?\s]+$/i;

/**
 * Whoever owns a GitHub repository may choose what follows, and branches and environments of any name (GitHub Docs,
 * "OpenID Connect reference"). Owners of newer repositories carry their id: `repo:acme@65/files@66`. The other claims are
 * keys of STS (AWS, "AWS STS supports validation of select identity provider specific claims"). `job_workflow_ref` names
 * no owner: any repository may call a public workflow.
 */
export const github: Claims = {
  enterprise_id: /^\d+$/,
  repository: /^[^*?:/]+\//,
  repository_id: /^\d+$/,
  sub: /^(?:repo(?:sitory)?:[^*?:/]+\/|repository_owner:[^*?:/]+(?::|$)|repository(?:_owner)?_id:\d+(?::|$)|enterprise(?:_id)?:[^*?:]+(?::|$))/,
};

const organization: Claims = { sub: /^organization:[^*?:/]+:/ };

/** IBM Turbonomic's issuers have its own path, and many customers. */
const turbonomic: Readonly<Record<string, Claims>> = Object.fromEntries(
  [
    "oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu",
    "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb",
    "rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7",
    "rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr",
    "rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg",
    "rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26",
  ].map((issuer) => [issuer, { sub: exact }]),
);

export const sharedIssuers: Readonly<Record<string, Claims>> = {
  "accounts.google.com": { aud: audience, sub: exact, oaud: audience },
  "agent.buildkite.com": organization,
  "api.pulumi.com": { aud: audience, sub: /^pulumi:[a-z]+:org:[^*?:]+:/ },
  "api.pulumi.com/oidc": { aud: audience, sub: /^pulumi:[a-z]+:org:[^*?:]+:/ },
  "app.terraform.io": organization,
  "cognito-identity.amazonaws.com": { aud: audience },
  "gitlab.com": { sub: /^(?:project_path:[^*?:/]+\/|(?:project|namespace)_id:\d+(?::|$))/ },
  "graph.facebook.com": { app_id: exact },
  "oidc-configuration.audit-log.githubusercontent.com": { sub: exact },
  "oidc.circleci.com": { sub: /^org\/[^*?/]+\//, aud: audience },
  "oidc.circleci.com/org": { sub: /^org\/[^*?/]+\//, aud: audience },
  "oidc.codefresh.io": { sub: /^account:[^*?:]+:/ },
  "oidc.vercel.com": { aud: audience, sub: /^owner:[^*?:]+:/ },
  "proidc.upbound.io": { sub: /^mcp:[^*?/]+\// },
  "sandboxes.cloud": { aud: audience },
  "scalr.io": { sub: /^account:[^*?:]+:/ },
  // Its session names are MicrosoftSentinel_ and the workspace's id: the claims are the same for every customer.
  "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d": { "sts:rolesessionname": /^Microsoft[A-Za-z]+_[^*?\s]{8,}$/ },
  "studio.datachain.ai/api": { sub: exact },
  "tokens.cloud.shisho.dev": { sub: exact },
  "vstoken.actions.githubusercontent.com": { sub: /^repo:[^*?:/]+\// },
  "www.amazon.com": { app_id: exact },
  ...turbonomic,
};
