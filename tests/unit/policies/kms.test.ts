import { notKnown } from "../../../policies/framework/values";
import { resource, set, testRule } from "../../support/policies";

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
