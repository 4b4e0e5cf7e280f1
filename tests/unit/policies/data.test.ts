import { notKnown } from "../../../policies/framework/values";
import { keyArn } from "../../support/alarm-fixtures";
import { both, from, resource, set, testRule } from "../../support/policies";

const label = "Table main";
const wrong = (property: string, value: unknown, message: string, at = label) => ({
  change: set(at, property, value),
  at,
  message,
});
const open = (property: string) => ({ change: set(label, property, notKnown), at: label });

const stack = [
  resource("aws:dynamodb/table:Table", "main", {
    deletionProtectionEnabled: true,
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
    replicas: [
      { regionName: "eu-west-1", kmsKeyArn: keyArn, pointInTimeRecovery: true, deletionProtectionEnabled: true },
    ],
  }),
  resource("aws:dynamodb/tableReplica:TableReplica", "copy", {
    globalTableArn: "arn:aws:dynamodb:eu-central-1:123456789012:table/other",
    deletionProtectionEnabled: true,
    pointInTimeRecovery: true,
    kmsKeyArn: keyArn,
  }),
  resource("aws:kms/key:Key", "main"),
];

testRule("dynamodb-recovery", {
  compliant: stack,
  violations: {
    off: wrong("pointInTimeRecovery.enabled", false, "has no point-in-time recovery"),
    "left out": wrong("pointInTimeRecovery", undefined, "has no point-in-time recovery"),
    "not of a replica": wrong(
      "replicas.0.pointInTimeRecovery",
      undefined,
      "has no point-in-time recovery in eu-west-1",
    ),
    "not of a copy": wrong("pointInTimeRecovery", false, "has no point-in-time recovery", "TableReplica copy"),
  },
  unknown: { "the setting": open("pointInTimeRecovery.enabled"), replicas: open("replicas") },
});

testRule("dynamodb-encryption", {
  compliant: stack,
  violations: {
    off: wrong("serverSideEncryption.enabled", false, "is not encrypted with a key of its own"),
    "left out": wrong("serverSideEncryption", undefined, "is not encrypted with a key of its own"),
    "AWS's key": wrong(
      "serverSideEncryption.kmsKeyArn",
      undefined,
      "is encrypted with AWS's key, not with one of its own",
    ),
    "AWS's key, by its alias": wrong(
      "serverSideEncryption.kmsKeyArn",
      "arn:aws:kms:eu-central-1:123456789012:alias/aws/dynamodb",
      "is encrypted with AWS's key, not with one of its own",
    ),
    "AWS's key, of a replica": wrong(
      "replicas.0.kmsKeyArn",
      "alias/aws/dynamodb",
      "is not encrypted with a key of its own in eu-west-1",
    ),
    "AWS's key, of a copy": wrong(
      "kmsKeyArn",
      "alias/aws/dynamodb",
      "is not encrypted with a key of its own",
      "TableReplica copy",
    ),
    "not of a replica": wrong("replicas.0.kmsKeyArn", undefined, "is not encrypted with a key of its own in eu-west-1"),
    "not of a copy": wrong("kmsKeyArn", undefined, "is not encrypted with a key of its own", "TableReplica copy"),
  },
  harmless: {
    "keys that are still to be made": both(
      set(label, "serverSideEncryption.kmsKeyArn", from("Key main")),
      set(label, "replicas.0.kmsKeyArn", from("Key main")),
    ),
  },
  unknown: {
    "the setting": open("serverSideEncryption.enabled"),
    "the key": open("serverSideEncryption.kmsKeyArn"),
    "a replica's key": open("replicas.0.kmsKeyArn"),
  },
});

const unprotected = "is not protected against deletion";
testRule("dynamodb-deletion-protection", {
  compliant: stack,
  violations: {
    off: wrong("deletionProtectionEnabled", false, unprotected),
    "left out": wrong("deletionProtectionEnabled", undefined, unprotected),
    "not of a copy": wrong("deletionProtectionEnabled", undefined, unprotected, "TableReplica copy"),
    "not of one of its replicas": wrong(
      "replicas",
      [{ regionName: "eu-west-1", deletionProtectionEnabled: true }, { regionName: "eu-west-3" }],
      `${unprotected} in eu-west-3`,
    ),
  },
  unknown: { "the setting": open("deletionProtectionEnabled") },
});
