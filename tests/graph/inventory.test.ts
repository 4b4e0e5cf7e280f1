import { publicSwitches } from "../../policies/exposure/public-switches";
import { limits } from "../../policies/iam/resource-documents";
import { type Entry, takeInventory } from "../../tools/docs/inventory/inventory";
import { reasonFor } from "../../tools/docs/inventory/inventory-page";
import { unjudgedSwitches } from "../../tools/docs/inventory/unjudged";

let taken: readonly Entry[] = [];
beforeAll(async () => {
  taken = await takeInventory();
}, 180_000);

const nameOf = ({ type, path }: { readonly type: string; readonly path: string }) => `${type} ${path}`;
const unjudged = (kind: Entry["kind"]) => taken.filter((entry) => entry.kind === kind && entry.judgedBy.length === 0);
const judgesOf = (type: string, path: string) =>
  taken.find((entry) => entry.type === type && entry.path === path)?.judgedBy;

test("every policy document is judged, but for those that only limit", () => {
  expect(new Set(unjudged("policy document").map(({ type }) => type))).toEqual(new Set(limits));
});

test("every public switch is judged, or has a reason why not, and each reason has a switch", () => {
  const open = unjudged("public switch");
  expect(open.filter((entry) => reasonFor(entry) === undefined).map(nameOf)).toEqual([]);
  const idle = unjudgedSwitches.filter(
    ({ type, path }) => !open.some((entry) => type.test(entry.type) && path.test(entry.path)),
  );
  expect(idle.map(({ because }) => because)).toEqual([]);
});

test("each switch of the pack's table is judged by the rule of its family", () => {
  const missing = publicSwitches.filter(
    ({ family, type, path }) => !judgesOf(type, path)?.includes(`public-${family}`),
  );
  expect(missing.map(nameOf)).toEqual([]);
});

test("each region of a resource outside of the global services is judged", () => {
  expect(judgesOf("aws:sqs/queue:Queue", "region")).toEqual(["regions-allowed"]);
});

test.each([
  ["aws:rds/instance:Instance", "publiclyAccessible", ["public-endpoint"]],
  ["aws:eks/cluster:Cluster", "vpcConfig.publicAccessCidrs", ["public-endpoint"]],
  ["aws:lambda/functionUrl:FunctionUrl", "authorizationType", ["lambda-url-auth"]],
  ["aws:s3/bucketAcl:BucketAcl", "acl", ["s3-public-acl"]],
  ["aws:rds/instance:Instance", "kmsKeyId", []],
  ["aws:ec2/vpcEndpoint:VpcEndpoint", "policy", []],
])("%s: %s is judged by %j", (type, path, rules) => {
  expect(judgesOf(type, path)).toEqual(rules);
});

test.each([
  ["aws:kms/key:Key", "policy", "kms-key-policy"],
  ["aws:s3/bucketPolicy:BucketPolicy", "policy", "s3-tls-only"],
  ["aws:secretsmanager/secretPolicy:SecretPolicy", "policy", "iam-public-resource-policy"],
  ["aws:sns/topic:Topic", "kmsMasterKeyId", "sns-encryption"],
  ["aws:rds/snapshot:Snapshot", "sharedAccounts", "iam-public-grant"],
])("among others, %s: %s is judged by %s", (type, path, rule) => {
  expect(judgesOf(type, path)).toContain(rule);
});
