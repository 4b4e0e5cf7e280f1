import { notKnown } from "../../../policies/framework/values";
import { account, allow, keyArn, rootMay } from "../../support/alarm-fixtures";
import { policyText } from "../../support/bucket-fixtures";
import { both, from, resource, set, testRule } from "../../support/policies";

const label = "LogGroup app";
const stack = [
  resource("aws:cloudwatch/logGroup:LogGroup", "app", { retentionInDays: 365, kmsKeyId: keyArn }),
  resource("aws:kms/key:Key", "main"),
];
const wrong = (property: string, value: unknown, message: string) => ({
  change: set(label, property, value),
  at: label,
  message,
});

testRule("logs-retention", {
  compliant: stack,
  violations: {
    "for ever, by default": wrong("retentionInDays", undefined, "keeps its events for ever"),
    "for ever": wrong("retentionInDays", 0, "keeps its events for ever"),
    "a month": wrong("retentionInDays", 30, "keeps its events for 30 days, not 365"),
    "less than somebody asks for": {
      ...wrong("retentionInDays", 400, "keeps its events for 400 days, not 731"),
      parameters: { days: 731 },
    },
  },
  harmless: {
    "more than a year": set(label, "retentionInDays", 3653),
    "a month where that is enough": { change: set(label, "retentionInDays", 30), parameters: { days: 30 } },
    "a group that only hands events on": set(label, "logGroupClass", "DELIVERY"),
  },
  unknown: { "how long": { change: set(label, "retentionInDays", notKnown), at: label } },
});

const bare = "is not encrypted with a key of its own";
testRule("logs-encryption", {
  compliant: stack,
  violations: {
    "no key": wrong("kmsKeyId", undefined, bare),
    "an empty key": wrong("kmsKeyId", "", bare),
    nothing: wrong("kmsKeyId", null, bare),
    "AWS's key": wrong("kmsKeyId", "alias/aws/logs", bare),
    "AWS's key, as the console names it": wrong("kmsKeyId", "aws/logs", bare),
  },
  harmless: { "a key that is still to be made": set(label, "kmsKeyId", from("Key main")) },
  unknown: { "the key": { change: set(label, "kmsKeyId", notKnown), at: label } },
});

const use = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"];
const logs = "logs.eu-central-1.amazonaws.com";
const ofGroups = { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:${account}:*` } };
const keyPolicy = (...statements: readonly object[]) => set("Key main", "policy", policyText(rootMay, ...statements));
const refused = (...statements: readonly object[]) => ({
  change: keyPolicy(...statements),
  at: "Key main",
  message: "refuses CloudWatch Logs, for the group app",
});

testRule("logs-key-policy", {
  compliant: [
    resource("aws:cloudwatch/logGroup:LogGroup", "app", { kmsKeyId: from("Key main", keyArn), region: "eu-central-1" }),
    resource("aws:kms/key:Key", "main", { policy: policyText(rootMay, allow(logs, use, ofGroups)) }),
  ],
  violations: {
    "nothing for logs": refused(),
    "half of what it takes": refused(allow(logs, ["kms:Encrypt*", "kms:GenerateDataKey*"])),
    "another region": refused(allow("logs.eu-west-1.amazonaws.com", use)),
    "callers of the account, which no service is": refused(
      allow(logs, use, { StringEquals: { "kms:CallerAccount": account } }),
    ),
    "the policy that KMS makes": {
      change: set("Key main", "policy", undefined),
      at: "Key main",
      message: "has no policy that admits CloudWatch Logs, for the group app",
    },
  },
  harmless: {
    "a region that nobody says": both(
      set(label, "region", undefined),
      keyPolicy(allow("logs.eu-west-1.amazonaws.com", use)),
    ),
    "a key of another stack": set(label, "kmsKeyId", `${keyArn}2`),
    "no key, which is another rule's": set(label, "kmsKeyId", undefined),
  },
  unknown: {
    "the key": { change: set(label, "kmsKeyId", notKnown), at: label },
    "its policy": { change: set("Key main", "policy", notKnown), at: label },
  },
});
