import { notKnown } from "../../../policies/framework/values";
import { add, resource, set, testRule } from "../../support/policies";

testRule("kms-rotation", {
  compliant: [resource("aws:kms/key:Key", "main", { enableKeyRotation: true })],
  violations: {
    off: { change: set("Key main", "enableKeyRotation", false), at: "Key main", message: "does not rotate" },
    "left out": { change: set("Key main", "enableKeyRotation", undefined), at: "Key main", message: "does not rotate" },
    "off, as text": {
      change: set("Key main", "enableKeyRotation", "false"),
      at: "Key main",
      message: "does not rotate",
    },
  },
  harmless: {
    "an asymmetric key, which cannot": set("Key main", "customerMasterKeySpec", "RSA_4096"),
  },
  unknown: { "the setting": { change: set("Key main", "enableKeyRotation", notKnown), at: "Key main" } },
});

testRule("kms-deletion-window", {
  compliant: [
    resource("aws:kms/key:Key", "main", { deletionWindowInDays: 30 }),
    resource("aws:kms/replicaKey:ReplicaKey", "copy", {}),
  ],
  violations: {
    "the shortest": {
      change: set("Key main", "deletionWindowInDays", 7),
      at: "Key main",
      message: "can be gone after 7 days; at least 30 are wanted",
    },
    "a day too few, as text": {
      change: set("Key main", "deletionWindowInDays", "29"),
      at: "Key main",
      message: "can be gone after 29 days; at least 30 are wanted",
    },
    "a replica": {
      change: set("ReplicaKey copy", "deletionWindowInDays", 14),
      at: "ReplicaKey copy",
      message: "can be gone after 14 days; at least 30 are wanted",
    },
    "less than the team wants": {
      change: set("Key main", "deletionWindowInDays", 13),
      parameters: { days: 14 },
      at: "Key main",
      message: "can be gone after 13 days; at least 14 are wanted",
    },
  },
  harmless: {
    "as much as the team wants": { change: set("Key main", "deletionWindowInDays", 14), parameters: { days: 14 } },
  },
  unknown: { "the window": { change: set("Key main", "deletionWindowInDays", notKnown), at: "Key main" } },
});

const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const allow = (principal: unknown, action: unknown, condition?: object) => ({
  Sid: "More",
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: "*",
  ...(condition === undefined ? {} : { Condition: condition }),
});
const keep = { ...allow(root("123456789012"), "kms:*"), Sid: "Keep" };
const says = (...statements: object[]) =>
  set("Key main", "policy", JSON.stringify({ Statement: [keep, ...statements] }));
const other = "210987654321";

testRule("kms-key-policy", {
  compliant: [
    resource("aws:kms/key:Key", "main", { policy: JSON.stringify({ Statement: [keep] }) }),
    resource("aws:kms/key:Key", "plain", {}),
  ],
  violations: {
    everyone: { change: says(allow("*", "kms:Decrypt")), at: "Key main", message: "admits everyone in More" },
    "everyone, through S3": {
      change: says(
        allow({ AWS: "*" }, "kms:*", { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } }),
      ),
      at: "Key main",
      message: "admits everyone in More",
    },
    "another account": {
      change: says(allow(root(other), ["kms:Decrypt"])),
      at: "Key main",
      message: `admits account ${other} in More`,
    },
    "a role of another account": {
      change: says(allow({ AWS: [`arn:aws:iam::${other}:role/reader`] }, "kms:GenerateDataKey*")),
      at: "Key main",
      message: `admits account ${other} in More`,
    },
    "another account that may look, and one action more": {
      change: says(allow(root(other), ["kms:Describe*", "kms:ReEncryptFrom"])),
      at: "Key main",
      message: `admits account ${other} in More`,
    },
    "a pattern of actions that look, and of others": {
      change: says(allow(root(other), "kms:G*")),
      at: "Key main",
      message: `admits account ${other} in More`,
    },
    "an action that only the SDK knows": {
      change: says(allow(root(other), "kms:Decapsulate")),
      at: "Key main",
      message: `admits account ${other} in More`,
    },
    "an action that is newer than the data": {
      change: says(allow(root(other), "kms:GetEverySecret")),
      at: "Key main",
      message: `admits account ${other} in More`,
    },
    "two accounts, and nothing says whose it is": {
      change: set(
        "Key main",
        "policy",
        JSON.stringify({ Statement: [allow({ AWS: ["123456789012", other] }, "kms:*")] }),
      ),
      parameters: { accounts: ["123456789012"] },
      at: "Key main",
      message: `admits account ${other} in More; which account is the key's own does not show`,
    },
    "a policy beside the key": {
      change: add(
        resource("aws:kms/keyPolicy:KeyPolicy", "open", {
          policy: JSON.stringify({ Statement: [keep, allow("*", "kms:*")] }),
        }),
      ),
      at: "KeyPolicy open",
      message: "admits everyone in More",
    },
  },
  harmless: {
    "everyone of this account, through S3": says(
      allow({ AWS: "*" }, "kms:Decrypt", {
        StringEquals: { "kms:CallerAccount": "123456789012", "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
      }),
    ),
    "a service": says(allow({ Service: "logs.eu-central-1.amazonaws.com" }, "kms:Encrypt")),
    "what uses nothing": says(allow(root(other), "kms:DescribeKey")),
    "patterns that use nothing": says(allow(root(other), ["kms:Describe*", "KMS:list*", "kms:GetKey*"])),
    "an account that the team names": {
      change: says(allow(root(other), "kms:Decrypt")),
      parameters: { accounts: [other] },
    },
  },
  unknown: { "the policy": { change: set("Key main", "policy", notKnown), at: "Key main" } },
});
