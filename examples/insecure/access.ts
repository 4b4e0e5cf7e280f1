import * as aws from "@pulumi/aws";

const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** Anyone's role: any account may assume it, for half a day. */
const partner = new aws.iam.Role("partner", {
  assumeRolePolicy: policy({ Sid: "Anyone", Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }),
  maxSessionDuration: 43200,
});
new aws.iam.RolePolicyAttachment("partner", {
  role: partner.name,
  policyArn: "arn:aws:iam::aws:policy/PowerUserAccess",
});

/** People come in with a password or an access key alone: "IfExists" holds where nothing is said of MFA. */
const developers = new aws.iam.Role("developers", {
  assumeRolePolicy: policy({
    Sid: "Developers",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::123456789012:root" },
    Action: "sts:AssumeRole",
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
  }),
});
new aws.iam.RolePolicy("developers", {
  role: developers.name,
  policy: policy(
    { Sid: "Files", Effect: "Allow", Action: "s3:*", Resource: "*" },
    { Sid: "Secrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue", "kms:Decrypt"], Resource: "*" },
    { Sid: "Deploy", Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/*" },
    { Sid: "Rest", Effect: "Allow", NotAction: ["iam:*", "organizations:*"], Resource: "*" },
  ),
});

/** Any repository on GitHub: the audience is the same for all. */
new aws.iam.Role("deploy", {
  assumeRolePolicy: policy({
    Sid: "GitHub",
    Effect: "Allow",
    Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } },
  }),
});

/** Any pod of the cluster: the audience is the same for all. */
new aws.iam.Role("pods", {
  assumeRolePolicy: policy({
    Sid: "Pods",
    Effect: "Allow",
    Principal: {
      Federated: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF",
    },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF:aud": "sts.amazonaws.com" },
    },
  }),
});

/** An assertion that was made for any other service. */
new aws.iam.Role("staff", {
  assumeRolePolicy: policy({
    Sid: "Staff",
    Effect: "Allow",
    Principal: { Federated: "arn:aws:iam::123456789012:saml-provider/okta" },
    Action: "sts:AssumeRoleWithSAML",
  }),
});

/** A user for a machine, with a key that never ends. */
const ci = new aws.iam.User("ci", {});
new aws.iam.AccessKey("ci", { user: ci.name });
new aws.iam.UserLoginProfile("ci", { user: ci.name });
new aws.iam.UserPolicy("ci", { user: ci.name, policy: policy({ Effect: "Allow", Action: "iam:*", Resource: "*" }) });

/** Everyone may decrypt with it, and it can be gone in a week. */
new aws.kms.Key("open", {
  enableKeyRotation: true,
  deletionWindowInDays: 7,
  policy: policy(
    {
      Sid: "Keep",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
      Resource: "*",
    },
    { Sid: "Readers", Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
    { Sid: "Agency", Effect: "Allow", Principal: { AWS: "210987654321" }, Action: "kms:Decrypt", Resource: "*" },
  ),
});
