import { policyText } from "../../support/bucket-fixtures";
import {
  account,
  allow,
  type GoodProgram,
  key,
  keyArn,
  ownRoot,
  region,
  root,
  service,
  testPrograms,
} from "../../support/good-programs";
import { from, resource, set } from "../../support/policies";

const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/audit`;
const scaling = {
  AWS: `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
};
const forResources = { Bool: { "kms:GrantIsForAWSResource": true } };

const programs: Readonly<Record<string, GoodProgram>> = {
  "a key with the default policy": {
    document: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    stack: [key()],
    spoiled: set("Key key", "policy", policyText(allow({ AWS: "*" }, "kms:*", "*"))),
    by: "kms-key-policy",
  },
  "a key for the volumes of Auto Scaling": {
    document: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html",
    stack: [
      key(
        allow(
          scaling,
          ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          "*",
        ),
        allow(scaling, ["kms:CreateGrant"], "*", forResources),
      ),
    ],
    spoiled: set(
      "Key key",
      "policy",
      policyText(allow(root, "kms:*", "*"), allow("*", ["kms:CreateGrant"], "*", forResources)),
    ),
    by: "kms-key-policy",
  },
  "a key whose use is granted to the role of Auto Scaling": {
    document: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html",
    stack: [
      key(),
      resource("aws:kms/grant:Grant", "scaling", {
        keyId: from("Key key", keyArn),
        granteePrincipal: scaling.AWS,
        operations: [
          "Encrypt",
          "Decrypt",
          "ReEncryptFrom",
          "ReEncryptTo",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "DescribeKey",
          "CreateGrant",
        ],
      }),
    ],
    spoiled: set("Grant scaling", "granteePrincipal", "arn:aws:iam::999999999999:root"),
    by: "kms-grant",
  },
  "a key for CloudTrail": {
    document: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
    stack: [
      key(
        allow(service("cloudtrail"), "kms:GenerateDataKey*", "*", {
          StringEquals: { "aws:SourceArn": trailArn },
          StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${account}:trail/*` },
        }),
        allow(service("cloudtrail"), "kms:DescribeKey", "*", { StringEquals: { "aws:SourceArn": trailArn } }),
      ),
    ],
    spoiled: set("Key key", "policy", policyText(ownRoot, allow(service("cloudtrail"), "kms:GenerateDataKey*", "*"))),
    by: "iam-service-source",
  },
  "a key for CloudWatch Logs": {
    document: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    stack: [
      key(
        allow(
          service(`logs.${region}`),
          ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
          "*",
          { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:files` } },
        ),
      ),
    ],
    spoiled: set("Key key", "policy", policyText(ownRoot, allow(service(`logs.${region}`), "kms:Decrypt*", "*"))),
    by: "iam-service-source",
  },
  "a key through one service for all principals of the account": {
    document: "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
    stack: [
      key(
        allow({ AWS: "*" }, ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"], "*", {
          StringEquals: { "kms:CallerAccount": account, "kms:ViaService": `ec2.${region}.amazonaws.com` },
        }),
      ),
    ],
    spoiled: set(
      "Key key",
      "policy",
      policyText(
        ownRoot,
        allow({ AWS: "*" }, "kms:Decrypt", "*", { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com` } }),
      ),
    ),
    by: "kms-key-policy",
  },
};

testPrograms(programs);
