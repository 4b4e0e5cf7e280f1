import { answerFromRegion } from "../../tools/graph/answers/region-functions";
import { unknown } from "../../tools/graph/types";

const argumentsOf: Readonly<Record<string, object>> = {
  "aws:index/getArn:getArn": { arn: "arn:aws:s3:::b" },
  "aws:index/arnParse:arnParse": { arn: "arn:aws:s3:::b" },
  "aws:index/trimIamRolePath:trimIamRolePath": { arn: "arn:aws:iam::123456789012:role/a/b" },
  "aws:index/getService:getService": { serviceId: "s3" },
  "aws:index/getAvailabilityZone:getAvailabilityZone": { name: "eu-central-1b" },
  "aws:iam/getSessionContext:getSessionContext": { arn: "arn:aws:sts::123456789012:assumed-role/r/s" },
};

const ask = (token: string, args: object = {}, region = "eu-central-1") =>
  answerFromRegion("123456789012", { token, args: { ...args }, region });

const answered: readonly string[] = [
  "aws:index/getCallerIdentity:getCallerIdentity",
  "aws:index/getRegion:getRegion",
  "aws:index/getPartition:getPartition",
  "aws:index/getArn:getArn",
  "aws:index/arnParse:arnParse",
  "aws:index/arnBuild:arnBuild",
  "aws:index/trimIamRolePath:trimIamRolePath",
  "aws:index/getService:getService",
  "aws:index/getServicePrincipal:getServicePrincipal",
  "aws:index/getBillingServiceAccount:getBillingServiceAccount",
  "aws:index/getAvailabilityZones:getAvailabilityZones",
  "aws:index/getAvailabilityZone:getAvailabilityZone",
  "aws:s3/getCanonicalUserId:getCanonicalUserId",
  "aws:iam/getSessionContext:getSessionContext",
];

test.each(answered)("%s is known whole: one unknown property would keep every apply from running", (token) => {
  const answer = ask(token, argumentsOf[token]);
  expect(answer).toBeDefined();
  expect(JSON.stringify(answer)).not.toContain(unknown);
});

test("a zone has a name and an id, as AWS writes them", () => {
  expect(ask("aws:index/getAvailabilityZones:getAvailabilityZones", {}, "us-east-1")).toMatchObject({
    names: ["us-east-1a", "us-east-1b", "us-east-1c"],
    zoneIds: ["use1-az1", "use1-az2", "use1-az3"],
  });
  expect(ask("aws:index/getAvailabilityZone:getAvailabilityZone", { name: "ap-southeast-2c" })).toMatchObject({
    zoneId: "apse2-az3",
    groupName: "ap-southeast-2",
  });
});

test.each([
  ["filters", { filters: [{ name: "opt-in-status", values: ["opted-in"] }] }],
  ["all zones", { allAvailabilityZones: true }],
  ["a state", { state: "impaired" }],
])("zones by %s are AWS's to tell", (_, args) => {
  expect(ask("aws:index/getAvailabilityZones:getAvailabilityZones", args)).toBeUndefined();
});

test("what nobody described is not known", () => {
  expect(ask("aws:route53/getZone:getZone", { name: "example.com" })).toBeUndefined();
});

test("what is no ARN is refused", () => {
  expect(() => ask("aws:index/getArn:getArn", { arn: "s3" })).toThrow("'s3' is no ARN");
});
