import { Values } from "../../../policies/framework/values";
import { goodBucket, policyText } from "../../support/bucket-fixtures";
import { type Fixture, findingsOf, from, resource, ruleCalled, set } from "../../support/policies";

const violations = (rule: string, fixtures: readonly Fixture[]): number =>
  findingsOf(ruleCalled(rule), fixtures).filter((one) => one.startsWith("violation")).length;

describe("a reader of properties", () => {
  const values = new Values({ empty: "", blank: " \t", text: "a", list: ["", "a"], zero: 0, off: false, number: "7" });

  test("takes a blank text for none, but in a list of texts", () => {
    expect(["empty", "blank", "text", "zero", "off"].map((name) => values.has(name))).toEqual([
      ...[false, false, true, true, true],
    ]);
    expect([values.text("empty"), values.text("blank"), values.text("text")]).toEqual([undefined, undefined, "a"]);
    expect(values.many("empty", "text").map((one) => one.text())).toEqual(["a"]);
    expect(values.texts("list")).toEqual(["", "a"]);
  });

  test.each(["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf"])("knows no %s by itself", (name) => {
    expect(values.raw(name)).toBeUndefined();
    expect(values.has(name)).toBe(false);
    expect(values.raw("text", "length")).toBeUndefined();
  });

  test.each<[number, number, number | undefined]>([
    [0, 10, 7],
    [7, 7, 7],
    [8, 10, undefined],
    [0, 6, undefined],
  ])("takes 7 within %d and %d as %s", (least, most, expected) => {
    expect(values.within([least, most], "number")).toBe(expected);
  });
});

/** A resource of one type with these inputs. */
type Row = readonly [rule: string, type: string, inputs: Readonly<Record<string, unknown>>];

const trail = "aws:cloudtrail/trail:Trail";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const queue = "aws:sqs/queue:Queue";
const lambda = "aws:lambda/function:Function";
const permission = "aws:lambda/permission:Permission";
const httpStage = "aws:apigatewayv2/stage:Stage";
const group = "aws:cloudwatch/logGroup:LogGroup";
const limits = (burst: number, rate: number) => ({
  defaultRouteSettings: { throttlingBurstLimit: burst, throttlingRateLimit: rate },
});
const everyone = { principal: "*", function: "f" };
const service = { principal: "s3.amazonaws.com", function: "f", sourceArn: "arn:aws:s3:::acme-files" };
const arn = "arn:aws:sqs:eu-central-1:123456789012:lost";

describe("what is blank, empty or out of range is found", () => {
  test.each<Row>([
    ["trail-encryption", trail, { kmsKeyId: "" }],
    ["trail-encryption", trail, { kmsKeyId: " " }],
    ["trail-log-group", trail, { cloudWatchLogsGroupArn: " " }],
    ["logs-encryption", group, { kmsKeyId: "\t" }],
    ["dynamodb-encryption", "aws:dynamodb/tableReplica:TableReplica", { kmsKeyArn: " " }],
    ["dynamodb-encryption", "aws:dynamodb/table:Table", { serverSideEncryption: { enabled: true, kmsKeyArn: " " } }],
    ["alarms-actions", alarm, { alarmActions: [] }],
    ["alarms-actions", alarm, { alarmActions: [""] }],
    ["alarms-actions", alarm, { alarmActions: [" ", ""] }],
    ["api-access-logs", httpStage, { accessLogSettings: { destinationArn: "" } }],
    ["lambda-permission", permission, { ...everyone, principalOrgId: "" }],
    ["lambda-permission", permission, { ...everyone, principalOrgId: "*" }],
    ["lambda-permission", permission, { ...service, sourceAccount: "*" }],
    ["lambda-permission", permission, { ...service, sourceAccount: "" }],
    ["lambda-permission", permission, { ...service, sourceAccount: "12345678901?" }],
    ["lambda-permission", permission, { ...service, principalOrgId: "o-*" }],
    ["sqs-dead-letters", queue, { redrivePolicy: "{}" }],
    ["sqs-dead-letters", queue, { redrivePolicy: "null" }],
    ["sqs-dead-letters", queue, { redrivePolicy: "{" }],
    ["sqs-dead-letters", queue, { redrivePolicy: '{"deadLetterTargetArn":" "}' }],
    ["sqs-dead-letters", queue, { redrivePolicy: `{"deadLetterTargetArn":"${arn}","maxReceiveCount":2000000000}` }],
    ["sqs-dead-letters", queue, { redrivePolicy: `{"deadLetterTargetArn":"${arn}","maxReceiveCount":-1}` }],
    ["lambda-concurrency", lambda, { reservedConcurrentExecutions: -1 }],
    ["lambda-concurrency", lambda, { reservedConcurrentExecutions: 2e9 }],
    ["api-throttling", httpStage, limits(-1, 10)],
    ["api-throttling", httpStage, limits(2e9, 10)],
    ["api-throttling", httpStage, limits(10, 2e9)],
    ["kms-deletion-window", "aws:kms/key:Key", { deletionWindowInDays: -1 }],
    ["kms-deletion-window", "aws:kms/key:Key", { deletionWindowInDays: 2e9 }],
    ["logs-retention", group, { retentionInDays: -1 }],
    ["logs-retention", group, { retentionInDays: 2e9 }],
    ["sqs-encryption", queue, { kmsMasterKeyId: " " }],
  ])("%s: %s %j", (rule, type, inputs) => {
    expect(violations(rule, [resource(type, "one", inputs)])).toBe(1);
  });

  const rules = "rules.0";
  test.each<[rule: string, label: string, path: string, value: unknown]>([
    ["s3-lifecycle", "BucketLifecycleConfiguration main", `${rules}.noncurrentVersionExpiration.noncurrentDays`, -1],
    ["s3-lifecycle", "BucketLifecycleConfiguration main", `${rules}.noncurrentVersionExpiration.noncurrentDays`, 2e9],
    ["s3-lifecycle", "BucketLifecycleConfiguration main", `${rules}.filter.prefix`, " "],
  ])("%s: %s.%s is %j", (rule, label, path, value) => {
    expect(violations(rule, set(label, path, value)(goodBucket("main")))).toBe(1);
  });

  test.each([-1, 0, 2e9])("unfinished uploads that are aborted after %d days", (daysAfterInitiation) => {
    const abort = set("BucketLifecycleConfiguration main", `${rules}.abortIncompleteMultipartUpload`, {
      daysAfterInitiation,
    });
    expect(violations("s3-abort-incomplete-uploads", abort(goodBucket("main")))).toBe(1);
  });
});

