import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { key } from "./keys";

const policy = (...statements: aws.iam.PolicyStatement[]) =>
  pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });

/** A website for everyone, of side resources as @pulumi/aws v7 has them. */
export const site = new aws.s3.Bucket("site", { bucket: "www.example.com" });

// Two of the four are on, which is as good as none.
new aws.s3.BucketPublicAccessBlock("site", { bucket: site.id, blockPublicAcls: true, ignorePublicAcls: true });
new aws.s3.BucketOwnershipControls("site", { bucket: site.id, rule: { objectOwnership: "ObjectWriter" } });
new aws.s3.BucketAcl("site", { bucket: site.id, acl: "public-read" });
new aws.s3.BucketWebsiteConfiguration("site", { bucket: site.id, indexDocument: { suffix: "index.html" } });
new aws.s3.BucketVersioning("site", { bucket: site.id, versioningConfiguration: { status: "Suspended" } });
// Of two resources for one setting, the one that is written last wins.
new aws.s3.BucketVersioning("site-again", { bucket: site.id, versioningConfiguration: { status: "Enabled" } });
new aws.s3.BucketCorsConfiguration("site", {
  bucket: site.id,
  corsRules: [{ allowedMethods: ["GET", "PUT"], allowedOrigins: ["*"] }],
});
new aws.s3.BucketPolicy("site", {
  bucket: site.id,
  policy: policy(
    {
      Sid: "Everyone",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: pulumi.interpolate`${site.arn}/*`,
    },
    // Looks narrow: the whole internet is in this range.
    {
      Sid: "FromTheOffice",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: pulumi.interpolate`${site.arn}/*`,
      Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
    },
  ),
});
new aws.s3.BucketObject("index", { bucket: site.id, key: "index.html", content: "<h1>Hello</h1>", acl: "public-read" });

/** The same with inline blocks. */
new aws.s3.Bucket("uploads", {
  bucket: "example-dev-uploads",
  tags: { critical: "true" },
  versioning: { enabled: false },
  lifecycleRules: [{ enabled: false, abortIncompleteMultipartUploadDays: 7 }],
  serverSideEncryptionConfiguration: {
    rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn } },
  },
  // Denies uploads that name no encryption, and lets those in that name the wrong one.
  policy: policy({
    Sid: "DenyMissing",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::example-dev-uploads/*",
    Condition: { Null: { "s3:x-amz-server-side-encryption": "true" } },
  }),
});

/** The same with the names of @pulumi/aws v6. */
const archive = new aws.s3.BucketV2("archive", { bucket: "example-dev-archive" });
new aws.s3.BucketVersioningV2("archive", { bucket: archive.id, versioningConfiguration: { status: "Disabled" } });
new aws.s3.BucketLoggingV2("archive", { bucket: archive.id, targetBucket: archive.id, targetPrefix: "logs/" });
new aws.s3.BucketLifecycleConfigurationV2("archive", {
  bucket: archive.id,
  rules: [{ id: "old", status: "Enabled", filter: { prefix: "tmp/" }, expiration: { days: 30 } }],
});

/** Receives the audit trail, and anyone who may delete objects can delete it. */
const trail = new aws.s3.Bucket("trail-files", { bucket: "example-dev-trail" });
new aws.s3.BucketVersioning("trail-files", { bucket: trail.id, versioningConfiguration: { status: "Enabled" } });
new aws.s3.BucketPolicy("trail-files", {
  bucket: trail.id,
  policy: policy(
    {
      Sid: "AuditTrail",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${trail.arn}/*`,
    },
    // An agency may rewrite this policy.
    {
      Sid: "Agency",
      Effect: "Allow",
      Principal: { AWS: "210987654321" },
      Action: ["s3:GetObject", "s3:PutBucketPolicy"],
      Resource: [trail.arn, pulumi.interpolate`${trail.arn}/*`],
    },
    // Forgets the bucket itself: its list of files still travels in the clear.
    {
      Sid: "DenyPlainHttp",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: pulumi.interpolate`${trail.arn}/*`,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ),
});
