import { notKnown } from "../../../policies/framework/values";
import {
  admitService,
  bucketArn,
  bucketKey,
  bucketName,
  denyPlainHttp,
  denyWrongEncryption,
  goodBucket,
  loggingStack,
  onlyServices,
  policyText,
  side,
} from "../../support/bucket-fixtures";
import { add, both, drop, from, resource, set, testRule } from "../../support/policies";

const policy = (...statements: readonly object[]) => set("BucketPolicy main", "policy", policyText(...statements));
const stray = (kind: string, inputs = {}) =>
  add(resource(side(kind, "x", {}).type, "stray", { bucket: notKnown, ...inputs }));

describe("what the pack exists for", () => {
  testRule("s3-public-access-block", {
    compliant: goodBucket("main"),
    violations: {
      "no block": {
        change: drop("BucketPublicAccessBlock main"),
        at: "Bucket main",
        message: "has no public access block",
      },
      "a block of another bucket": {
        change: both(drop("BucketPublicAccessBlock main"), add(...goodBucket("other"))),
        at: "Bucket main",
        message: "has no public access block",
      },
      "a block for a bucket that is not of the stack": {
        change: set("BucketPublicAccessBlock main", "bucket", "somewhere-else"),
        at: "Bucket main",
        message: "has no public access block",
      },
    },
    harmless: {
      "the bucket named by text": set("BucketPublicAccessBlock main", "bucket", bucketName("main")),
      "the bucket named through another setting": set(
        "BucketPublicAccessBlock main",
        "bucket",
        from("BucketOwnershipControls main"),
      ),
      "a preview": set("BucketPublicAccessBlock main", "bucket", from("Bucket main")),
    },
    unknown: {
      "whose block it is": { change: set("BucketPublicAccessBlock main", "bucket", notKnown), at: "Bucket main" },
    },
  });

  testRule("s3-public-access-weakened", {
    compliant: goodBucket("main"),
    violations: Object.fromEntries(
      ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].flatMap((name) =>
        [false, undefined].map((value) => [
          `${name} is ${value}`,
          {
            change: set("BucketPublicAccessBlock main", name, value),
            at: "BucketPublicAccessBlock main",
            message: `does not set ${name} to true`,
          },
        ]),
      ),
    ),
    harmless: {
      "an access point without a block, which S3 takes as all on": add(
        resource("aws:s3/accessPoint:AccessPoint", "point", { bucket: "b" }),
      ),
    },
    unknown: {
      "one of the four": {
        change: set("BucketPublicAccessBlock main", "ignorePublicAcls", notKnown),
        at: "BucketPublicAccessBlock main",
      },
    },
  });

  testRule("s3-public-acl", {
    compliant: [...goodBucket("main"), side("BucketAcl", "main", { acl: "private" })],
    violations: {
      "everyone may read": {
        change: set("BucketAcl main", "acl", "public-read"),
        at: "BucketAcl main",
        message: "has the ACL public-read",
      },
      "everyone may write": {
        change: set("BucketAcl main", "acl", "public-read-write"),
        at: "BucketAcl main",
        message: "has the ACL public-read-write",
      },
      "every AWS account may read": {
        change: set("BucketAcl main", "acl", "authenticated-read"),
        at: "BucketAcl main",
        message: "has the ACL authenticated-read",
      },
      "a grant to everyone": {
        change: set("BucketAcl main", "accessControlPolicy", {
          grants: [
            { grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" }, permission: "READ" },
          ],
        }),
        at: "BucketAcl main",
        message: "grants access to AllUsers",
      },
      "a public object": {
        change: add(resource("aws:s3/bucketObjectv2:BucketObjectv2", "page", { acl: "public-read" })),
        at: "BucketObjectv2 page",
        message: "has the ACL public-read",
      },
    },
    harmless: {
      "a grant to S3's log delivery": set("BucketAcl main", "accessControlPolicy", {
        grants: [{ grantee: { uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" }, permission: "WRITE" }],
      }),
    },
    unknown: { "the ACL": { change: set("BucketAcl main", "acl", notKnown), at: "BucketAcl main" } },
  });

  testRule("s3-public-policy", {
    compliant: goodBucket("main"),
    violations: {
      "everyone may read": {
        change: policy({ Sid: "Open", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }),
        at: "BucketPolicy main",
        message: "admits everyone in Open",
      },
      "everyone from everywhere": {
        change: policy({
          Effect: "Allow",
          Principal: { AWS: ["*"] },
          Action: "s3:GetObject",
          Resource: "*",
          Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
        }),
        at: "BucketPolicy main",
        message: "admits everyone in statement 1; its condition on aws:sourceip does not narrow that",
      },
      "everyone but one": {
        change: policy({
          Sid: "AllButOne",
          Effect: "Allow",
          NotPrincipal: { AWS: "arn:aws:iam::123456789012:user/eve" },
          Action: "s3:*",
          Resource: "*",
        }),
        at: "BucketPolicy main",
        message: "admits everyone in AllButOne",
      },
      "no policy at all": {
        change: set("BucketPolicy main", "policy", "not json"),
        at: "BucketPolicy main",
        message: "has a policy that cannot be read: it is not JSON",
      },
    },
    harmless: {
      "an organization": policy({
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      }),
      "one role": policy({
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:role/reader" },
        Action: "s3:GetObject",
        Resource: "*",
      }),
    },
    unknown: { "the policy": { change: set("BucketPolicy main", "policy", notKnown), at: "BucketPolicy main" } },
  });

  testRule("s3-website", {
    compliant: goodBucket("main"),
    violations: {
      "an index page": {
        change: add(side("BucketWebsiteConfiguration", "main", { indexDocument: { suffix: "index.html" } })),
        at: "BucketWebsiteConfiguration main",
        message: "makes the bucket a website",
      },
      "a redirect of everything": {
        change: set("Bucket main", "websites", [{ redirectAllRequestsTo: "example.com" }]),
        at: "Bucket main",
        message: "makes the bucket a website",
      },
      "an inline block": {
        change: set("Bucket main", "website", { indexDocument: "index.html" }),
        at: "Bucket main",
        message: "makes the bucket a website",
      },
    },
    unknown: { "the block": { change: set("Bucket main", "website", notKnown), at: "Bucket main" } },
  });

  const encryption = "BucketServerSideEncryptionConfiguration main";
  const byDefault = "rules.0.applyServerSideEncryptionByDefault";
  testRule("s3-default-encryption", {
    compliant: goodBucket("main"),
    violations: {
      "no configuration": { change: drop(encryption), at: "Bucket main", message: "has no default encryption" },
      "no rule": { change: set(encryption, "rules", []), at: "Bucket main", message: "has no default encryption" },
      "no algorithm": {
        change: set(encryption, `${byDefault}.sseAlgorithm`, undefined),
        at: encryption,
        message: "encrypts with '', which is no algorithm",
      },
      "an invented algorithm": {
        change: set(encryption, `${byDefault}.sseAlgorithm`, "rot13"),
        at: encryption,
        message: "encrypts with 'rot13', which is no algorithm",
      },
      "AWS's key where the team asks for its own": {
        change: set(encryption, `${byDefault}.kmsMasterKeyId`, undefined),
        parameters: { requireKey: true },
        at: encryption,
        message: "names no customer managed key",
      },
    },
    harmless: {
      "SSE-S3": set(encryption, byDefault, { sseAlgorithm: "AES256" }),
      "a key that is not known yet": {
        change: set(encryption, `${byDefault}.kmsMasterKeyId`, notKnown),
        parameters: { requireKey: true },
      },
    },
    unknown: {
      "the rules": { change: set(encryption, "rules", notKnown), at: "Bucket main" },
      "the algorithm": { change: set(encryption, `${byDefault}.sseAlgorithm`, notKnown), at: "Bucket main" },
    },
  });

  const wrong = "does not deny wrongly encrypted uploads";
  const condition = (more: object) => ({ ...denyWrongEncryption("main"), Condition: more });
  const header = "s3:x-amz-server-side-encryption";
  const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  testRule("s3-deny-unencrypted-uploads", {
    compliant: loggingStack(),
    violations: {
      "no policy": {
        change: drop("BucketPolicy main"),
        at: "Bucket main",
        message: "has no policy that denies wrongly encrypted uploads",
      },
      "no such statement": { change: policy(denyPlainHttp("main")), at: "BucketPolicy main", message: wrong },
      "another algorithm than the bucket's": {
        change: policy(denyWrongEncryption("main", "AES256")),
        at: "BucketPolicy main",
        message: wrong,
      },
      "the objects of another bucket": {
        change: policy(denyWrongEncryption("other")),
        at: "BucketPolicy main",
        message: wrong,
      },
      "one principal only": {
        change: policy({ ...denyWrongEncryption("main"), Principal: { AWS: "arn:aws:iam::123456789012:role/a" } }),
        at: "BucketPolicy main",
        message: wrong,
      },
      "another algorithm, whatever the key": {
        change: policy(condition({ StringNotEquals: { [header]: "aws:kms" } })),
        at: "BucketPolicy main",
        message: wrong,
      },
      "a missing header only": {
        change: policy(condition({ Null: { [header]: "true" } })),
        at: "BucketPolicy main",
        message: wrong,
      },
      "only from one address": {
        change: policy(
          condition({ StringNotEquals: { [keyId]: bucketKey }, IpAddress: { "aws:SourceIp": "192.0.2.1/32" } }),
        ),
        at: "BucketPolicy main",
        message: wrong,
      },
      "a pattern that fits everything": {
        change: policy(condition({ StringNotLike: { [header]: "*" } })),
        at: "BucketPolicy main",
        message: wrong,
      },
      "an allowance in place of a denial": {
        change: policy({ ...denyWrongEncryption("main"), Effect: "Allow", Principal: { AWS: "123456789012" } }),
        at: "BucketPolicy main",
        message: wrong,
      },
    },
    harmless: {
      "a key that must be there": policy(condition({ StringNotEquals: { [keyId]: bucketKey } })),
      "in lower case, as a list": policy({
        ...denyWrongEncryption("main"),
        Action: ["S3:putobject"],
        Condition: { StringNotEqualsIfExists: { "S3:X-AMZ-Server-Side-Encryption-AWS-KMS-Key-Id": [bucketKey] } },
      }),
      "CloudTrail's own writes": policy(onlyServices("main"), admitService("main", "cloudtrail.amazonaws.com")),
      "a bucket that a load balancer logs to": policy(
        onlyServices("main"),
        admitService("main", "logdelivery.elasticloadbalancing.amazonaws.com"),
      ),
    },
    unknown: { "the policy": { change: set("BucketPolicy main", "policy", notKnown), at: "Bucket main" } },
  });

  testRule("s3-versioning", {
    compliant: goodBucket("main"),
    violations: {
      none: { change: drop("BucketVersioning main"), at: "Bucket main", message: "has no versioning" },
      suspended: {
        change: set("BucketVersioning main", "versioningConfiguration.status", "Suspended"),
        at: "BucketVersioning main",
        message: "has versioning set to Suspended",
        inline: "has versioning set to Disabled",
      },
      disabled: {
        change: set("BucketVersioning main", "versioningConfiguration.status", "Disabled"),
        at: "BucketVersioning main",
        message: "has versioning set to Disabled",
      },
      "an empty setting": {
        change: set("BucketVersioning main", "versioningConfiguration", {}),
        at: "BucketVersioning main",
        message: "has versioning set to nothing",
        inline: "has versioning set to Disabled",
      },
    },
    harmless: { "a preview": set("BucketVersioning main", "bucket", from("Bucket main")) },
    unknown: {
      "the status": {
        change: set("BucketVersioning main", "versioningConfiguration.status", notKnown),
        at: "Bucket main",
      },
      "the setting": { change: set("BucketVersioning main", "versioningConfiguration", notKnown), at: "Bucket main" },
    },
  });
});

describe("settings that are made twice", () => {
  const again = (type: string, inputs: object = {}) =>
    add(resource(`aws:s3/${type}`, "again", { bucket: from("Bucket main", bucketName("main")), ...inputs }));
  const message = (setting: string) => `is one of 2 resources that make the ${setting} of one bucket`;
  testRule("s3-one-setting", {
    compliant: goodBucket("main"),
    violations: {
      "a policy": {
        change: again("bucketPolicy:BucketPolicy", { policy: "{}" }),
        at: "BucketPolicy again",
        message: message("BucketPolicy"),
        inline: false,
      },
      "a versioning": {
        change: again("bucketVersioning:BucketVersioning"),
        at: "BucketVersioning again",
        message: message("BucketVersioning"),
        inline: false,
      },
      "a public access block": {
        change: again("bucketPublicAccessBlock:BucketPublicAccessBlock"),
        at: "BucketPublicAccessBlock again",
        message: message("BucketPublicAccessBlock"),
        inline: false,
      },
    },
    harmless: {
      "the same for another bucket": add(
        resource("aws:s3/bucketPolicy:BucketPolicy", "other", { bucket: "somebody-elses", policy: "{}" }),
      ),
    },
    unknown: "which bucket a setting is for tells its source, and a setting without one is nobody's second",
  });
});

describe("what else a bucket needs", () => {
  const noTls = "does not deny requests without TLS";
  const tls = (more: object) => ({ ...denyPlainHttp("main"), ...more });
  testRule("s3-tls-only", {
    compliant: goodBucket("main"),
    violations: {
      "no policy": {
        change: drop("BucketPolicy main"),
        at: "Bucket main",
        message: "has no policy that denies requests without TLS",
      },
      "no such statement": { change: policy(denyWrongEncryption("main")), at: "BucketPolicy main", message: noTls },
      "reading only": {
        change: policy(tls({ Action: "s3:GetObject" })),
        at: "BucketPolicy main",
        message: "denies some requests without TLS, but not every action on the bucket and on every object",
      },
      "the wrong way round": {
        change: policy(tls({ Condition: { Bool: { "aws:SecureTransport": "true" } } })),
        at: "BucketPolicy main",
        message: noTls,
      },
      "on one more condition": {
        change: policy(
          tls({ Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:PrincipalTag/a": "b" } } }),
        ),
        at: "BucketPolicy main",
        message: noTls,
      },
      "not the objects": {
        change: policy(tls({ Resource: bucketArn("main") })),
        at: "BucketPolicy main",
        message: "denies requests without TLS to the bucket, but not every action on every object",
      },
      "not the bucket": {
        change: policy(tls({ Resource: `${bucketArn("main")}/*` })),
        at: "BucketPolicy main",
        message: "denies requests without TLS to the objects, but not every action on the bucket",
      },
    },
    harmless: {
      "two statements for bucket and objects": policy(
        tls({ Sid: "A", Resource: bucketArn("main") }),
        tls({ Sid: "B", Resource: `${bucketArn("main")}/*` }),
      ),
      "everything of S3": policy(tls({ Resource: "*", Condition: { BoolIfExists: { "AWS:secureTransport": false } } })),
    },
    unknown: { "the policy": { change: set("BucketPolicy main", "policy", notKnown), at: "Bucket main" } },
  });

  testRule("s3-ownership", {
    compliant: goodBucket("main"),
    violations: {
      none: {
        change: drop("BucketOwnershipControls main"),
        at: "Bucket main",
        message: "does not say who owns its objects",
      },
      "the writer": {
        change: set("BucketOwnershipControls main", "rule.objectOwnership", "ObjectWriter"),
        at: "BucketOwnershipControls main",
        message: "sets objectOwnership to ObjectWriter",
      },
      "ACLs still on": {
        change: set("BucketOwnershipControls main", "rule.objectOwnership", "BucketOwnerPreferred"),
        at: "BucketOwnershipControls main",
        message: "sets objectOwnership to BucketOwnerPreferred",
      },
      "an empty rule": {
        change: set("BucketOwnershipControls main", "rule", {}),
        at: "BucketOwnershipControls main",
        message: "sets objectOwnership to nothing",
      },
    },
    unknown: { "the rule": { change: set("BucketOwnershipControls main", "rule", notKnown), at: "Bucket main" } },
  });

  const lifecycle = "BucketLifecycleConfiguration main";
  const forever = "keeps replaced versions for ever";
  testRule("s3-lifecycle", {
    compliant: goodBucket("main"),
    violations: {
      none: { change: drop(lifecycle), at: "Bucket main", message: "has no lifecycle rules" },
      "no rule enabled": {
        change: set(lifecycle, "rules.0.status", "Disabled"),
        at: lifecycle,
        message: "has no lifecycle rule that is enabled",
      },
      "no expiry": {
        change: set(lifecycle, "rules.0.noncurrentVersionExpiration", undefined),
        at: lifecycle,
        message: forever,
      },
      "one folder only": { change: set(lifecycle, "rules.0.filter.prefix", "tmp/"), at: lifecycle, message: forever },
      "one tag only": {
        change: set(lifecycle, "rules.0.filter.tag", { key: "a", value: "b" }),
        at: lifecycle,
        message: forever,
        inline: false,
      },
    },
    unknown: {
      "the rules": { change: set(lifecycle, "rules", notKnown), at: "Bucket main" },
      "whether it is enabled": { change: set(lifecycle, "rules.0.status", notKnown), at: "Bucket main" },
    },
  });

  const unfinished = "never removes unfinished uploads";
  const abort = "rules.0.abortIncompleteMultipartUpload";
  testRule("s3-abort-incomplete-uploads", {
    compliant: goodBucket("main"),
    violations: {
      none: { change: drop(lifecycle), at: "Bucket main", message: unfinished },
      "no such rule": { change: set(lifecycle, abort, undefined), at: lifecycle, message: unfinished },
      "not enabled": { change: set(lifecycle, "rules.0.status", "Disabled"), at: lifecycle, message: unfinished },
      "one folder only": {
        change: set(lifecycle, "rules.0.filter.prefix", "tmp/"),
        at: lifecycle,
        message: unfinished,
      },
      "after too long": {
        change: set(lifecycle, `${abort}.daysAfterInitiation`, 31),
        at: lifecycle,
        message: "removes unfinished uploads after more than 30 days",
      },
      "after longer than the team says": {
        change: set(lifecycle, `${abort}.daysAfterInitiation`, 7),
        parameters: { days: 6 },
        at: lifecycle,
        message: "removes unfinished uploads after more than 6 days",
      },
    },
    unknown: { "the days": { change: set(lifecycle, `${abort}.daysAfterInitiation`, notKnown), at: "Bucket main" } },
  });

  const noLogs = "writes no access logs";
  testRule("s3-access-logs", {
    compliant: loggingStack(),
    violations: {
      none: {
        change: drop("BucketLogging main"),
        at: "Bucket main",
        message: noLogs,
      },
      "another bucket's": { change: add(...goodBucket("more")), at: "Bucket more", message: noLogs },
      "of another stack's bucket": {
        change: set("BucketLogging main", "bucket", "somewhere-else"),
        at: "Bucket main",
        message: noLogs,
        inline: false,
      },
    },
    harmless: {
      "a bucket of another stack as the target": set("BucketLogging main", "targetBucket", "somewhere-else"),
      "a preview": set("BucketLogging main", "targetBucket", from("Bucket logs")),
    },
    unknown: {
      "whose logging it is": {
        change: both(drop("BucketLogging main"), stray("BucketLogging")),
        at: ["Bucket main", "Bucket logs"],
      },
    },
  });

  const logEncryption = "BucketServerSideEncryptionConfiguration logs";
  testRule("s3-access-log-target", {
    compliant: loggingStack(),
    violations: {
      "encrypted with KMS": {
        change: set(logEncryption, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm", "aws:kms"),
        at: logEncryption,
        message: "receives access logs, and is encrypted with KMS, into which S3 delivers none",
      },
      locked: {
        change: add(
          side("BucketObjectLockConfiguration", "logs", {
            rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } },
          }),
        ),
        at: "BucketObjectLockConfiguration logs",
        message: "receives access logs, and has a default retention, into which S3 delivers none",
      },
      "to itself": {
        change: add(side("BucketLogging", "logs", { targetBucket: from("Bucket logs", bucketName("logs")) })),
        at: "BucketLogging logs",
        message: "writes access logs to itself",
      },
    },
    unknown: {
      "the encryption": {
        change: set(logEncryption, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm", notKnown),
        at: "Bucket logs",
      },
    },
  });

  const lock = "BucketObjectLockConfiguration main";
  const locked = [
    ...goodBucket("main", { objectLockEnabled: true, tags: { locked: "true" } }),
    side("BucketObjectLockConfiguration", "main", { rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } } }),
  ];
  testRule("s3-object-lock", {
    compliant: locked,
    violations: {
      "no lock": { change: drop(lock), at: "Bucket main", message: "is tagged locked, and is not locked" },
      "no default": { change: set(lock, "rule", undefined), at: lock, message: "is tagged locked, and is not locked" },
      "too short": {
        change: set(lock, "rule.defaultRetention.days", 30),
        parameters: { days: 31 },
        at: lock,
        message: "is tagged locked, and is locked for 30 days, less than 31",
      },
      "a trail's bucket": {
        change: add(
          ...goodBucket("trail"),
          resource("aws:cloudtrail/trail:Trail", "trail", { s3BucketName: from("Bucket trail", bucketName("trail")) }),
        ),
        at: "Bucket trail",
        message: "receives an audit trail, and is not locked",
      },
      "a second copy": {
        change: add(
          ...goodBucket("vault"),
          side("BucketReplicationConfig", "main", {
            role: "r",
            rules: [{ status: "Enabled", destination: { bucket: from("Bucket vault", bucketArn("vault")) } }],
          }),
        ),
        at: "Bucket vault",
        message: "is the second copy of a bucket, and is not locked",
      },
      "a second copy, in a preview": {
        change: add(
          ...goodBucket("vault"),
          side("BucketReplicationConfig", "main", {
            role: "r",
            rules: [{ status: "Enabled", destination: { bucket: from("Bucket vault") } }],
          }),
        ),
        at: "Bucket vault",
        message: "is the second copy of a bucket, and is not locked",
      },
    },
    harmless: { years: set(lock, "rule.defaultRetention", { mode: "COMPLIANCE", years: 1 }) },
    unknown: { "the lock": { change: set(lock, "rule.defaultRetention.mode", notKnown), at: "Bucket main" } },
  });

  const replication = "BucketReplicationConfig main";
  testRule("s3-replication", {
    compliant: [
      ...goodBucket("main", { tags: { critical: "true" }, region: "eu-central-1" }),
      ...goodBucket("vault", { region: "eu-west-1" }),
      side("BucketReplicationConfig", "main", {
        role: "r",
        rules: [{ status: "Enabled", destination: { bucket: from("Bucket vault", bucketArn("vault")) } }],
      }),
    ],
    violations: {
      none: { change: drop(replication), at: "Bucket main", message: "is critical, and has no second copy" },
      "not enabled": {
        change: set(replication, "rules.0.status", "Disabled"),
        at: replication,
        message: "is critical, and no replication rule is enabled",
      },
      "within one region": {
        change: set("Bucket vault", "region", "eu-central-1"),
        at: replication,
        message: "is critical, and its second copy is in eu-central-1, as it is itself",
      },
      "within one region, by name": {
        change: both(
          set("Bucket vault", "region", "eu-central-1"),
          set(replication, "rules.0.destination.bucket", bucketArn("vault")),
        ),
        at: replication,
        message: "is critical, and its second copy is in eu-central-1, as it is itself",
      },
      "within one region, in a preview": {
        change: both(
          set("Bucket vault", "region", "eu-central-1"),
          set(replication, "rules.0.destination.bucket", from("Bucket vault")),
        ),
        at: replication,
        message: "is critical, and its second copy is in eu-central-1, as it is itself",
      },
      "by a tag that the provider adds": {
        change: both(
          set("Bucket main", "tags", undefined),
          set("Bucket main", "tagsAll", { critical: "true" }),
          drop(replication),
        ),
        at: "Bucket main",
        message: "is critical, and has no second copy",
      },
      "named by the team": {
        change: set("Bucket vault", "tags", {}),
        parameters: { buckets: ["vault"] },
        at: "Bucket vault",
        message: "is critical, and has no second copy",
      },
    },
    harmless: {
      "no critical bucket": both(set("Bucket main", "tags", {}), drop(replication)),
      "a bucket of another stack": set(replication, "rules.0.destination.bucket", "arn:aws:s3:::elsewhere"),
    },
    unknown: {
      "the region": { change: set("Bucket vault", "region", notKnown), at: "Bucket main" },
      "the tags": { change: set("Bucket main", "tags", notKnown), at: "Bucket main" },
      "whether it is enabled": { change: set(replication, "rules.0.status", notKnown), at: "Bucket main" },
    },
  });

  testRule("s3-bucket-name", {
    compliant: goodBucket("main"),
    violations: {
      none: { change: set("Bucket main", "bucket", undefined), at: "Bucket main", message: "has no name of its own" },
      "a dot": {
        change: set("Bucket main", "bucket", "files.example.com"),
        at: "Bucket main",
        message: "is called files.example.com, which does not fit ^[a-z0-9]+(-[a-z0-9]+){2,}$",
      },
      "not the team's pattern": {
        change: set("Bucket main", "bucket", "globex-dev-files"),
        parameters: { pattern: "^acme-" },
        at: "Bucket main",
        message: "is called globex-dev-files, which does not fit ^acme-",
      },
    },
    harmless: {
      "a prefix": both(set("Bucket main", "bucket", undefined), set("Bucket main", "bucketPrefix", "acme-dev-files-")),
    },
    unknown: { "the name": { change: set("Bucket main", "bucket", notKnown), at: "Bucket main" } },
  });

  const cors = "BucketCorsConfiguration main";
  testRule("s3-cors", {
    compliant: [
      ...goodBucket("main"),
      side("BucketCorsConfiguration", "main", {
        corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["https://files.example.com"] }],
      }),
    ],
    violations: Object.fromEntries(
      ["*", "https://*", "http://*"].map((origin) => [
        origin,
        {
          change: set(cors, "corsRules.0.allowedOrigins", ["https://a.example", origin]),
          at: cors,
          message: `allows CORS from ${origin}`,
        },
      ]),
    ),
    harmless: { "one domain's pages": set(cors, "corsRules.0.allowedOrigins", ["https://*.example.com"]) },
    unknown: { "the origins": { change: set(cors, "corsRules.0.allowedOrigins", notKnown), at: "Bucket main" } },
  });

  const key = "BucketServerSideEncryptionConfiguration main";
  testRule("s3-bucket-key", {
    compliant: goodBucket("main"),
    violations: {
      off: {
        change: set(key, "rules.0.bucketKeyEnabled", false),
        at: key,
        message: "encrypts with aws:kms and has no bucket key",
      },
      "left out": {
        change: set(key, "rules.0.bucketKeyEnabled", undefined),
        at: key,
        message: "encrypts with aws:kms and has no bucket key",
      },
      "off, as text": {
        change: set(key, "rules.0.bucketKeyEnabled", "false"),
        at: key,
        message: "encrypts with aws:kms and has no bucket key",
      },
    },
    harmless: { "SSE-S3": set(key, "rules", [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]) },
    unknown: { "the setting": { change: set(key, "rules.0.bucketKeyEnabled", notKnown), at: key } },
  });
});
