import type { PackResource } from "../../framework/resource";
import { resourceRule } from "../../framework/rule";

/** Only symmetric keys whose material is AWS's can rotate by themselves. */
const isStill = ({ inputs }: PackResource): boolean =>
  (inputs.text("customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT" &&
  (inputs.text("keyUsage") ?? "ENCRYPT_DECRYPT") === "ENCRYPT_DECRYPT" &&
  !inputs.has("customKeyStoreId") &&
  inputs.flag("enableKeyRotation") !== true;

export const rule = resourceRule(__filename, {
  what: "Customer managed keys rotate",
  why: "key material that never changes protects ever more data, and a copy of it opens all of that for good",
  fix: "Set enableKeyRotation to true",
  controls: ["CIS 3.0.0 3.6", "CIS 5.0.0 3.6"],
  document: {
    title: "AWS KMS Developer Guide, Rotating AWS KMS keys",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:kms/key:Key"],
  *check(resource) {
    if (isStill(resource)) yield "does not rotate";
  },
  remediate: (resource) => (isStill(resource) ? [{ path: ["enableKeyRotation"], value: true }] : []),
});
