import { publicSwitches } from "../../policies/exposure/public-switches";
import { type Rule, resourceRule } from "../../policies/framework/rule";
import { type DeclaredProperty, readDeclarations } from "../../tools/docs/inventory/declarations";
import { contextsOf, judgesOf } from "../../tools/docs/inventory/judged";
import { kindOf } from "../../tools/docs/inventory/kinds";
import { switchesIn } from "../../tools/docs/inventory/switch-terms";

const declared = readDeclarations();

const at = (type: string, path: string): DeclaredProperty => {
  const found = declared.find((one) => one.type === type && one.path === path);
  if (found === undefined) throw new Error(`@pulumi/aws declares no ${path} of ${type}`);
  return found;
};

test("the declarations of @pulumi/aws are read at any depth, with their documentation", () => {
  const found = at("aws:eks/cluster:Cluster", "vpcConfig.endpointPublicAccess");
  expect(found.declared).toContain("boolean");
  expect(found.doc).toMatch(/public API server endpoint is enabled\. Default is `true`/);
  expect(new Set(declared.map(({ type }) => type)).size).toBeGreaterThan(1500);
});

test("the table of public switches is made from them: node tools/scripts/ts.mjs tools/docs/inventory/switch-table.ts", () => {
  expect(publicSwitches).toEqual(switchesIn(declared));
});

test.each([
  ["aws:mq/broker:Broker", "publiclyAccessible", "public switch"],
  ["aws:apigateway/method:Method", "authorization", "public switch"],
  [
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
    "details.publicAccessBlock.blockPublicAcls",
    "public switch",
  ],
  ["aws:rds/instance:Instance", "kmsKeyId", "key"],
  ["aws:secretsmanager/secret:Secret", "replicas.region", "region"],
  ["aws:lambda/permission:Permission", "principal", "principal"],
  ["aws:iam/role:Role", "inlinePolicies.policy", "policy document"],
  ["aws:iam/role:Role", "description", undefined],
  ["aws:ec2/keyPair:KeyPair", "publicKey", undefined],
  ["aws:sqs/queue:Queue", "visibilityTimeoutSeconds", undefined],
  ["aws:sqs/queue:Queue", "kmsDataKeyReusePeriodSeconds", undefined],
])("%s: %s holds a %s", (type, path, kind) => {
  expect(kindOf(at(type, path))).toBe(kind);
});

const text = {
  what: "A rule of this test",
  why: "it shows what judging is",
  fix: "Nothing",
  controls: [],
  document: "none: a test",
  severity: "low",
  level: "advisory",
  types: ["aws:rds/instance:Instance"],
} as const;

const property = at("aws:rds/instance:Instance", "publiclyAccessible");
const judging = (rule: Rule) => judgesOf(property, "public switch", contextsOf([])(property.type), [rule]);

test("a rule judges a property if its findings change with it", () => {
  const finds = resourceRule("/rules/finds.ts", {
    ...text,
    *check({ inputs }) {
      if (inputs.flag("publiclyAccessible")) yield "is public";
    },
  });
  expect(judging(finds)).toEqual(["finds"]);
});

test("a rule that reads a property and says the same, or another property, does not", () => {
  const reads = resourceRule("/rules/reads.ts", {
    ...text,
    *check({ inputs }) {
      if (inputs.has("publiclyAccessible")) yield "is a database";
      else yield "is a database";
    },
  });
  const other = resourceRule("/rules/other.ts", {
    ...text,
    *check({ inputs }) {
      if (inputs.flag("storageEncrypted") !== true) yield "is not encrypted";
    },
  });
  expect([judging(reads), judging(other)]).toEqual([[], []]);
});
