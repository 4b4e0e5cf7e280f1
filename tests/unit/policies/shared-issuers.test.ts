import { sharedIssuers } from "../../../policies/data/shared-issuers";
import { account, at, lets, compliant as roles, trusts } from "../../support/iam-trust";
import { findingsOf, ruleCalled } from "../../support/policies";

const web = (issuer: string, condition?: object) =>
  lets({ Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` }, condition, "sts:AssumeRoleWithWebIdentity");
const found = (issuer: string, condition?: object) =>
  findingsOf(ruleCalled("iam-trust-everyone"), trusts(web(issuer, condition))(roles));
const everyone = (issuer: string) => [`violation ${at}: lets in whoever has an account with ${issuer} by One`];

const sentinel = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d";
const turbonomic = "rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7";

// The issuers of AWS's page, and the claim that it asks for.
test.each([
  ["agent.buildkite.com", "agent.buildkite.com:sub"],
  ["api.pulumi.com/oidc", "api.pulumi.com/oidc:aud"],
  ["app.terraform.io", "app.terraform.io:sub"],
  ["gitlab.com", "gitlab.com:sub"],
  ["oidc-configuration.audit-log.githubusercontent.com", "oidc-configuration.audit-log.githubusercontent.com:sub"],
  ["oidc.codefresh.io", "oidc.codefresh.io:sub"],
  [
    "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb",
    "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb:sub",
  ],
  ["oidc.vercel.com", "oidc.vercel.com:aud"],
  ["proidc.upbound.io", "proidc.upbound.io:sub"],
  [turbonomic, `${turbonomic}:sub`],
  ["sandboxes.cloud", "sandboxes.cloud:aud"],
  ["scalr.io", "scalr.io:sub"],
  [sentinel, "sts:RoleSessionName"],
  ["studio.datachain.ai/api", "studio.datachain.ai/api:sub"],
  ["token.actions.githubusercontent.com", "token.actions.githubusercontent.com:sub"],
  ["tokens.cloud.shisho.dev", "tokens.cloud.shisho.dev:sub"],
  ["vstoken.actions.githubusercontent.com", "vstoken.actions.githubusercontent.com:sub"],
])("%s serves many customers: a trust without %s, or with any value of it, is refused", (issuer, key) => {
  expect(found(issuer)).toEqual(everyone(issuer));
  expect(found(issuer, { StringLike: { [key]: "*" } })).toEqual(everyone(issuer));
});

test.each([
  [sentinel, "sts:RoleSessionName", "MicrosoftSentinel_*"],
  [sentinel, "sts:RoleSessionName", "*"],
  [sentinel, `${sentinel}:aud`, "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e"],
  [turbonomic, `${turbonomic}:sub`, "system:serviceaccount:*:t8c-operator"],
])("%s, %s %p names nobody", (issuer, key, value) => {
  expect(found(issuer, { StringLike: { [key]: value } })).toEqual(everyone(issuer));
});

test.each([
  [sentinel, "sts:RoleSessionName", "MicrosoftSentinel_0f4ecb54-27f7-4cb9-8523-1462b192b47e"],
  [turbonomic, `${turbonomic}:sub`, "system:serviceaccount:acme:t8c-operator"],
])("%s, %s %p names one customer", (issuer, key, value) => {
  expect(found(issuer, { StringEquals: { [key]: value } })).toEqual([]);
});

test("no issuer is listed without a claim", () => {
  expect(Object.entries(sharedIssuers).filter(([, claims]) => Object.keys(claims).length === 0)).toEqual([]);
});
