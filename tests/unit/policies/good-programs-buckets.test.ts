import {
  bucketArn,
  bucketKey,
  bucketName,
  denyPlainHttp,
  denyWrongEncryption,
  policyText,
  side,
} from "../../support/bucket-fixtures";
import {
  account,
  allow,
  bucket,
  type GoodProgram,
  key,
  may,
  objects,
  ownRoot,
  service,
  testPrograms,
} from "../../support/good-programs";
import { drop, from, resource, set } from "../../support/policies";

const guide = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const distributionArn = `arn:aws:cloudfront::${account}:distribution/E1`;
const ofDistribution = { StringEquals: { "AWS:SourceArn": distributionArn } };
const site = [
  resource("aws:cloudfront/originAccessControl:OriginAccessControl", "site", {
    name: "site",
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  }),
  resource("aws:cloudfront/distribution:Distribution", "cdn", {
    enabled: true,
    origins: [
      {
        originId: "site",
        domainName: from("Bucket site", `${bucketName("site")}.s3.eu-central-1.amazonaws.com`),
        originAccessControlId: from("OriginAccessControl site", "EAC1"),
      },
    ],
    defaultCacheBehavior: { targetOriginId: "site", viewerProtocolPolicy: "redirect-to-https" },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
  }),
];

const replicationRole = (actions: object[]) => [
  resource("aws:iam/role:Role", "replication", {
    name: "replication",
    assumeRolePolicy: policyText({
      Effect: "Allow",
      Principal: service("s3"),
      Action: "sts:AssumeRole",
    }),
  }),
  resource("aws:iam/rolePolicy:RolePolicy", "replication", {
    role: from("Role replication", "replication"),
    policy: policyText(...actions),
  }),
];
const replicates = (destination: object, account?: string) =>
  side("BucketReplicationConfig", "main", {
    role: `arn:aws:iam::${account ?? "123456789012"}:role/replication`,
    rules: [{ status: "Enabled", destination, filter: {}, deleteMarkerReplication: { status: "Disabled" } }],
  });
const reads = may(
  ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
  [objects("main")],
);
const lists = may(["s3:GetReplicationConfiguration", "s3:ListBucket"], [bucketArn("main")]);
const copies = may(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], [objects("copy")]);

