import { notKnown } from "../../../policies/framework/values";
import {
  account,
  alarmStack,
  allow,
  goodAlarm,
  keyArn,
  mayEncrypt,
  queueArn,
  queueStack,
  rootMay,
  sourceIs,
  topicArn,
} from "../../support/alarm-fixtures";
import { policyText } from "../../support/bucket-fixtures";
import { add, both, drop, findingsOf, from, resource, ruleCalled, set, testRule } from "../../support/policies";

const cloudwatch = "cloudwatch.amazonaws.com";
const events = "events.amazonaws.com";
const admitEvents = allow(events, "sns:Publish");
const topicPolicy = (...statements: readonly object[]) =>
  set("TopicPolicy alerts", "policy", policyText(...statements));
const unheard = (...statements: readonly object[]) => ({
  change: topicPolicy(...statements, admitEvents),
  at: "TopicPolicy alerts",
  message: `refuses ${cloudwatch}, which sends here for errors`,
});

testRule("alarms-delivery-policy", {
  compliant: alarmStack(),
  violations: {
    "nothing for alarms": unheard(),
    "another action": unheard(allow(cloudwatch, "sns:Subscribe")),
    "another topic": unheard({ ...allow(cloudwatch, "sns:Publish"), Resource: `${topicArn}-2` }),
    "a source that no alarm is": unheard(allow(cloudwatch, "sns:Publish", sourceIs("s3"))),
    "people of the account, which CloudWatch is not": unheard({
      ...allow(cloudwatch, "sns:Publish"),
      Principal: { AWS: "*" },
      Condition: { StringEquals: { "aws:PrincipalAccount": account } },
    }),
    "only without TLS, which CloudWatch never does": unheard(
      allow(cloudwatch, "sns:Publish", { Bool: { "aws:SecureTransport": "false" } }),
    ),
    "people only": unheard(allow(cloudwatch, "sns:Publish", { Bool: { "aws:PrincipalIsAWSService": "false" } })),
    "a denial of everyone": unheard(allow(cloudwatch, "sns:Publish"), {
      Effect: "Deny",
      NotPrincipal: { Service: events },
      Action: "sns:*",
      Resource: "*",
    }),
    "a condition that EventBridge does not answer to": {
      change: topicPolicy(allow(cloudwatch, "sns:Publish"), allow(events, "sns:Publish", sourceIs("events"))),
      at: "TopicPolicy alerts",
      message: `refuses ${events}, which sends here for notice`,
    },
    "the policy that SNS makes": {
      change: drop("TopicPolicy alerts"),
      at: "Topic alerts",
      message: `has no policy that admits ${events}, which sends here for notice`,
    },
    "a budget, by text": {
      change: add(
        resource("aws:budgets/budget:Budget", "cost", { notifications: [{ subscriberSnsTopicArns: [topicArn] }] }),
      ),
      at: "TopicPolicy alerts",
      message: "refuses budgets.amazonaws.com, which sends here for cost",
    },
    "many alarms": {
      change: both(
        topicPolicy(admitEvents),
        add(...["a", "b", "c"].map((name) => goodAlarm(name, { alarmActions: [], okActions: [topicArn] }))),
      ),
      at: "TopicPolicy alerts",
      message: `refuses ${cloudwatch}, which sends here for errors, a, b and 1 more`,
    },
  },
  harmless: {
    "alarms by the policy that SNS makes": both(drop("TopicPolicy alerts"), drop("EventTarget notice")),
    "that policy, written out": topicPolicy(
      {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["SNS:Publish", "SNS:Subscribe"],
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": account } },
      },
      admitEvents,
    ),
    "conditions that CloudWatch meets": topicPolicy(
      allow(cloudwatch, "sns:Publish", {
        Bool: { "aws:SecureTransport": "true", "aws:PrincipalIsAWSService": "true" },
        StringNotEquals: { "aws:SourceAccount": "999999999999" },
        "ForAllValues:StringEquals": { "aws:PrincipalAccount": account },
        ArnLike: {
          "aws:SourceArn": [`arn:aws:s3:::acme`, `arn:aws:cloudwatch:eu-central-1:${account}:alarm:*`],
        },
      }),
      admitEvents,
    ),
    "conditions that only hold where they are told": topicPolicy(
      allow(cloudwatch, "sns:Publish"),
      allow(events, "sns:Publish", { ArnLikeIfExists: { "aws:SourceArn": `arn:aws:events:*:${account}:rule/*` } }),
    ),
    "a target with a role of its own": both(
      topicPolicy(allow(cloudwatch, "sns:Publish")),
      set("EventTarget notice", "roleArn", `arn:aws:iam::${account}:role/sender`),
    ),
    "a policy in the topic": both(
      drop("TopicPolicy alerts"),
      set("Topic alerts", "policy", policyText(allow(cloudwatch, "sns:Publish"), admitEvents)),
    ),
    "a topic of another stack": add(goodAlarm("other", { alarmActions: [`${topicArn}-elsewhere`] })),
    "a preview": both(
      set("MetricAlarm errors", "alarmActions", [from("Topic alerts")]),
      set("EventTarget notice", "arn", from("Topic alerts")),
    ),
  },
  unknown: {
    "whom an alarm tells": { change: set("MetricAlarm errors", "alarmActions", notKnown), at: "MetricAlarm errors" },
    "one of those whom it tells": {
      change: set("MetricAlarm errors", "okActions", [notKnown]),
      at: "MetricAlarm errors",
    },
    "the policy": { change: set("TopicPolicy alerts", "policy", notKnown), at: "Topic alerts" },
    "whose policy it is": { change: set("TopicPolicy alerts", "arn", notKnown), at: "Topic alerts" },
  },
});

