import { notKnown } from "../../../policies/framework/values";
import { bucketName, goodBucket, policyText, side } from "../../support/bucket-fixtures";
import { mandatoryFindings } from "../../support/good-programs";
import { add, both, drop, findingsOf, from, resource, ruleCalled, set, testRule } from "../../support/policies";

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/2";
const secret = "Secret db";
const backups = "InstanceAutomatedBackupsReplication db";
const without = "has a key of its own, and in eu-west-1 it has none";

testRule("kms-copy-key", {
  compliant: [
    resource("aws:kms/key:Key", "abroad", { arn: keyArn }),
    resource("aws:secretsmanager/secret:Secret", "db", {
      kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1",
      replicas: [{ region: "eu-west-1", kmsKeyId: keyArn }],
    }),
    resource("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", "db", {
      sourceDbInstanceArn: "arn:aws:rds:eu-central-1:123456789012:db:files",
      kmsKeyId: keyArn,
    }),
    resource("aws:rds/snapshotCopy:SnapshotCopy", "db", { destinationRegion: "eu-west-1", kmsKeyId: keyArn }),
  ],
  violations: {
    "a secret's copy": { change: set(secret, "replicas", [{ region: "eu-west-1" }]), at: secret, message: without },
    "a secret's copy with AWS's key": {
      change: set(secret, "replicas.0.kmsKeyId", "alias/aws/secretsmanager"),
      at: secret,
      message: without,
    },
    "a secret's copy with an empty key": {
      change: set(secret, "replicas.0.kmsKeyId", " "),
      at: secret,
      message: without,
    },
    "a database's backups": {
      change: set(backups, "kmsKeyId", undefined),
      at: backups,
      message: "makes a copy without a key of its own",
    },
    "a database's backups with AWS's key": {
      change: set(backups, "kmsKeyId", "arn:aws:kms:eu-west-1:123456789012:alias/aws/rds"),
      at: backups,
      message: "makes a copy with AWS's key, not with one of its own",
    },
    "a copy of a snapshot": {
      change: set("SnapshotCopy db", "kmsKeyId", ""),
      at: "SnapshotCopy db",
      message: "makes a copy without a key of its own",
    },
  },
  harmless: {
    "a secret with the account's default key in every region": both(
      set(secret, "kmsKeyId", undefined),
      set(secret, "replicas", [{ region: "eu-west-1" }]),
    ),
    "a secret without copies": set(secret, "replicas", undefined),
    "a key that is to be made": both(
      set(secret, "replicas.0.kmsKeyId", from("Key abroad")),
      set(backups, "kmsKeyId", from("Key abroad")),
    ),
  },
  unknown: {
    "a replica's key": { change: set(secret, "replicas.0.kmsKeyId", notKnown), at: secret },
    "the backups' key": { change: set(backups, "kmsKeyId", notKnown), at: backups },
  },
});

const config = "BucketReplicationConfig main";
const destination = "rules.0.destination";
const foreign = { bucket: "arn:aws:s3:::another-team-copy" };
const owned = { account: "210987654321", accessControlTranslation: { owner: "Destination" } };

testRule("s3-replication-owner", {
  compliant: [
    ...goodBucket("main"),
    side("BucketReplicationConfig", "main", {
      role: "arn:aws:iam::123456789012:role/replication",
      rules: [{ status: "Enabled", destination: { ...foreign, ...owned } }],
    }),
  ],
  violations: {
    "nobody's account": {
      change: set(config, destination, foreign),
      at: config,
      message: "copies to arn:aws:s3:::another-team-copy, whose account it does not name",
    },
    "an empty account": {
      change: set(config, `${destination}.account`, ""),
      at: config,
      message: "copies to arn:aws:s3:::another-team-copy, whose account it does not name",
    },
    "copies that stay its own": {
      change: set(config, `${destination}.accessControlTranslation`, undefined),
      at: config,
      message: "copies to arn:aws:s3:::another-team-copy of another account, and keeps the copies its own",
    },
  },
  harmless: {
    "a bucket of the stack": both(
      add(...goodBucket("copy")),
      set(config, destination, { bucket: from("Bucket copy", `arn:aws:s3:::${bucketName("copy")}`) }),
    ),
    "a bucket of the stack that is to be made": both(
      add(resource("aws:s3/bucket:Bucket", "copy", {})),
      set(config, destination, { bucket: from("Bucket copy") }),
    ),
    "a rule that is off": both(set(config, destination, foreign), set(config, "rules.0.status", "Disabled")),
  },
  unknown: {
    "the account": { change: set(config, `${destination}.account`, notKnown), at: "Bucket main" },
    "the rules": { change: set(config, "rules", notKnown), at: "Bucket main" },
  },
});

const express = "fast--euc1-az1--x-s3";
const encryption = "BucketServerSideEncryptionConfiguration fast";
const byDefault = (given: object) => [{ applyServerSideEncryptionByDefault: given }];
const directory = [
  resource("aws:s3/directoryBucket:DirectoryBucket", "fast", { bucket: express }),
  resource("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "fast", {
    bucket: express,
    rules: byDefault({ sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn }),
  }),
];
const wrongly = (rules: unknown, message: string) => ({
  change: set(encryption, "rules", rules),
  at: encryption,
  message,
});

testRule("s3-directory-encryption", {
  compliant: directory,
  violations: {
    none: { change: drop(encryption), at: "DirectoryBucket fast", message: "leaves its encryption to S3's own keys" },
    "of another bucket": {
      change: set(encryption, "bucket", "slow--euc1-az1--x-s3"),
      at: "DirectoryBucket fast",
      message: "leaves its encryption to S3's own keys",
    },
    "S3's own keys": wrongly(byDefault({ sseAlgorithm: "AES256" }), "does not encrypt with a key of its own"),
    "no key": wrongly(
      byDefault({ sseAlgorithm: "aws:kms" }),
      "names no key of its own, and AWS's key is not for directory buckets",
    ),
    "AWS's key": wrongly(
      byDefault({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/aws/s3" }),
      "names no key of its own, and AWS's key is not for directory buckets",
    ),
    "an alias": wrongly(
      byDefault({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/files" }),
      "names its key by an alias, which a directory bucket refuses",
    ),
  },
  harmless: {
    "joined by dependency": set(encryption, "bucket", from("DirectoryBucket fast")),
    "a key's id": set(encryption, "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId", "1234abcd"),
  },
  unknown: { "the rules": { change: set(encryption, "rules", notKnown), at: "DirectoryBucket fast" } },
});

describe("the rules of general purpose buckets and a directory bucket", () => {
  const policy = (bucket: unknown, principal: unknown) => [
    ...directory,
    resource("aws:s3/bucketPolicy:BucketPolicy", "fast", {
      bucket,
      policy: policyText({
        Sid: "Read",
        Effect: "Allow",
        Principal: principal,
        Action: "s3express:CreateSession",
        Resource: `arn:aws:s3express:eu-central-1:123456789012:bucket/${express}`,
      }),
    }),
  ];
  const role = { AWS: "arn:aws:iam::123456789012:role/files" };

  test.each([express, from("DirectoryBucket fast")])("say nothing of its settings: %#", (bucket) => {
    expect(mandatoryFindings(policy(bucket, role))).toEqual([]);
  });

  test.each([express, from("DirectoryBucket fast")])("find that it is public: %#", (bucket) => {
    expect(findingsOf(ruleCalled("s3-public-policy"), policy(bucket, "*"))).toEqual([
      "violation BucketPolicy fast: admits everyone in Read",
    ]);
  });
});
