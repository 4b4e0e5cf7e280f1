import { policyText } from "../../support/bucket-fixtures";
import {
  account,
  assume,
  type GoodProgram,
  keyArn,
  may,
  ofAccount,
  region,
  role,
  rolePolicy,
  service,
  testPrograms,
} from "../../support/good-programs";
import { from, resource, set } from "../../support/policies";

/** A role that an identity provider's tokens are exchanged for. */
const federated = (issuer: string, condition: object) => [
  resource("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "provider", {
    url: `https://${issuer}`,
    clientIdLists: ["sts.amazonaws.com"],
  }),
  resource("aws:iam/role:Role", "deployer", {
    name: "deployer",
    assumeRolePolicy: policyText({
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: condition,
    }),
  }),
];
const trusts = (issuer: string, condition: object) =>
  set(
    "Role deployer",
    "assumeRolePolicy",
    policyText({
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: condition,
    }),
  );
const github = "token.actions.githubusercontent.com";
const gitlab = "gitlab.com";
const eks = `oidc.eks.${region}.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE`;

const cognito = "cognito-identity.amazonaws.com";
const pool = `${region}:11111111-2222-3333-4444-555555555555`;

const programs: Readonly<Record<string, GoodProgram>> = {
  "a role for GitHub's workflows": {
    document: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    stack: federated(github, {
      StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${github}:sub`]: "repo:acme/*" },
    }),
    spoiled: trusts(github, { StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" } }),
    by: "iam-trust-everyone",
  },
  "a role for GitLab's pipelines": {
    document: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
    stack: federated(gitlab, {
      StringEquals: { [`${gitlab}:aud`]: "https://gitlab.com" },
      StringLike: { [`${gitlab}:sub`]: "project_path:acme/files:ref_type:branch:ref:main" },
    }),
    spoiled: trusts(gitlab, { StringLike: { [`${gitlab}:sub`]: "project_path:*:ref_type:branch:ref:main" } }),
    by: "iam-trust-everyone",
  },
  "a role for a service account of EKS": {
    document: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
    stack: federated(eks, {
      StringEquals: { [`${eks}:aud`]: "sts.amazonaws.com", [`${eks}:sub`]: "system:serviceaccount:default:files" },
    }),
    spoiled: set(
      "Role deployer",
      "assumeRolePolicy",
      policyText({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRoleWithWebIdentity" }),
    ),
    by: "iam-trust-everyone",
  },
  "a role for the signed-in users of a Cognito identity pool": {
    document: "https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
    stack: [
      role(
        assume(
          { Federated: cognito },
          {
            StringEquals: { [`${cognito}:aud`]: pool },
            "ForAnyValue:StringLike": { [`${cognito}:amr`]: "authenticated" },
          },
          "sts:AssumeRoleWithWebIdentity",
        ),
      ),
    ],
    spoiled: set(
      "Role role",
      "assumeRolePolicy",
      policyText(
        assume(
          { Federated: cognito },
          {
            StringEquals: { [`${cognito}:aud`]: pool },
            "ForAnyValue:StringLike": { [`${cognito}:amr`]: "unauthenticated" },
          },
          "sts:AssumeRoleWithWebIdentity",
        ),
      ),
    ),
    by: "iam-trust-everyone",
  },
  "a role for the pods of EKS": {
    document: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
    stack: [role(assume(service("pods.eks"), undefined, ["sts:AssumeRole", "sts:TagSession"]))],
    spoiled: set(
      "Role role",
      "assumeRolePolicy",
      policyText(assume({ AWS: "*" }, undefined, ["sts:AssumeRole", "sts:TagSession"])),
    ),
    by: "iam-trust-everyone",
  },
  "a role for IAM Roles Anywhere": {
    document: "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
    stack: [
      role(
        assume(
          service("rolesanywhere"),
          {
            StringEquals: { "aws:PrincipalTag/x509Subject/OU": "Files" },
            ArnEquals: { "aws:SourceArn": [`arn:aws:rolesanywhere:${region}:${account}:trust-anchor/TA1`] },
          },
          ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        ),
      ),
    ],
    spoiled: set(
      "Role role",
      "assumeRolePolicy",
      policyText(assume({ AWS: "*" }, { StringEquals: { "aws:PrincipalTag/x509Subject/OU": "Files" } })),
    ),
    by: "iam-trust-everyone",
  },
  "a role of a function in a VPC, with traces": {
    document: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    stack: [
      role(assume(service("lambda"), ofAccount)),
      rolePolicy(
        may(
          [
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses",
          ],
          "*",
        ),
        may(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
        may(
          ["logs:CreateLogStream", "logs:PutLogEvents"],
          `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/files:*`,
        ),
      ),
    ],
    spoiled: set("RolePolicy role", "policy", policyText(may(["ec2:*"], "*"))),
    by: "iam-wildcard-actions",
  },
  "a role for AWS Backup with AWS's managed policies": {
    document: "https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html",
    stack: [
      role(assume(service("backup"))),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "backup", {
        role: from("Role role", "role"),
        policyArn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
      }),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "logs", {
        role: from("Role role", "role"),
        policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      }),
      resource("aws:backup/vault:Vault", "vault", { name: "vault", kmsKeyArn: keyArn }),
    ],
    spoiled: set("RolePolicyAttachment logs", "policyArn", "arn:aws:iam::aws:policy/AdministratorAccess"),
    by: "iam-managed-admin",
  },
};

testPrograms(programs);
