import { bucketArn, bucketName, denyPlainHttp, policyText, side } from "../../support/bucket-fixtures";
import {
  account,
  allow,
  bucket,
  forLogs,
  type GoodProgram,
  objects,
  region,
  service,
  testPrograms,
} from "../../support/good-programs";
import { from, resource, set } from "../../support/policies";
import { goodTrail, trailArn } from "../../support/trail-fixtures";

const trailWrites = (condition: object) => [
  allow(service("cloudtrail"), "s3:GetBucketAcl", bucketArn("logs"), condition),
  allow(service("cloudtrail"), "s3:PutObject", objects("logs", `AWSLogs/${account}/`), {
    StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", ...Object.values(condition)[0] },
  }),
];

const programs: Readonly<Record<string, GoodProgram>> = {
  "a bucket for CloudTrail": {
    document: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
    stack: [
      ...bucket("main"),
      ...bucket("logs", ...trailWrites({ StringEquals: { "aws:SourceArn": trailArn } })),
      side("BucketObjectLockConfiguration", "logs", {
        objectLockEnabled: "Enabled",
        rule: { defaultRetention: { mode: "GOVERNANCE", days: 365 } },
      }),
      goodTrail(),
    ],
    spoiled: set("BucketPolicy logs", "policy", policyText(denyPlainHttp("logs"), ...trailWrites({}))),
    by: "trail-bucket-policy",
  },
  "a bucket for a load balancer's access logs": {
    document: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
    stack: [
      ...forLogs(
        "logs",
        allow(
          { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          "s3:PutObject",
          objects("logs", `web/AWSLogs/${account}/`),
        ),
      ),
      resource("aws:lb/loadBalancer:LoadBalancer", "web", {
        accessLogs: { bucket: from("Bucket logs", bucketName("logs")), prefix: "web", enabled: true },
      }),
    ],
    spoiled: set(
      "BucketPolicy logs",
      "policy",
      policyText(denyPlainHttp("logs"), allow("*", "s3:PutObject", objects("logs"))),
    ),
    by: "s3-public-policy",
  },
  "a bucket for a load balancer's access logs, in a region of before August 2022": {
    document: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
    stack: [
      ...forLogs(
        "logs",
        allow({ AWS: "arn:aws:iam::054676820928:root" }, "s3:PutObject", objects("logs", `web/AWSLogs/${account}/`)),
      ),
      resource("aws:lb/loadBalancer:LoadBalancer", "web", {
        accessLogs: { bucket: from("Bucket logs", bucketName("logs")), prefix: "web", enabled: true },
      }),
    ],
    spoiled: set(
      "BucketPolicy logs",
      "policy",
      policyText(denyPlainHttp("logs"), allow({ AWS: "999999999999" }, "s3:PutBucketPolicy", bucketArn("logs"))),
    ),
    by: "s3-foreign-account",
  },
  "a bucket for S3's access logs": {
    document: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
    stack: [
      ...bucket("main"),
      ...forLogs(
        "logs",
        allow(service("logging.s3"), ["s3:PutObject"], objects("logs", "main/"), {
          ArnLike: { "aws:SourceArn": bucketArn("main") },
          StringEquals: { "aws:SourceAccount": account },
        }),
      ),
      side("BucketLogging", "main", { targetBucket: from("Bucket logs", bucketName("logs")), targetPrefix: "main/" }),
    ],
    spoiled: set("BucketPolicy logs", "policy", policyText(denyPlainHttp("logs"))),
    by: "s3-access-log-delivery",
  },
  "a bucket for AWS Config": {
    document: "https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html",
    stack: [
      ...bucket(
        "config",
        allow(service("config"), "s3:GetBucketAcl", bucketArn("config"), {
          StringEquals: { "AWS:SourceAccount": account },
        }),
        allow(service("config"), "s3:ListBucket", bucketArn("config"), {
          StringEquals: { "AWS:SourceAccount": account },
        }),
        allow(service("config"), "s3:PutObject", objects("config", `AWSLogs/${account}/Config/`), {
          StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "AWS:SourceAccount": account },
        }),
      ),
      resource("aws:cfg/deliveryChannel:DeliveryChannel", "config", {
        s3BucketName: from("Bucket config", bucketName("config")),
      }),
    ],
    spoiled: set(
      "BucketPolicy config",
      "policy",
      policyText(denyPlainHttp("config"), allow(service("config"), "s3:PutObject", objects("config"))),
    ),
    by: "iam-service-source",
  },
  "a bucket for VPC flow logs": {
    document: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html",
    stack: [
      ...bucket(
        "flows",
        allow(service("delivery.logs"), "s3:PutObject", `${bucketArn("flows")}/AWSLogs/aws-account-id=${account}/*`, {
          StringEquals: { "aws:SourceAccount": account, "s3:x-amz-acl": "bucket-owner-full-control" },
          ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account}:*` },
        }),
        allow(service("delivery.logs"), "s3:GetBucketAcl", bucketArn("flows"), {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account}:*` },
        }),
      ),
      resource("aws:ec2/flowLog:FlowLog", "flows", {
        logDestinationType: "s3",
        logDestination: from("Bucket flows", bucketArn("flows")),
        trafficType: "ALL",
        vpcId: "vpc-1",
      }),
    ],
    spoiled: set(
      "BucketPolicy flows",
      "policy",
      policyText(
        denyPlainHttp("flows"),
        allow(service("delivery.logs"), "s3:PutObject", `${bucketArn("flows")}/*`, {
          StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
        }),
      ),
    ),
    by: "iam-service-source",
  },
  "a bucket for an inventory of S3": {
    document: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html",
    stack: bucket(
      "lists",
      allow(service("s3"), "s3:PutObject", [`${bucketArn("lists")}/*`], {
        ArnLike: { "aws:SourceArn": [bucketArn("main")] },
        StringEquals: { "aws:SourceAccount": [account], "s3:x-amz-acl": "bucket-owner-full-control" },
      }),
    ),
    spoiled: set(
      "BucketPolicy lists",
      "policy",
      policyText(denyPlainHttp("lists"), allow(service("s3"), "s3:PutObject", `${bucketArn("lists")}/*`)),
    ),
    by: "iam-service-source",
  },
};

testPrograms(programs);
