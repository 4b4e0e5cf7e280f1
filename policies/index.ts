import { PolicyPack } from "@pulumi/policy";
import { enginePolicies } from "./framework/engine";
import { askOnce } from "./framework/sdk-requests";
import { unpackOnce } from "./framework/unpack-once";
import { rules } from "./rules";

const today = (): string => new Date().toJSON().slice(0, 10);

unpackOnce();
const shownOnce = askOnce();

new PolicyPack("coffer", {
  displayName: "Coffer",
  description:
    "What must never reach an AWS account: public files, unencrypted writes, files without versions, and more",
  provider: "aws",
  enforcementLevel: "advisory",
  policies: enginePolicies(rules, today, { shownOnce }),
});