const programs: Readonly<Record<string, GoodProgram>> = {
  "a bucket behind CloudFront": {
    document:
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    stack: [...bucket("site", allow(service("cloudfront"), "s3:GetObject", objects("site"), ofDistribution)), ...site],
    spoiled: set(
      "BucketPolicy site",
      "policy",
      policyText(denyPlainHttp("site"), allow(service("cloudfront"), "s3:GetObject", objects("site"))),
    ),
    by: "iam-service-source",
  },
  "a bucket with SSE-KMS behind CloudFront": {
    document:
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    stack: [
      ...bucket("site", allow(service("cloudfront"), "s3:GetObject", objects("site"), ofDistribution)),
      ...site,
      key(allow(service("cloudfront"), ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*"], "*", ofDistribution)),
    ],
    spoiled: set("Key key", "policy", policyText(ownRoot, allow(service("cloudfront"), "kms:Decrypt", "*"))),
    by: "iam-service-source",
  },
  "a bucket that is reached through one VPC endpoint only": {
    document: `${guide}/example-bucket-policies-vpc-endpoint.html`,
    stack: bucket("main", {
      Sid: "Access-to-specific-VPCE-only",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucketArn("main"), objects("main")],
      Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } },
    }),
    spoiled: set(
      "BucketPolicy main",
      "policy",
      policyText(
        denyPlainHttp("main"),
        allow("*", "s3:GetObject", objects("main"), { StringNotEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } }),
      ),
    ),
    by: "s3-public-policy",
  },
  "the role of a replication to another region": {
    document: `${guide}/setting-repl-config-perm-overview.html`,
    stack: [...bucket("main"), ...bucket("copy"), ...replicationRole([lists, reads, copies])],
    spoiled: set("RolePolicy replication", "policy", policyText(may(["s3:*"], ["*"]))),
    by: "iam-wildcard-actions",
  },
  "the replication of objects with SSE-KMS to another account": {
    document: `${guide}/replication-walkthrough-2.html`,
    stack: [
      ...bucket("main"),
      replicates({
        bucket: "arn:aws:s3:::another-team-copy",
        account: "210987654321",
        accessControlTranslation: { owner: "Destination" },
      }),
      ...replicationRole([
        lists,
        reads,
        may(
          ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ObjectOwnerOverrideToBucketOwner"],
          ["arn:aws:s3:::another-team-copy/*"],
        ),
        may(["kms:Decrypt"], [bucketKey], { StringLike: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } }),
      ]),
    ],
    spoiled: drop("BucketVersioning main"),
    by: "s3-versioning",
  },
  "the bucket that another account copies to": {
    document: `${guide}/replication-walkthrough-2.html`,
    agreed: ["210987654321"],
    stack: bucket(
      "copy",
      allow(
        { AWS: "arn:aws:iam::210987654321:role/service-role/replication" },
        ["s3:ReplicateDelete", "s3:ReplicateObject"],
        objects("copy"),
      ),
      allow(
        { AWS: "arn:aws:iam::210987654321:role/service-role/replication" },
        ["s3:List*", "s3:GetBucketVersioning", "s3:PutBucketVersioning"],
        bucketArn("copy"),
      ),
    ),
    spoiled: set(
      "BucketPolicy copy",
      "policy",
      policyText(
        denyPlainHttp("copy"),
        denyWrongEncryption("copy"),
        allow({ AWS: "arn:aws:iam::210987654321:root" }, "s3:*", [bucketArn("copy"), objects("copy")]),
      ),
    ),
    by: "s3-foreign-account",
  },
  "a bucket for Amazon Data Firehose": {
    document: "https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html",
    stack: [
      ...bucket("stream"),
      resource("aws:iam/role:Role", "firehose", {
        assumeRolePolicy: policyText({
          Effect: "Allow",
          Principal: service("firehose"),
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": account } },
        }),
      }),
      resource("aws:iam/rolePolicy:RolePolicy", "firehose", {
        role: from("Role firehose"),
        policy: policyText(
          may(
            [
              "s3:AbortMultipartUpload",
              "s3:GetBucketLocation",
              "s3:GetObject",
              "s3:ListBucket",
              "s3:ListBucketMultipartUploads",
              "s3:PutObject",
            ],
            [bucketArn("stream"), objects("stream")],
          ),
          may(["kms:Decrypt", "kms:GenerateDataKey"], [bucketKey], {
            StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
            StringLike: { "kms:EncryptionContext:aws:s3:arn": objects("stream") },
          }),
        ),
      }),
      resource("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "stream", {
        destination: "extended_s3",
        serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: bucketKey },
        extendedS3Configuration: { bucketArn: from("Bucket stream", bucketArn("stream")), kmsKeyArn: bucketKey },
      }),
    ],
    spoiled: set("RolePolicy firehose", "policy", policyText(may(["s3:*"], ["*"]))),
    by: "iam-wildcard-actions",
  },
  "a bucket for Athena's results": {
    document: "https://docs.aws.amazon.com/athena/latest/ug/workgroups-manage-queries-control-costs.html",
    stack: [
      ...bucket("results"),
      resource("aws:athena/workgroup:Workgroup", "team", {
        configuration: {
          enforceWorkgroupConfiguration: true,
          resultConfiguration: {
            outputLocation: `s3://${bucketName("results")}/team/`,
            expectedBucketOwner: account,
            encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: bucketKey },
          },
        },
      }),
    ],
    spoiled: drop("BucketServerSideEncryptionConfiguration results"),
    by: "s3-default-encryption",
  },
  "a bucket that delegates to its access points": {
    document: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html",
    stack: [
      key(),
      ...bucket(
        "main",
        allow({ AWS: "*" }, "*", [bucketArn("main"), `${bucketArn("main")}/*`], {
          StringEquals: { "s3:DataAccessPointAccount": account },
        }),
      ),
    ],
    spoiled: set(
      "BucketPolicy main",
      "policy",
      policyText(denyPlainHttp("main"), allow({ AWS: "*" }, "*", [bucketArn("main"), `${bucketArn("main")}/*`])),
    ),
    by: "s3-public-policy",
  },
};

testPrograms(programs);
