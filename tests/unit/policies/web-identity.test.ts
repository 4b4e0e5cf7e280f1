import * as fc from "fast-check";
import { account, at, lets, compliant as roles, trusts, unknown } from "../../support/iam-trust";
import { findingsOf, ruleCalled, testRule } from "../../support/policies";

const oidc = (issuer: string) => `arn:aws:iam::${account}:oidc-provider/${issuer}`;
const web = (issuer: string, condition?: object) =>
  lets({ Federated: oidc(issuer) }, condition, "sts:AssumeRoleWithWebIdentity");
const eks = "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
const ours = "login.example.com";
const equals = (issuer: string, claim: string, value: unknown, operator = "StringEquals") => ({
  [operator]: { [`${issuer}:${claim}`]: value },
});
const everyToken = (issuer: string, condition?: object) => ({
  change: trusts(web(issuer, condition)),
  at,
  message: `lets in every token of ${issuer.toLowerCase()} by One`,
});
const pods = (value: unknown, operator = "StringLike") => everyToken(eks, equals(eks, "sub", value, operator));

testRule("iam-trust-subject", {
  compliant: roles,
  violations: {
    "a cluster, with no condition": everyToken(eks),
    "a cluster, by the audience that is the same for all": everyToken(eks, equals(eks, "aud", "sts.amazonaws.com")),
    "every service account": pods("system:serviceaccount:*:*"),
    "every service account of any namespace that begins so": pods("system:serviceaccount:prod*:app"),
    "every subject": pods("*"),
    "one name in any namespace": pods("system:serviceaccount:*:app"),
    "one account, or all": pods(["system:serviceaccount:prod:app", "*"]),
    "no value": pods([]),
    "a subject, where there is one": pods("system:serviceaccount:prod:app", "StringEqualsIfExists"),
    "for all values of none": pods("system:serviceaccount:prod:app", "ForAllValues:StringEquals"),
    "all but one": pods("system:serviceaccount:prod:app", "StringNotEquals"),
    "a provider of one's own, with no condition": everyToken(ours),
    "its audience": everyToken(ours, equals(ours, "aud", "files")),
    "nearly every subject": everyToken(ours, equals(ours, "sub", "*a*", "StringLike")),
    "every repository of one's own server": everyToken(
      ours,
      equals(ours, "sub", "repo:*:ref:refs/heads/main", "StringLike"),
    ),
    "a CircleCI organization, with no condition": everyToken("oidc.circleci.com/org/3fa8"),
    "its audience, where there is one": everyToken(
      "oidc.circleci.com/org/3fa8",
      equals("oidc.circleci.com/org/3fa8", "aud", "3fa8", "StringEqualsIfExists"),
    ),
    "whatever is not listed, by NotAction": {
      change: trusts({
        Sid: "One",
        Effect: "Allow",
        Principal: { Federated: oidc(ours) },
        NotAction: "sts:TagSession",
      }),
      at,
      message: `lets in every token of ${ours} by One`,
    },
  },
  harmless: {
    // Amazon EKS User Guide, "Assign IAM roles to Kubernetes service accounts".
    "one service account": trusts(
      web(eks, {
        StringEquals: {
          [`${eks}:sub`]: "system:serviceaccount:default:my-service-account",
          [`${eks}:aud`]: "sts.amazonaws.com",
        },
      }),
    ),
    "the service accounts of a namespace": trusts(
      web(eks, equals(eks, "sub", "system:serviceaccount:default:*", "StringLike")),
    ),
    "one owner's repositories of one's own server": trusts(web(ours, equals(ours, "sub", "repo:acme/*", "StringLike"))),
    "one subject of one's own provider": trusts(web(ours, equals(ours, "sub", "builder-17"))),
    "a CircleCI organization, by its id": trusts(
      web("oidc.circleci.com/org/3fa8", equals("oidc.circleci.com/org/3fa8", "aud", "3fa8")),
    ),
    "an audience that is said to be enough": {
      change: trusts(web(ours, equals(ours, "aud", "files"))),
      parameters: { ofOneAudience: [ours] },
    },
    "a statement that lets nobody in, but names sessions": trusts(
      web(ours, equals(ours, "sub", "builder-17")),
      lets({ Federated: oidc(ours) }, undefined, "sts:TagSession"),
    ),
    "a denial": trusts({ ...web(ours), Effect: "Deny" }),
    "a shared issuer, which iam-trust-everyone judges": trusts(web("gitlab.com")),
  },
  unknown,
});

const saml = `arn:aws:iam::${account}:saml-provider/okta`;
const assertion = (condition?: object, action = "sts:AssumeRoleWithSAML") =>
  trusts(lets({ Federated: saml }, condition, action));
const anyAudience = (condition?: object) => ({
  change: assertion(condition),
  at,
  message: `lets ${saml} in for any audience by One`,
});