describe("what is given is not", () => {
  test.each<Row>([
    ["trail-encryption", trail, { kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1" }],
    ["alarms-actions", alarm, { alarmActions: ["", "arn:aws:sns:eu-central-1:123456789012:alerts"] }],
    ["lambda-permission", permission, { ...service, sourceAccount: "123456789012" }],
    ["lambda-permission", permission, { ...everyone, principalOrgId: "o-abcdefghij" }],
    ["sqs-dead-letters", queue, { redrivePolicy: `{"deadLetterTargetArn":"${arn}","maxReceiveCount":3}` }],
    ["lambda-concurrency", lambda, { reservedConcurrentExecutions: 0 }],
    ["api-throttling", httpStage, limits(50, 100)],
    ["kms-deletion-window", "aws:kms/key:Key", { deletionWindowInDays: 30 }],
    ["logs-retention", group, { retentionInDays: 3653 }],
  ])("%s: %s %j", (rule, type, inputs) => {
    expect(violations(rule, [resource(type, "one", inputs)])).toBe(0);
  });

  test("a queue that is still to be made", () => {
    const stack = [resource(queue, "jobs", { redrivePolicy: from("Queue lost") }), resource(queue, "lost", {})];
    expect(findingsOf(ruleCalled("sqs-dead-letters"), stack)).toEqual([]);
  });
});

describe("names that every object inherits", () => {
  const trust = (Principal: object) => [
    resource("aws:iam/role:Role", "one", {
      assumeRolePolicy: policyText({ Effect: "Allow", Principal, Action: "sts:AssumeRoleWithWebIdentity" }),
    }),
  ];
  test.each(["toString", "constructor", "__proto__", "valueOf"])("are no identity provider: %s", (name) => {
    expect(findingsOf(ruleCalled("iam-trust-everyone"), trust({ Federated: name }))).toEqual([]);
  });

  test("keep no other statement from being judged", () => {
    expect(violations("iam-trust-everyone", trust({ Federated: ["toString", "accounts.google.com"] }))).toBe(1);
  });

  test.each(["toString", "constructor"])("are no runtime: %s", (runtime) => {
    expect(findingsOf(ruleCalled("lambda-runtime"), [resource(lambda, "one", { runtime })])).toEqual([]);
  });
});

describe("MFA is asked for by nothing else", () => {
  const role = (Condition: object, principal = "arn:aws:iam::123456789012:root") => [
    resource("aws:iam/role:Role", "one", {
      assumeRolePolicy: policyText({
        Effect: "Allow",
        Principal: { AWS: principal },
        Action: "sts:AssumeRole",
        Condition,
      }),
    }),
  ];
  test.each<[string, object]>([
    ["an external id", { StringEquals: { "sts:ExternalId": "3f9a" } }],
    [
      "an external id of an account outside",
      { StringEquals: { "sts:ExternalId": "3f9a", "aws:RequestedRegion": "x" } },
    ],
    ["no value", { Bool: { "aws:MultiFactorAuthPresent": [] } }],
    ["an empty value", { Bool: { "aws:MultiFactorAuthPresent": "" } }],
    ["an age of no number", { NumericLessThan: { "aws:MultiFactorAuthAge": [] } }],
    ["a negative age", { NumericLessThan: { "aws:MultiFactorAuthAge": "-1" } }],
    ["an age past every session", { NumericLessThan: { "aws:MultiFactorAuthAge": "2000000000" } }],
  ])("%s", (_, condition) => {
    expect(violations("iam-human-mfa", role(condition))).toBe(1);
  });

  test.each<[string, object]>([
    ["the code", { Bool: { "aws:MultiFactorAuthPresent": "true" } }],
    ["its age", { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } }],
  ])("but by %s", (_, condition) => {
    expect(violations("iam-human-mfa", role(condition))).toBe(0);
  });
});
