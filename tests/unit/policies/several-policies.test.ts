import { policyText } from "../../support/bucket-fixtures";
import { type Fixture, findingsOf, from, resource, ruleCalled } from "../../support/policies";

/** AWS keeps the policy that was written last: it can be any of several. The one that refuses must be found in any order. */
const account = "123456789012";
const topicArn = `arn:aws:sns:eu-central-1:${account}:alarms`;
const keyArn = `arn:aws:kms:eu-central-1:${account}:key/1`;
const service = (Service: string, Action: unknown) => ({
  Effect: "Allow",
  Principal: { Service },
  Action,
  Resource: "*",
  Condition: { StringEquals: { "aws:SourceAccount": account } },
});
const key = resource("aws:kms/key:Key", "key", { arn: keyArn, keyId: "1" });
const ofKey = (name: string, ...statements: readonly object[]) =>
  resource("aws:kms/keyPolicy:KeyPolicy", name, { keyId: from("Key key", "1"), policy: policyText(...statements) });
const ofTopic = (name: string, ...statements: readonly object[]) =>
  resource("aws:sns/topicPolicy:TopicPolicy", name, { arn: topicArn, policy: policyText(...statements) });
const topic = resource("aws:sns/topic:Topic", "alarms", { arn: topicArn, kmsMasterKeyId: from("Key key", keyArn) });
const alarm = resource("aws:cloudwatch/metricAlarm:MetricAlarm", "high", { alarmActions: [topicArn] });
const cloudWatch = "cloudwatch.amazonaws.com";
const logs = service("logs.eu-central-1.amazonaws.com", "kms:*");

test.each<[string, readonly Fixture[], Fixture, Fixture, string]>([
  [
    "alarms-delivery-key",
    [key, topic, alarm],
    ofKey("good", service(cloudWatch, ["kms:Decrypt", "kms:GenerateDataKey*"])),
    ofKey("bad", service(cloudWatch, "kms:Decrypt")),
    `violation KeyPolicy bad: refuses ${cloudWatch}, which sends to alarms for high`,
  ],
  [
    "alarms-delivery-policy",
    [key, topic, alarm],
    ofTopic("good", service(cloudWatch, "sns:Publish")),
    ofTopic("bad", service("events.amazonaws.com", "sns:Publish")),
    `violation TopicPolicy bad: refuses ${cloudWatch}, which sends here for high`,
  ],
  [
    "logs-key-policy",
    [key, resource("aws:cloudwatch/logGroup:LogGroup", "group", { kmsKeyId: from("Key key", keyArn) })],
    ofKey("good", logs),
    ofKey("bad", service("logs.eu-central-1.amazonaws.com", "kms:Encrypt")),
    "violation KeyPolicy bad: refuses CloudWatch Logs, for the group group",
  ],
  [
    "trail-key-policy",
    [key, resource("aws:cloudtrail/trail:Trail", "trail", { kmsKeyId: from("Key key", keyArn) })],
    ofKey("good", service("cloudtrail.amazonaws.com", ["kms:GenerateDataKey*", "kms:DescribeKey"])),
    ofKey("bad", service("cloudtrail.amazonaws.com", "kms:DescribeKey")),
    "violation KeyPolicy bad: refuses cloudtrail.amazonaws.com, for the trail trail",
  ],
])("%s reads every policy", (id, others, good, bad, message) => {
  const said = (...policies: readonly Fixture[]) => findingsOf(ruleCalled(id), [...others, ...policies]);
  expect(said(good)).toEqual([]);
  expect(said(bad)).toEqual([message]);
  expect(said(good, bad)).toEqual([message]);
  expect(said(bad, good)).toEqual([message]);
});

describe("a denial that also holds for a service refuses it", () => {
  const publish = service(cloudWatch, "sns:Publish");
  const said = (Condition: object) =>
    findingsOf(ruleCalled("alarms-delivery-policy"), [
      key,
      topic,
      alarm,
      ofTopic("it", publish, { Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: "*", Condition }),
    ]);
  test.each([
    { StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
    { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
    { ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/*` } },
    { StringNotEqualsIfExists: { "aws:PrincipalAccount": account } },
  ])("%j", (condition) => {
    expect(said(condition)).toEqual([`violation TopicPolicy it: refuses ${cloudWatch}, which sends here for high`]);
  });
  test.each([
    // AWS data perimeter examples: services are left out.
    {
      StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-abcdefghij" },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
    { Bool: { "aws:SecureTransport": "false" } },
    { StringEquals: { "aws:PrincipalAccount": "210987654321" } },
  ])("%j does not", (condition) => {
    expect(said(condition)).toEqual([]);
  });
});
