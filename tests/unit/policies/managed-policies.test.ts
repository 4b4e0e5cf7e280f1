import { wholeServicePolicies } from "../../../policies/data/managed-policies";
import { notKnown } from "../../../policies/framework/values";
import { add, type Case, resource, set, testRule } from "../../support/policies";

const account = "123456789012";
const managed = (path: string, partition = "aws"): string => `arn:${partition}:iam::aws:policy/${path}`;
const readOnly = managed("AmazonS3ReadOnlyAccess");
const admin = managed("AdministratorAccess");
const ofAll = "attaches AdministratorAccess, which gives nearly every action of every service";

const roleType = "aws:iam/role:Role";
const at = "RolePolicyAttachment worker";
const inList = "Role worker";

const attaches = (path: string, message: string, partition?: string): Case => ({
  change: set(at, "policyArn", managed(path, partition)),
  at,
  message,
});

testRule("iam-managed-admin", {
  compliant: [
    resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "worker", { role: "worker", policyArn: readOnly }),
    resource(roleType, "worker", { managedPolicyArns: [readOnly] }),
  ],
  violations: {
    administrator: attaches("AdministratorAccess", ofAll),
    "all but IAM": attaches(
      "PowerUserAccess",
      "attaches PowerUserAccess, which gives nearly every action of every service",
    ),
    "a whole service": attaches(
      "AmazonS3FullAccess",
      "attaches AmazonS3FullAccess, which gives every action of s3, s3-object-lambda",
    ),
    "a second version, in China": attaches(
      "AmazonDynamoDBFullAccess_v2",
      "attaches AmazonDynamoDBFullAccess_v2, which gives every action of dax, dynamodb",
      "aws-cn",
    ),
    "a name that only says ReadWrite": attaches(
      "SecretsManagerReadWrite",
      "attaches SecretsManagerReadWrite, which gives every action of secretsmanager",
    ),
    "the administrator of Identity Center": attaches(
      "AWSSSOMasterAccountAdministrator",
      "attaches AWSSSOMasterAccountAdministrator, which gives every action of identitystore, identitystore-auth, sso, sso-directory",
    ),
    "all that a few services leave out": attaches(
      "AIDevOpsAgentActionsPolicy",
      "attaches AIDevOpsAgentActionsPolicy, which gives nearly every action of every service",
    ),
    "a service, by ARNs that name none of its resources": attaches(
      "AWSLambdaExecute",
      "attaches AWSLambdaExecute, which gives every action of logs",
    ),
    "a role of one service, with six others": attaches(
      "service-role/AmazonElasticMapReduceforEC2Role",
      "attaches AmazonElasticMapReduceforEC2Role, which gives every action of cloudwatch, dynamodb, s3, sdb, sns, sqs",
    ),
    "a permissions boundary that is attached": attaches(
      "AmazonDataZoneEnvironmentRolePermissionsBoundary",
      "attaches AmazonDataZoneEnvironmentRolePermissionsBoundary, which gives every action of datazone, sqlworkbench",
    ),
    "full access by a long list of actions": attaches("AmazonVPCFullAccess", "attaches AmazonVPCFullAccess"),
    "one that is newer than the data": attaches(
      "AmazonNovelServiceFullAccess_v3",
      "attaches AmazonNovelServiceFullAccess_v3",
    ),
    "a new administrator": attaches("AWSNovelServiceAdministrator", "attaches AWSNovelServiceAdministrator"),
    "a name on the object's prototype": attaches("toStringFullAccess", "attaches toStringFullAccess"),
    "a role's list": {
      change: set(inList, "managedPolicyArns", [readOnly, managed("IAMFullAccess")]),
      at: inList,
      message: "attaches IAMFullAccess, which gives every action of iam",
    },
    "a job function": {
      change: set(inList, "managedPolicyArns", [managed("job-function/DatabaseAdministrator")]),
      at: inList,
      message: "attaches DatabaseAdministrator, which gives every action of dynamodb, elasticache, rds, redshift",
    },
    "a permission set of Identity Center": {
      change: add(
        resource("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", "staff", { managedPolicyArn: admin }),
      ),
      at: "ManagedPolicyAttachment staff",
      message: ofAll,
    },
    ...Object.fromEntries(
      (
        [
          ["userPolicyAttachment:UserPolicyAttachment", "policyArn"],
          ["groupPolicyAttachment:GroupPolicyAttachment", "policyArn"],
          ["policyAttachment:PolicyAttachment", "policyArn"],
          ["rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns"],
        ] as const
      ).map(([type, property]) => [
        `by ${type}`,
        {
          change: add(resource(`aws:iam/${type}`, "all", { [property]: property === "policyArns" ? [admin] : admin })),
          at: `${type.split(":")[1]} all`,
          message: ofAll,
        },
      ]),
    ),
  },
  harmless: {
    "a policy of the team's own with such a name": set(
      at,
      "policyArn",
      `arn:aws:iam::${account}:policy/FilesFullAccess`,
    ),
    "what the team allows": {
      change: set(at, "policyArn", admin),
      parameters: { allowed: ["AdministratorAccess"] },
    },
    "what the team allows, of the data": {
      change: set(at, "policyArn", managed("SecretsManagerReadWrite")),
      parameters: { allowed: ["SecretsManagerReadWrite"] },
    },
    // CIS asks for a role that manages support cases.
    "support cases": set(at, "policyArn", managed("AWSSupportAccess")),
    "a service's own role": set(at, "policyArn", managed("service-role/AWSGlueServiceRole")),
    "what Elastic Beanstalk asks for by name": set(
      at,
      "policyArn",
      managed("AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy"),
    ),
    "what the Shield Response Team asks for by name": set(
      at,
      "policyArn",
      managed("service-role/AWSShieldDRTAccessPolicy"),
    ),
    "a function's own logs": set(at, "policyArn", managed("service-role/AWSLambdaBasicExecutionRole")),
    "a policy that only limits": set(
      inList,
      "permissionsBoundary",
      managed("AmazonDataZoneEnvironmentRolePermissionsBoundary"),
    ),
  },
  unknown: {
    "which policy": { change: set(at, "policyArn", notKnown), at },
    "one of a list": { change: set(inList, "managedPolicyArns", [readOnly, notKnown]), at: inList },
  },
});

test("the data has the policies that give whole services, and no read-only one", () => {
  const names = Object.keys(wholeServicePolicies);
  expect(names.length).toBeGreaterThan(250);
  expect(names.filter((name) => /read_?only|viewonly/i.test(name))).toEqual([]);
  expect(names.filter((name) => /^AWS\w*ServiceRole$/.test(name))).toEqual(["AWSCodeStarServiceRole"]);
});