testRule("iam-trust-saml", {
  compliant: roles,
  violations: {
    "no condition": anyAudience(),
    "another one": anyAudience({ StringEquals: { "SAML:iss": "https://idp.example.com" } }),
    "any audience": anyAudience({ StringLike: { "SAML:aud": "*" } }),
    "any that ends so": anyAudience({ StringLike: { "SAML:aud": "*/saml" } }),
    "any whose host ends so": anyAudience({ StringLike: { "SAML:aud": "https://*signin.aws.amazon.com/saml" } }),
    "no value": anyAudience({ StringEquals: { "SAML:aud": [] } }),
    "one, or any": anyAudience({ StringLike: { "SAML:aud": ["https://signin.aws.amazon.com/saml", "https://*"] } }),
    "where it is said": anyAudience({ StringEqualsIfExists: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }),
    "all but one": anyAudience({ StringNotEquals: { "SAML:aud": "https://example.com" } }),
  },
  harmless: {
    // IAM User Guide, "Create a role for SAML 2.0 federation (console)".
    "the sign-in endpoint": assertion({ StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }),
    "regional ones": assertion({
      StringEquals: {
        "saml:aud": ["https://eu-central-1.signin.aws.amazon.com/saml", "https://signin.aws.amazon.com/saml"],
      },
    }),
    "any regional one": assertion({ StringLike: { "SAML:aud": "https://*.signin.aws.amazon.com/saml" } }),
    "among other conditions": assertion({
      StringEquals: { "saml:edupersonorgdn": "ExampleOrg", "saml:aud": "https://signin.aws.amazon.com/saml" },
    }),
    "a statement that only names sessions": assertion(undefined, "sts:SetSourceIdentity"),
  },
  unknown,
});

const everyone = (...statements: object[]) =>
  findingsOf(ruleCalled("iam-trust-everyone"), trusts(...statements)(roles));
const sub = (issuer: string, value: unknown) => web(issuer, equals(issuer, "sub", value, "StringLike"));
const enterprise = "token.actions.githubusercontent.com/globex";

describe("a shared issuer's tokens must name an owner", () => {
  test.each([
    [enterprise, "sub", "repo:*"],
    [enterprise, "sub", "*"],
    [enterprise, "aud", "sts.amazonaws.com"],
    [enterprise, "job_workflow_ref", "acme/ci/.github/workflows/x.yml@main"],
    ["token.actions.githubusercontent.com", "repository", "*/files"],
    ["oidc.circleci.com", "sub", "org/*/project/7"],
    ["oidc.circleci.com", "aud", "sts.amazonaws.com"],
    ["oidc.circleci.com/org", "sub", "*"],
    ["api.pulumi.com/oidc", "aud", "sts.amazonaws.com"],
    ["api.pulumi.com/oidc", "sub", "pulumi:deploy:org:*:project:files:*"],
    ["oidc.vercel.com", "aud", "https://sts.amazonaws.com"],
    ["oidc.vercel.com", "sub", "owner:*:project:files:environment:production"],
    ["oidc.codefresh.io", "sub", "account:*"],
    ["scalr.io", "sub", "account:*:environment:prod"],
    ["proidc.upbound.io", "sub", "mcp:*/files:provider:provider-aws"],
    ["accounts.google.com", "aud", "sts.amazonaws.com"],
    ["studio.datachain.ai/api", "sub", "credentials:*"],
    ["sandboxes.cloud", "aud", "*"],
  ])("%s, %s %p", (issuer, claim, value) => {
    expect(everyone(web(issuer, equals(issuer, claim, value, "StringLike")))).toEqual([
      `violation Role person: lets in whoever has an account with ${issuer} by One`,
    ]);
  });

  test.each([
    [enterprise, "sub", "repo:acme/*"],
    [enterprise, "repository", "acme/files"],
    ["token.actions.githubusercontent.com", "repository_id", "74"],
    ["token.actions.githubusercontent.com", "sub", "repo:acme@65/files@66:ref:refs/heads/main"],
    ["api.pulumi.com/oidc", "aud", "aws:acme"],
    ["oidc.vercel.com", "aud", "https://vercel.com/acme"],
    ["oidc.codefresh.io", "sub", "account:64884faac2751b77ca7ab324:pipeline:*"],
    ["scalr.io", "sub", "account:acme:environment:*"],
    ["proidc.upbound.io", "sub", "mcp:acme/files:provider:provider-aws"],
    ["agent.buildkite.com", "sub", "organization:acme:pipeline:deploy:*"],
  ])("%s, %s %p names one", (issuer, claim, value) => {
    expect(everyone(web(issuer, equals(issuer, claim, value, "StringLike")))).toEqual([]);
  });

  test("a statement that only names sessions lets nobody in", () => {
    const github = "token.actions.githubusercontent.com";
    expect(
      everyone(sub(github, "repo:acme/*"), lets({ Federated: oidc(github) }, undefined, "sts:TagSession")),
    ).toEqual([]);
  });
});

test("a further condition never turns a refusal into a pass unless it names an owner", () => {
  const issuers = fc.constantFrom(enterprise, "gitlab.com", "oidc.circleci.com", eks, ours);
  const operators = fc.constantFrom(
    "StringEquals",
    "StringLike",
    "StringEqualsIgnoreCase",
    "StringNotEquals",
    "StringEqualsIfExists",
  );
  // Values that name nobody, and keys that say nothing of whose a token is.
  const vague = fc.array(
    fc.constantFrom("*", "?*", "", "*:*", "system:serviceaccount:*:*", "repo:*", "org/*/project/1"),
    {
      maxLength: 3,
    },
  );
  const claims = fc.constantFrom("sub", "aud", "amr", "jti", "ref", "environment");
  const further = fc.constantFrom(
    "sts:RoleSessionName",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "sts:SourceIdentity",
  );
  fc.assert(
    fc.property(
      issuers,
      operators,
      claims,
      vague,
      further,
      fc.string(),
      (issuer, operator, claim, values, key, text) => {
        const condition = { [operator]: { [`${issuer}:${claim}`]: values }, ArnLike: { [key]: text } };
        const statement = web(issuer, condition);
        const found = [
          ...everyone(statement),
          ...findingsOf(ruleCalled("iam-trust-subject"), trusts(statement)(roles)),
        ];
        expect(found).toHaveLength(1);
      },
    ),
  );
});