const keyPolicy = (...statements: readonly object[]) => set("Key main", "policy", policyText(rootMay, ...statements));
const locked = (...statements: readonly object[]) => ({
  change: keyPolicy(...statements, allow(events, mayEncrypt)),
  at: "Key main",
  message: `refuses ${cloudwatch}, which sends to alerts for errors`,
});

testRule("alarms-delivery-key", {
  compliant: alarmStack(),
  violations: {
    "nothing for alarms": locked(),
    "only half of what it takes": locked(allow(cloudwatch, "kms:GenerateDataKey*")),
    "the other half": locked(allow(cloudwatch, "kms:Decrypt")),
    "a source that no alarm is": locked(allow(cloudwatch, mayEncrypt, sourceIs("events"))),
    "callers of the account, which CloudWatch is not": locked(
      allow(cloudwatch, mayEncrypt, { StringEquals: { "kms:CallerAccount": account } }),
    ),
    "a condition that EventBridge does not answer to": {
      change: keyPolicy(allow(cloudwatch, mayEncrypt), allow(events, mayEncrypt, sourceIs("events"))),
      at: "Key main",
      message: `refuses ${events}, which sends to alerts for notice`,
    },
    "the policy that KMS makes": {
      change: both(set("Key main", "policy", undefined), drop("EventTarget notice")),
      at: "Key main",
      message: `has no policy that admits ${cloudwatch}, which sends to alerts for errors`,
    },
    "a key by its alias": {
      change: both(
        keyPolicy(allow(events, mayEncrypt)),
        add(resource("aws:kms/alias:Alias", "main", { name: "alias/acme", targetKeyId: from("Key main", keyArn) })),
        set("Topic alerts", "kmsMasterKeyId", "alias/acme"),
      ),
      at: "Key main",
      message: `refuses ${cloudwatch}, which sends to alerts for errors`,
    },
    "AWS's own key": {
      change: both(set("Topic alerts", "kmsMasterKeyId", "alias/aws/sns"), drop("EventTarget notice")),
      at: "Topic alerts",
      message: `is encrypted with alias/aws/sns, which refuses ${cloudwatch}, which sends here for errors`,
    },
    "a policy apart from its key": {
      change: add(
        resource("aws:kms/keyPolicy:KeyPolicy", "main", {
          keyId: from("Key main", keyArn),
          policy: policyText(rootMay, allow(events, mayEncrypt)),
        }),
      ),
      at: "KeyPolicy main",
      message: `refuses ${cloudwatch}, which sends to alerts for errors`,
    },
  },
  harmless: {
    "no key": both(set("Topic alerts", "kmsMasterKeyId", undefined), set("Key main", "policy", undefined)),
    "a key of another stack": set("Topic alerts", "kmsMasterKeyId", "arn:aws:kms:eu-central-1:123456789012:key/2"),
    "a context that names the topic": keyPolicy(
      allow(cloudwatch, mayEncrypt, { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn } }),
      allow(events, mayEncrypt),
    ),
    "each action by name": keyPolicy(allow(cloudwatch, ["kms:Decrypt", "kms:GenerateDataKey"]), allow(events, "kms:*")),
    "a key that is still to be made": set("Topic alerts", "kmsMasterKeyId", from("Key main")),
    "a key of another stack, in a preview": both(
      add(resource("pulumi:pulumi:StackReference", "base")),
      set("Topic alerts", "kmsMasterKeyId", from("StackReference base")),
    ),
  },
  unknown: {
    "the key": { change: set("Topic alerts", "kmsMasterKeyId", notKnown), at: "Topic alerts" },
    "the key's policy": { change: set("Key main", "policy", notKnown), at: "Topic alerts" },
    "whom an alarm tells": { change: set("MetricAlarm errors", "alarmActions", [notKnown]), at: "MetricAlarm errors" },
  },
});

describe("queues", () => {
  const found = (id: string, change: ReturnType<typeof set>) => findingsOf(ruleCalled(id), change(queueStack()));

  test("that admit whoever sends to them are in order", () => {
    expect(found("alarms-delivery-policy", (same) => same)).toEqual([]);
    expect(found("alarms-delivery-key", (same) => same)).toEqual([]);
  });

  test("without a policy admit no service", () => {
    expect(found("alarms-delivery-policy", drop("QueuePolicy jobs"))).toEqual([
      "violation Queue jobs: has no policy that admits events.amazonaws.com, which sends here for nightly",
      "violation Queue jobs: has no policy that admits s3.amazonaws.com, which sends here for files",
      "violation Queue jobs: has no policy that admits sns.amazonaws.com, which sends here for relay",
    ]);
  });

  test("whose key admits some only refuse the others", () => {
    const change = set("Key main", "policy", policyText(allow("s3.amazonaws.com", mayEncrypt)));
    expect(found("alarms-delivery-key", change)).toEqual([
      "violation Key main: refuses events.amazonaws.com, which sends to jobs for nightly",
      "violation Key main: refuses sns.amazonaws.com, which sends to jobs for relay",
    ]);
  });

  test("that keep what an event rule fails at must admit it too", () => {
    const change = both(
      drop("QueuePolicy jobs"),
      drop("BucketNotification files"),
      drop("TopicSubscription relay"),
      set("EventTarget nightly", "arn", "arn:aws:lambda:eu-central-1:123456789012:function:f"),
      set("EventTarget nightly", "deadLetterConfig", { arn: queueArn }),
    );
    expect(found("alarms-delivery-policy", change)).toEqual([
      "violation Queue jobs: has no policy that admits events.amazonaws.com, which sends here for nightly",
    ]);
  });
});
