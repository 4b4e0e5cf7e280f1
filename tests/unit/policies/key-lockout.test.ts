import { notKnown } from "../../../policies/framework/values";
import { policyText } from "../../support/bucket-fixtures";
import { add, findingsOf, resource, ruleCalled, set, testRule } from "../../support/policies";

const key = resource("aws:kms/key:Key", "key", { policy: policyText() });
const off = { bypassPolicyLockoutSafetyCheck: true };
const message = "switches the check of its policy off";
const more = (type: string) => ({
  change: add(resource(type, "more", off)),
  at: `${type.split(":").at(-1)} more`,
  message,
});

testRule("kms-lockout-check", {
  compliant: [key],
  violations: {
    "a key": { change: set("Key key", "bypassPolicyLockoutSafetyCheck", true), at: "Key key", message },
    "its policy": more("aws:kms/keyPolicy:KeyPolicy"),
    "a key with material of one's own": more("aws:kms/externalKey:ExternalKey"),
    "a replica": more("aws:kms/replicaKey:ReplicaKey"),
  },
  harmless: {
    "on, said": set("Key key", "bypassPolicyLockoutSafetyCheck", false),
    "a key that is switched off, which is of no use": set("Key key", "isEnabled", false),
  },
  unknown: {
    "whether it is off": { change: set("Key key", "bypassPolicyLockoutSafetyCheck", notKnown), at: "Key key" },
  },
});

test("a key that is switched off is judged as any other", () => {
  const asleep = resource("aws:kms/key:Key", "key", { isEnabled: false, enableKeyRotation: true });
  expect(findingsOf(ruleCalled("kms-rotation"), [asleep])).toEqual([]);
});
