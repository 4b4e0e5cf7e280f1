import { notKnown } from "../../../policies/framework/values";
import { account, alice, at, compliant, lets, mfa, service, trusts, unknown } from "../../support/iam-trust";
import { add, both, resource, set, testRule } from "../../support/policies";

testRule("iam-human-session", {
  compliant,
  violations: {
    "a user": {
      change: set(at, "maxSessionDuration", 7200),
      at,
      message: `gives ${alice} sessions of 7200 seconds; at most 3600 are allowed`,
    },
    "as text": {
      change: set(at, "maxSessionDuration", "43200"),
      at,
      message: `gives ${alice} sessions of 43200 seconds; at most 3600 are allowed`,
    },
    "through a SAML provider": {
      change: both(
        set(at, "maxSessionDuration", 28800),
        trusts(
          lets({ Federated: "arn:aws:iam::123456789012:saml-provider/okta" }, undefined, "sts:AssumeRoleWithSAML"),
        ),
      ),
      at,
      message: "gives arn:aws:iam::123456789012:saml-provider/okta sessions of 28800 seconds; at most 3600 are allowed",
    },
    "more than the team allows": {
      change: set(at, "maxSessionDuration", 14401),
      parameters: { seconds: 14400 },
      at,
      message: `gives ${alice} sessions of 14401 seconds; at most 14400 are allowed`,
    },
  },
  harmless: {
    "an hour, said": set(at, "maxSessionDuration", 3600),
    "a long one of a service": set("Role function", "maxSessionDuration", 43200),
    "as much as the team allows": { change: set(at, "maxSessionDuration", 14400), parameters: { seconds: 14400 } },
  },
  unknown: {
    "how long": { change: set(at, "maxSessionDuration", notKnown), at },
    "whose a long one is": {
      change: both(set(at, "maxSessionDuration", 7200), set(at, "assumeRolePolicy", notKnown)),
      at,
    },
  },
});

const github = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const token = (condition: object) => lets({ Federated: github }, condition, "sts:AssumeRoleWithWebIdentity");

