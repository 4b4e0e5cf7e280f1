import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../internal/account";
import type { Statement } from "../internal/policy-document";

/** Who writes the log bucket, and who reads it. */
export interface LogBucketScope {
  readonly account: Account;
  readonly trailArn: pulumi.Input<string>;
  /** The ARN of the role that alone reads. */
  readonly auditorArn: pulumi.Input<string>;
}

const cloudTrail = "cloudtrail.amazonaws.com";
const readObjects = ["s3:GetObject", "s3:GetObjectVersion"];

/**
 * What only CloudTrail may do, for the one trail (AWS CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"),
 * and what everybody else may not, whatever their own policies say. Nobody is denied the bucket's policy: the account can
 * mend it, and a change of it raises an alarm.
 */
export const logBucketStatements = (
  bucketArn: pulumi.Input<string>,
  { account, trailArn, auditorArn }: LogBucketScope,
): Statement[] => {
  const objects = pulumi.interpolate`${bucketArn}/*`;
  return [
    {
      Sid: "AllowTrailAclCheck",
      Effect: "Allow",
      Principal: { Service: cloudTrail },
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: { "aws:SourceArn": trailArn } },
    },
    {
      Sid: "AllowTrailWrite",
      Effect: "Allow",
      Principal: { Service: cloudTrail },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${account.id}/*`,
      Condition: { StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
    {
      Sid: "DenyOtherWriters",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject", "s3:PutObjectTagging", "s3:ReplicateObject"],
      Resource: objects,
      // Also matches a principal that is no service, and has no such name.
      Condition: { StringNotEquals: { "aws:PrincipalServiceName": cloudTrail } },
    },
    {
      Sid: "DenyOtherReaders",
      Effect: "Deny",
      Principal: "*",
      Action: readObjects,
      Resource: objects,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": auditorArn } },
    },
    {
      Sid: "DenyDeletion",
      Effect: "Deny",
      Principal: "*",
      Action: [
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:PutObjectRetention",
        "s3:PutObjectLegalHold",
        "s3:BypassGovernanceRetention",
      ],
      Resource: objects,
    },
  ];
};

/**
 * What CloudTrail needs to write into its log group: its own streams, and no more (AWS CloudTrail User Guide, "Role
 * policy document for CloudTrail to use CloudWatch Logs").
 */
export const deliveryStatements = (
  logGroupArn: pulumi.Input<string>,
  account: Account,
  region: string,
): Statement[] => [
  {
    Sid: "WriteTrailStreams",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: pulumi.interpolate`${logGroupArn}:log-stream:${account.id}_CloudTrail_${region}*`,
  },
];

export interface AuditorScope {
  readonly logGroupArn: pulumi.Input<string>;
  /** The log bucket and its key, where the trail is this stack's own. */
  readonly files?: { readonly bucketArn: pulumi.Input<string>; readonly keyArn: pulumi.Input<string> };
}

/** What an auditor may do: read the trail's files, check their digests, and run the saved queries. */
export const auditorStatements = ({ logGroupArn, files }: AuditorScope): Statement[] => [
  ...(files === undefined
    ? []
    : [
        {
          Sid: "ReadFiles",
          Effect: "Allow" as const,
          Action: [...readObjects, "s3:RestoreObject"],
          Resource: pulumi.interpolate`${files.bucketArn}/*`,
        },
        {
          Sid: "ListFiles",
          Effect: "Allow" as const,
          Action: ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketLocation"],
          Resource: files.bucketArn,
        },
        { Sid: "DecryptFiles", Effect: "Allow" as const, Action: "kms:Decrypt", Resource: files.keyArn },
      ]),
  {
    Sid: "RunQueries",
    Effect: "Allow",
    Action: ["logs:StartQuery", "logs:GetQueryResults", "logs:FilterLogEvents"],
    Resource: pulumi.interpolate`${logGroupArn}:*`,
  },
  {
    // "*" is all that most of these take. Logs Insights in the console lists the log groups before it lets one be chosen
    // (Amazon CloudWatch Logs User Guide, "Using identity-based policies"). None of them reads what is recorded.
    Sid: "FollowQueriesAndDigests",
    Effect: "Allow",
    Action: [
      "logs:DescribeLogGroups",
      "logs:StopQuery",
      "logs:DescribeQueryDefinitions",
      "cloudtrail:DescribeTrails",
      "cloudtrail:ListPublicKeys",
    ],
    Resource: "*",
  },
];
