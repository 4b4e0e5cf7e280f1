import { bucketArn, policyText } from "../../support/bucket-fixtures";
import {
  account,
  allow,
  bucket,
  type GoodProgram,
  keyArn,
  ofAccount,
  region,
  service,
  testPrograms,
} from "../../support/good-programs";
import { from, resource, set } from "../../support/policies";

const deny = (action: string | string[], on: string | string[], condition: object) => ({
  Sid: "Deny",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: on,
  Condition: condition,
});
const restArn = `arn:aws:execute-api:${region}:${account}:a1/*`;
const api = [
  resource("aws:apigatewayv2/api:Api", "api", { name: "api", protocolType: "HTTP" }),
  resource("aws:apigatewayv2/authorizer:Authorizer", "jwt", {
    apiId: from("Api api", "a1"),
    name: "jwt",
    authorizerType: "JWT",
    identitySources: ["$request.header.Authorization"],
    jwtConfiguration: { audiences: ["client"], issuer: `https://cognito-idp.${region}.amazonaws.com/${region}_abc` },
  }),
  resource("aws:apigatewayv2/route:Route", "files", {
    apiId: from("Api api", "a1"),
    routeKey: "GET /files",
    authorizationType: "JWT",
    authorizerId: from("Authorizer jwt", "z1"),
    authorizationScopes: ["files/read"],
  }),
  resource("aws:apigatewayv2/stage:Stage", "live", {
    apiId: from("Api api", "a1"),
    name: "$default",
    autoDeploy: true,
    accessLogSettings: {
      destinationArn: `arn:aws:logs:${region}:${account}:log-group:api`,
      format: "$context.requestId",
    },
    defaultRouteSettings: { throttlingBurstLimit: 20, throttlingRateLimit: 10 },
  }),
];

const worker = (variables: object) => [
  resource("aws:iam/role:Role", "worker", {
    name: "worker",
    assumeRolePolicy: policyText({
      Effect: "Allow",
      Principal: service("lambda"),
      Action: "sts:AssumeRole",
      Condition: ofAccount,
    }),
  }),
  resource("aws:lambda/function:Function", "worker", {
    name: "worker",
    runtime: "nodejs24.x",
    role: from("Role worker", `arn:aws:iam::${account}:role/worker`),
    environment: { variables },
    reservedConcurrentExecutions: 5,
    tracingConfig: { mode: "Active" },
  }),
  resource("aws:cloudwatch/logGroup:LogGroup", "worker", {
    name: "/aws/lambda/worker",
    retentionInDays: 365,
    kmsKeyId: keyArn,
  }),
];

const programs: Readonly<Record<string, GoodProgram>> = {
  "a function that EventBridge calls": {
    document: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
    stack: [
      ...worker({}),
      resource("aws:lambda/permission:Permission", "rule", {
        function: from("Function worker", "worker"),
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        sourceArn: `arn:aws:events:${region}:${account}:rule/nightly`,
      }),
    ],
    spoiled: set("Permission rule", "sourceArn", undefined),
    by: "lambda-permission",
  },
  "a vault of AWS Backup from which nothing is deleted": {
    document: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
    stack: [
      resource("aws:backup/vault:Vault", "vault", { name: "vault", kmsKeyArn: keyArn }),
      resource("aws:backup/vaultPolicy:VaultPolicy", "vault", {
        backupVaultName: from("Vault vault", "vault"),
        policy: policyText({
          Sid: "Deny",
          Effect: "Deny",
          Principal: "*",
          Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
          Resource: "*",
        }),
      }),
    ],
    spoiled: set("VaultPolicy vault", "policy", policyText(allow("*", "backup:CopyIntoBackupVault", "*"))),
    by: "iam-public-resource-policy",
  },
  "a vault of AWS Backup that the organization copies to": {
    document: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
    stack: [
      resource("aws:backup/vaultPolicy:VaultPolicy", "vault", {
        backupVaultName: "vault",
        policy: policyText(
          allow("*", "backup:CopyIntoBackupVault", "*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
        ),
      }),
    ],
    spoiled: set(
      "VaultPolicy vault",
      "policy",
      policyText(allow("*", "backup:CopyIntoBackupVault", "*", { StringLike: { "aws:PrincipalOrgID": "o-*" } })),
    ),
    by: "iam-public-resource-policy",
  },
  "an HTTP API with tokens": {
    document: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
    stack: api,
    spoiled: set("Route files", "authorizationType", "NONE"),
    by: "api-route-authorization",
  },
  "a function that reads its secret by the ARN in its environment": {
    document: "https://docs.aws.amazon.com/lambda/latest/dg/with-secrets-manager.html",
    stack: worker({
      DB_SECRET: `arn:aws:secretsmanager:${region}:${account}:secret:db-AbCdEf`,
      SECRET_NAME: "acme/dev/db",
      PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: "2773",
    }),
    spoiled: set("Function worker", "environment.variables.DB_SECRET", "hunter2hunter2"),
    by: "lambda-environment-secrets",
  },
  "a file system that is reached through its mount targets only": {
    document: "https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html",
    stack: [
      resource("aws:efs/fileSystemPolicy:FileSystemPolicy", "files", {
        fileSystemId: "fs-1",
        policy: policyText(
          allow(
            { AWS: "*" },
            ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            `arn:aws:elasticfilesystem:${region}:${account}:file-system/fs-1`,
            { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
          ),
        ),
      }),
    ],
    spoiled: set(
      "FileSystemPolicy files",
      "policy",
      policyText(allow({ AWS: "*" }, "elasticfilesystem:ClientMount", "*")),
    ),
    by: "iam-public-resource-policy",
  },
  "an API that one VPC endpoint reaches": {
    document: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html",
    stack: [
      resource("aws:apigateway/restApiPolicy:RestApiPolicy", "api", {
        restApiId: "a1",
        policy: policyText(
          allow("*", "execute-api:Invoke", [restArn]),
          deny("execute-api:Invoke", [restArn], { StringNotEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } }),
        ),
      }),
    ],
    spoiled: set("RestApiPolicy api", "policy", policyText(allow("*", "execute-api:Invoke", [restArn]))),
    by: "iam-public-resource-policy",
  },
  "a VPC endpoint with its default policy": {
    document: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    stack: [
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {
        vpcId: "vpc-1",
        serviceName: `com.amazonaws.${region}.s3`,
        vpcEndpointType: "Gateway",
        policy: policyText(allow("*", "*", "*")),
      }),
    ],
    // The endpoint's policy limits what passes; who may do it, the buckets' policies say.
    spoiled: (stack) => [...stack, ...bucket("main", allow("*", "s3:GetObject", `${bucketArn("main")}/*`))],
    by: "s3-public-policy",
  },
  "a repository that Lambda pulls from": {
    document: "https://docs.aws.amazon.com/lambda/latest/dg/images-create.html",
    agreed: ["210987654321"],
    stack: [
      resource("aws:ecr/repositoryPolicy:RepositoryPolicy", "images", {
        repository: "images",
        policy: policyText(
          {
            Sid: "CrossAccountPermission",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::210987654321:root" },
            Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          },
          {
            Sid: "LambdaECRImageCrossAccountRetrievalPolicy",
            Effect: "Allow",
            Principal: service("lambda"),
            Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Condition: { ArnLike: { "aws:sourceARN": `arn:aws:lambda:${region}:210987654321:function:*` } },
          },
        ),
      }),
    ],
    spoiled: set(
      "RepositoryPolicy images",
      "policy",
      policyText({ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" }),
    ),
    by: "iam-public-resource-policy",
  },
};

testPrograms(programs);
