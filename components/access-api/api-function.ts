import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environmentNames } from "../../functions/api/config";
import { privilegeStatements, undeleteStatements } from "../../functions/api/privilege-policies";
import type { Privilege } from "../../functions/api/routes";
import type { Account } from "../internal/account";
import { type InlineFunctionArgs, inlineFunction, runningStatements } from "../internal/inline-function";
import { policyDocument, serviceTrust } from "../internal/policy-document";
import { unprotected } from "../internal/protection";

/** The bucket that the API gives access to. */
export interface ApiBucket {
  /** The bucket's name. */
  readonly name: pulumi.Input<string>;
  /** The bucket's ARN. */
  readonly arn: pulumi.Input<string>;
  /** The key that the bucket encrypts with. */
  readonly keyArn: pulumi.Input<string>;
}

/** What the role that signs for callers may do at most; each session is narrowed further to one caller. */
const presignerStatements = ({ privilege, bucket, prefix, uploadsTable }: Presigner): pulumi.Output<object[]> =>
  pulumi
    .all([bucket.arn, bucket.keyArn, uploadsTable.arn])
    .apply(([bucketArn, keyArn, uploadsTableArn]) => [
      ...privilegeStatements(privilege, { bucketArn, keyArn, prefix, uploadsTableArn }),
      ...(privilege === "admin" ? undeleteStatements({ bucketArn, prefix }) : []),
    ]);

/** What one privilege's sessions are about. */
interface Presigner {
  readonly privilege: Privilege;
  readonly bucket: ApiBucket;
  readonly prefix: string;
  /** The table of uploads in progress. */
  readonly uploadsTable: aws.dynamodb.Table;
}

export interface ApiFunctionArgs<Event, Result>
  extends Presigner,
    Pick<
      InlineFunctionArgs<Event, Result>,
      "callback" | "folder" | "concurrency" | "memoryMiB" | "timeoutSeconds" | "keyArn"
    > {
  /** The first part of every physical name. */
  readonly physicalName: string;
  readonly account: Account;
  /** The function that records objects in the index. */
  readonly recorderArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
}

/** One privilege's function with its own execution role, the role that it signs with, and its log group. */
export const apiFunction = <Event, Result>(
  name: string,
  args: ApiFunctionArgs<Event, Result>,
  parent: pulumi.ComponentResource,
) => {
  const { privilege, physicalName, bucket } = args;
  const options = { parent, ...unprotected };
  const functionName = `${physicalName}-${privilege}`;
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    { name: `/aws/lambda/${functionName}`, retentionInDays: args.logRetentionDays, kmsKeyId: args.keyArn },
    options,
  );
  const role = new aws.iam.Role(
    name,
    {
      name: functionName,
      description: `Runs the ${privilege} function of the API`,
      assumeRolePolicy: serviceTrust(name, "lambda.amazonaws.com", args.account.id),
    },
    options,
  );
  const presigner = new aws.iam.Role(
    `${name}-presigner`,
    {
      name: `${functionName}-presigner`,
      description: `Signs ${privilege} URLs, assumed by the ${privilege} function in its caller's name`,
      assumeRolePolicy: policyDocument("trust", `${name}-presigner`, [
        { Sid: "AssumedByFunction", Effect: "Allow", Principal: { AWS: role.arn }, Action: "sts:AssumeRole" },
      ]),
    },
    options,
  );
  const presignerPolicy = new aws.iam.RolePolicy(
    `${name}-presigner`,
    { role: presigner.name, policy: policyDocument("inline", `${name}-presigner`, presignerStatements(args)) },
    options,
  );
  const record =
    privilege === "write"
      ? [
          {
            Sid: "RecordObjects",
            Effect: "Allow",
            Action: "lambda:InvokeFunction",
            Resource: args.recorderArn,
          } as const,
        ]
      : [];
  const policy = new aws.iam.RolePolicy(
    name,
    {
      role: role.name,
      policy: policyDocument("inline", name, [
        { Sid: "SignForCallers", Effect: "Allow", Action: "sts:AssumeRole", Resource: presigner.arn },
        ...runningStatements(logGroup),
        ...record,
      ]),
    },
    options,
  );
  const lambda = inlineFunction(
    name,
    {
      ...args,
      functionName,
      description: `Coffer's API: what needs the ${privilege} privilege`,
      role,
      logGroup,
      environment: {
        [environmentNames.bucket]: bucket.name,
        [environmentNames.keyArn]: bucket.keyArn,
        [environmentNames.presignerArn]: presigner.arn,
        [environmentNames.uploadsTableArn]: args.uploadsTable.arn,
        [environmentNames.recorderArn]: args.recorderArn,
        // The two names by which Powertools tells its logs and metrics apart.
        POWERTOOLS_SERVICE_NAME: physicalName,
        POWERTOOLS_METRICS_NAMESPACE: "Coffer",
      },
    },
    { ...options, dependsOn: [policy, presignerPolicy] },
  );
  return { lambda, role, policy, presigner, presignerPolicy, logGroup };
};
