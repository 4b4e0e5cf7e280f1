import { resourceRule } from "../../framework/rule";
import { keyPolicyTypes } from "../../iam/key-types";

export const rule = resourceRule(__filename, {
  what: "KMS checks that a key's policy lets its maker change the policy again",
  why: "without the check a policy may leave nobody who can change it: the key, and what it encrypts, can then only be recovered by AWS Support",
  fix: "Leave bypassPolicyLockoutSafetyCheck out, and let the account's root change the policy",
  controls: [],
  document: {
    title: "AWS KMS Developer Guide, Default key policy",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  },
  severity: "medium",
  level: "mandatory",
  types: keyPolicyTypes,
  *check({ inputs }) {
    if (inputs.flag("bypassPolicyLockoutSafetyCheck") === true) yield "switches the check of its policy off";
  },
});