testRule("iam-trust-everyone", {
  compliant,
  violations: {
    "a star": { change: trusts(lets("*")), at, message: "lets everyone in by One" },
    "any account": { change: trusts(lets({ AWS: ["*", alice] }, mfa)), at, message: "lets everyone in by One" },
    "everyone but one": {
      change: trusts({ Effect: "Allow", NotPrincipal: { AWS: alice }, Action: "sts:AssumeRole" }),
      at,
      message: "lets everyone in by statement 1",
    },
    "a condition that anyone meets": {
      change: trusts(lets("*", { StringLike: { "aws:PrincipalArn": "*" } })),
      at,
      message: "lets everyone in by One",
    },
    "any repository": {
      change: trusts(token({ StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } })),
      at,
      message: "lets in whoever has an account with token.actions.githubusercontent.com by One",
    },
    "any repository, by a pattern": {
      change: trusts(token({ StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" } })),
      at,
      message: "lets in whoever has an account with token.actions.githubusercontent.com by One",
    },
    "any repository whose owner's name begins so": {
      change: trusts(token({ StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme*" } })),
      at,
      message: "lets in whoever has an account with token.actions.githubusercontent.com by One",
    },
  },
  harmless: {
    "an organization": trusts(lets("*", { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } })),
    "one owner's repositories": trusts(
      token({ StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/*" } }),
    ),
    "one owner's, among other conditions": trusts(
      token({
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/*" },
      }),
    ),
    "an app of Google's, by one of its claims": trusts(
      lets(
        { Federated: "accounts.google.com" },
        { StringEquals: { "accounts.google.com:aud": "66677788899900pro0" } },
        "sts:AssumeRoleWithWebIdentity",
      ),
    ),
    "one branch": trusts(
      token({ StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/files:ref:refs/heads/main" } }),
    ),
    "a team's own provider": trusts(
      lets(
        { Federated: `arn:aws:iam::${account}:oidc-provider/login.example.com` },
        undefined,
        "sts:AssumeRoleWithWebIdentity",
      ),
    ),
  },
  unknown,
});

testRule("iam-trust-service-source", {
  compliant,
  violations: {
    "no condition": {
      change: trusts(service("scheduler.amazonaws.com")),
      at,
      message: "trusts scheduler.amazonaws.com for any account in One",
    },
    "a region's name": {
      change: trusts(service("logs.eu-central-1.amazonaws.com")),
      at,
      message: "trusts logs.amazonaws.com for any account in One",
    },
    "a source that anyone has": {
      change: trusts(service("states.amazonaws.com", { ArnLike: { "aws:SourceArn": "arn:aws:states:*:*:*" } })),
      at,
      message: "trusts states.amazonaws.com for any account in One",
    },
    "one of two": {
      change: trusts(lets({ Service: ["ec2.amazonaws.com", "glue.amazonaws.com"] })),
      at,
      message: "trusts glue.amazonaws.com for any account in One",
    },
    "a region's name of a newer form": {
      change: trusts(service("logs.eusc-de-east-1.amazonaws.com")),
      at,
      message: "trusts logs.amazonaws.com for any account in One",
    },
    "a service that may be silent, with no condition": {
      change: trusts(service("s3.amazonaws.com")),
      at,
      message: "trusts s3.amazonaws.com for any account in One",
    },
    "a silent service, with a source that anyone has": {
      change: trusts(service("cloudtrail.amazonaws.com", { StringLikeIfExists: { "aws:SourceAccount": "*" } })),
      at,
      message: "trusts cloudtrail.amazonaws.com for any account in One",
    },
    "a service that says its source, where it need not": {
      change: trusts(service("lambda.amazonaws.com", { StringEqualsIfExists: { "aws:SourceAccount": account } })),
      at,
      message: "trusts lambda.amazonaws.com for any account in One",
    },
    "a service of the team's own list": {
      change: trusts(service("example.amazonaws.com")),
      parameters: { services: ["example.amazonaws.com"] },
      at,
      message: "trusts example.amazonaws.com for any account in One",
    },
  },
  harmless: {
    "a service that gives none": trusts(service("ec2.amazonaws.com")),
    "a service that may be silent, where it need not say": trusts(
      service("chatbot.amazonaws.com", { StringEqualsIfExists: { "aws:SourceAccount": account } }),
    ),
    "the same, where it must": trusts(service("s3.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } })),
    "a source": trusts(
      service("scheduler.amazonaws.com", { ArnLike: { "aws:SourceArn": `arn:aws:scheduler:*:${account}:schedule/*` } }),
    ),
  },
  unknown,
});

const readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const user = resource("aws:iam/user:User", "bob", { name: "bob" });

testRule("iam-access-key", {
  compliant: [user],
  violations: {
    "a key": {
      change: add(resource("aws:iam/accessKey:AccessKey", "bob", { user: "bob" })),
      at: "AccessKey bob",
      message: "is a lasting access key",
    },
    "an active one": {
      change: add(resource("aws:iam/accessKey:AccessKey", "bob", { user: "bob", status: "Active" })),
      at: "AccessKey bob",
      message: "is a lasting access key",
    },
    "one that sleeps": {
      change: add(resource("aws:iam/accessKey:AccessKey", "bob", { user: "bob", status: "Inactive" })),
      at: "AccessKey bob",
      message: "is a lasting access key, which can be made active again",
    },
  },
  unknown: {
    "whether it is active": {
      change: add(resource("aws:iam/accessKey:AccessKey", "bob", { user: "bob", status: notKnown })),
      at: "AccessKey bob",
    },
  },
});

const loginProfile = (inputs: object) =>
  add(resource("aws:iam/userLoginProfile:UserLoginProfile", "bob", { ...inputs }));

testRule("iam-login-profile", {
  compliant: [user],
  violations: {
    "a password": {
      change: loginProfile({ user: "bob" }),
      at: "UserLoginProfile bob",
      message: "gives a user a password for the console",
    },
    "one to be changed": {
      change: loginProfile({ user: "bob", passwordResetRequired: true }),
      at: "UserLoginProfile bob",
      message: "gives a user a password for the console",
    },
    "a user that is not known yet": {
      change: loginProfile({ user: notKnown }),
      at: "UserLoginProfile bob",
      message: "gives a user a password for the console",
    },
  },
  unknown: "every login profile is wrong, whatever its values",
});

testRule("iam-user-policies", {
  compliant: [
    user,
    resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "staff", { group: "staff", policyArn: readOnly }),
    resource("aws:iam/policyAttachment:PolicyAttachment", "staff", { groups: ["staff"], policyArn: readOnly }),
  ],
  violations: {
    "an inline policy": {
      change: add(resource("aws:iam/userPolicy:UserPolicy", "bob", { user: "bob", policy: "{}" })),
      at: "UserPolicy bob",
      message: "is a policy of one user",
    },
    "an attached one": {
      change: add(
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "bob", { user: "bob", policyArn: readOnly }),
      ),
      at: "UserPolicyAttachment bob",
      message: "is attached to one user",
    },
    "several users at once": {
      change: set("PolicyAttachment staff", "users", ["bob", "eve"]),
      at: "PolicyAttachment staff",
      message: "is attached to 2 users",
    },
    "one user among groups": {
      change: set("PolicyAttachment staff", "users", ["bob"]),
      at: "PolicyAttachment staff",
      message: "is attached to 1 user",
    },
    "a list for one user": {
      change: add(
        resource("aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "bob", {
          userName: "bob",
          policyArns: [readOnly],
        }),
      ),
      at: "UserPolicyAttachmentsExclusive bob",
      message: "attaches policies to one user",
    },
  },
  harmless: {
    "a list that keeps a user free of policies": add(
      resource("aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "bob", {
        userName: "bob",
        policyArns: [],
      }),
    ),
  },
  unknown: {
    "which users": { change: set("PolicyAttachment staff", "users", notKnown), at: "PolicyAttachment staff" },
  },
});
