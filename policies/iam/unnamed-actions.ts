import { actionCovers } from "./wildcards";

/**
 * Actions that take no resource, so that only `*` fits (Service Authorization Reference, "Actions, resources, and
 * condition keys", of each service). Those that programs need; a rule's parameter adds others.
 */
export const unnamedActions: readonly string[] = [
  "autoscaling:Describe*",
  "ce:GetCostAndUsage",
  "ce:GetCostForecast",
  "cloudformation:ListStacks",
  "cloudtrail:DescribeTrails",
  "cloudtrail:ListPublicKeys",
  "cloudtrail:LookupEvents",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  "config:PutEvaluations",
  "dynamodb:DescribeLimits",
  "dynamodb:ListTables",
  "ec2messages:*",
  "ecr:GetAuthorizationToken",
  "ecr-public:GetAuthorizationToken",
  "elasticloadbalancing:Describe*",
  "events:ListRules",
  "iam:GetAccountSummary",
  "iam:ListAccountAliases",
  "iam:ListPolicies",
  "iam:ListRoles",
  "iam:ListUsers",
  "iot:DescribeEndpoint",
  "kms:CreateKey",
  "kms:GenerateRandom",
  "kms:ListAliases",
  "kms:ListKeys",
  "lambda:GetAccountSettings",
  "lambda:ListEventSourceMappings",
  "lambda:ListFunctions",
  "logs:DescribeLogGroups",
  "logs:DescribeQueryDefinitions",
  "logs:StopQuery",
  "organizations:DescribeOrganization",
  "pricing:*",
  "rds:DescribeDBEngineVersions",
  "rekognition:DetectLabels",
  "route53:ListHostedZones",
  "route53:ListHostedZonesByName",
  "s3:GetAccountPublicAccessBlock",
  "s3:ListAllMyBuckets",
  "secretsmanager:GetRandomPassword",
  "secretsmanager:ListSecrets",
  "sns:ListTopics",
  "sqs:ListQueues",
  "ssm:DescribeParameters",
  "ssmmessages:*",
  "sts:GetCallerIdentity",
  "support:*",
  "tag:Get*",
  "textract:DetectDocumentText",
  "xray:GetSampling*",
  "xray:Put*",
];

/** Actions for which AWS's own policies say `*`: most of what EC2 describes, and a function's network interfaces. */
export const unnamedByCustom: readonly string[] = [
  "ec2:Describe*",
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
];

/** Whether no resource can be named for an action, or for any that a pattern such as `ec2:Describe*` covers. */
export const takesNoResource = (action: string, further: readonly string[] = []): boolean =>
  [...unnamedActions, ...unnamedByCustom, ...further].some((pattern) => actionCovers(pattern, action));
