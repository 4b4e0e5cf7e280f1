import { notKnown } from "../../../policies/framework/values";
import { account, keyArn, queueArn, topicArn } from "../../support/alarm-fixtures";
import { policyText } from "../../support/bucket-fixtures";
import { add, both, drop, from, type RuleCases, resource, set, testRule } from "../../support/policies";

const denyPlainHttp = (actions: string | string[], Resource: string | string[], condition: object = {}): object => ({
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: actions,
  Resource,
  Condition: { Bool: { "aws:SecureTransport": "false" }, ...condition },
});

interface Cases {
  readonly compliant: RuleCases["compliant"];
  /** The policy of its own that a topic or queue has. */
  readonly at: string;
}

interface WhomArgs extends Cases {
  /** The topic or queue. */
  readonly inline: string;
  readonly Action: string;
}

interface TlsArgs extends Cases {
  /** The topic or queue. */
  readonly of: string;
  /** The property of the policy that says whose it is. */
  readonly whose: string;
  readonly arn: string;
  readonly action: string;
  /** An action that is not what counts. */
  readonly other: string;
}

const topic = resource("aws:sns/topic:Topic", "alerts", { arn: topicArn, kmsMasterKeyId: keyArn });
const topicStack = [
  topic,
  resource("aws:sns/topicPolicy:TopicPolicy", "alerts", {
    arn: from("Topic alerts", topicArn),
    policy: policyText(denyPlainHttp("sns:Publish", topicArn)),
  }),
  resource("aws:kms/key:Key", "main"),
];

const queue = resource("aws:sqs/queue:Queue", "jobs", { arn: queueArn, sqsManagedSseEnabled: true });
const queueStack = [
  queue,
  resource("aws:sqs/queuePolicy:QueuePolicy", "jobs", {
    queueUrl: from("Queue jobs"),
    policy: policyText(denyPlainHttp("sqs:*", queueArn)),
  }),
  resource("aws:kms/key:Key", "main"),
];

const without = (label: string, property: string, value: unknown, message: string) => ({
  change: set(label, property, value),
  at: label,
  message,
});

const bare = "is not encrypted with a key";
const ofAws = "is encrypted with AWS's key, not with one of its own";
testRule("sns-encryption", {
  compliant: topicStack,
  violations: {
    "no key": without("Topic alerts", "kmsMasterKeyId", undefined, bare),
    "an empty key": without("Topic alerts", "kmsMasterKeyId", "", bare),
    nothing: without("Topic alerts", "kmsMasterKeyId", null, bare),
    "AWS's key": without("Topic alerts", "kmsMasterKeyId", "alias/aws/sns", ofAws),
    "AWS's key, by its ARN": without(
      "Topic alerts",
      "kmsMasterKeyId",
      "arn:aws:kms:eu-central-1:123456789012:alias/aws/sns",
      ofAws,
    ),
  },
  harmless: {
    "an alias of one's own": set("Topic alerts", "kmsMasterKeyId", "alias/aws-alerts"),
    "a key that is still to be made": set("Topic alerts", "kmsMasterKeyId", from("Key main")),
  },
  unknown: { "the key": { change: set("Topic alerts", "kmsMasterKeyId", notKnown), at: "Topic alerts" } },
});

testRule("sqs-encryption", {
  compliant: queueStack,
  violations: {
    off: without("Queue jobs", "sqsManagedSseEnabled", false, "is not encrypted"),
    "off, as text": without("Queue jobs", "sqsManagedSseEnabled", "false", "is not encrypted"),
    "left out": without(
      "Queue jobs",
      "sqsManagedSseEnabled",
      undefined,
      "leaves its encryption to what SQS does by default",
    ),
    "an empty key": {
      change: both(set("Queue jobs", "sqsManagedSseEnabled", false), set("Queue jobs", "kmsMasterKeyId", "")),
      at: "Queue jobs",
      message: "is not encrypted",
    },
  },
  harmless: {
    "a key": both(set("Queue jobs", "sqsManagedSseEnabled", undefined), set("Queue jobs", "kmsMasterKeyId", keyArn)),
    // FSBP SQS.1 asks for encryption with any key (AWS Security Hub User Guide, "Amazon SQS controls").
    "AWS's key": both(
      set("Queue jobs", "sqsManagedSseEnabled", undefined),
      set("Queue jobs", "kmsMasterKeyId", "alias/aws/sqs"),
    ),
    "a key that is still to be made": both(
      set("Queue jobs", "sqsManagedSseEnabled", undefined),
      set("Queue jobs", "kmsMasterKeyId", from("Key main")),
    ),
  },
  unknown: {
    "the setting": { change: set("Queue jobs", "sqsManagedSseEnabled", notKnown), at: "Queue jobs" },
    "the key": {
      change: both(set("Queue jobs", "sqsManagedSseEnabled", undefined), set("Queue jobs", "kmsMasterKeyId", notKnown)),
      at: "Queue jobs",
    },
  },
});

const whom = ({ compliant, at, inline, Action }: WhomArgs): RuleCases => {
  const open = (fields: object, label = at) =>
    set(
      label,
      "policy",
      policyText({ Sid: "Open", Effect: "Allow", Principal: "*", Action, Resource: "*", ...fields }),
    );
  return {
    compliant,
    violations: {
      everyone: { change: open({}), at, message: "admits everyone in Open" },
      "everyone, in the resource itself": { change: open({}, inline), at: inline, message: "admits everyone in Open" },
      "whoever uses TLS": {
        change: open({ Principal: { AWS: "*" }, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
        at,
        message: "admits everyone in Open; its condition on aws:securetransport does not narrow that",
      },
      "everyone but one": {
        change: open({ Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${account}:user/eve` } }),
        at,
        message: "admits everyone in Open",
      },
      "no policy at all": {
        change: set(at, "policy", "open"),
        at,
        message: "has a policy that cannot be read: it is not JSON",
      },
    },
    harmless: {
      "one service": open({ Principal: { Service: "events.amazonaws.com" } }),
      "the owner": open({ Condition: { StringEquals: { "aws:SourceOwner": account } } }),
      "one source": open({ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-files" } } }),
    },
    unknown: { "the policy": { change: set(at, "policy", notKnown), at } },
  };
};

const snsAdmits = whom({
  compliant: topicStack,
  at: "TopicPolicy alerts",
  inline: "Topic alerts",
  Action: "sns:Publish",
});
testRule("sns-public-policy", snsAdmits);
const sqsAdmits = whom({ compliant: queueStack, at: "QueuePolicy jobs", inline: "Queue jobs", Action: "sqs:*" });
testRule("sqs-public-policy", sqsAdmits);

const tls = ({ compliant, of, at, whose, arn, action, other }: TlsArgs): RuleCases => {
  const policy = (...statements: readonly object[]) => set(at, "policy", policyText(...statements));
  const lacks = { at, message: "does not deny requests without TLS" };
  return {
    compliant,
    violations: {
      "no policy": { change: drop(at), at: of, message: "has no policy that denies requests without TLS" },
      "no denial": { change: policy(), ...lacks },
      "a denial of something else": {
        change: policy(denyPlainHttp(other, arn)),
        at,
        message: `denies some requests without TLS, but not all of ${action}`,
      },
      "a denial under a further condition": {
        change: policy(denyPlainHttp(action, arn, { StringEquals: { "aws:PrincipalAccount": account } })),
        ...lacks,
      },
      "a denial on another one": {
        change: policy(denyPlainHttp(action, `${arn}-2`)),
        at,
        message: `denies requests without TLS to something else than ${of.split(" ")[1]}`,
      },
    },
    harmless: {
      "a policy in the resource itself": both(drop(at), set(of, "policy", policyText(denyPlainHttp(action, "*")))),
    },
    unknown: {
      "the policy": { change: set(at, "policy", notKnown), at: of },
      "whose policy it is": { change: set(at, whose, notKnown), at: of },
    },
  };
};

const snsDenies = tls({
  compliant: topicStack,
  of: "Topic alerts",
  at: "TopicPolicy alerts",
  whose: "arn",
  arn: topicArn,
  action: "sns:Publish",
  other: "sns:Subscribe",
});
testRule("sns-tls-only", snsDenies);
const sqsDenies = tls({
  compliant: queueStack,
  of: "Queue jobs",
  at: "QueuePolicy jobs",
  whose: "queueUrl",
  arn: queueArn,
  action: "sqs:*",
  other: "sqs:ReceiveMessage",
});
testRule("sqs-tls-only", sqsDenies);

const redrive = JSON.stringify({ deadLetterTargetArn: `${queueArn}-failed`, maxReceiveCount: 5 });
const lost = (change: ReturnType<typeof set>) => ({ change, at: "Queue jobs", message: "has no dead-letter queue" });
const noPolicy = set("Queue jobs", "redrivePolicy", undefined);

testRule("sqs-dead-letters", {
  compliant: [
    resource("aws:sqs/queue:Queue", "failed", { arn: `${queueArn}-failed` }),
    resource("aws:sqs/queue:Queue", "jobs", { arn: queueArn, redrivePolicy: redrive }),
  ],
  violations: {
    "a queue that nothing sends its failures to": {
      change: set("Queue jobs", "redrivePolicy", JSON.stringify({ deadLetterTargetArn: `${queueArn}-elsewhere` })),
      at: "Queue failed",
      message: "has no dead-letter queue",
    },
    "no policy": lost(
      both(noPolicy, set("Queue failed", "redriveAllowPolicy", JSON.stringify({ redrivePermission: "allowAll" }))),
    ),
    "an empty policy": lost(
      both(
        set("Queue jobs", "redrivePolicy", ""),
        set("Queue failed", "redriveAllowPolicy", JSON.stringify({ redrivePermission: "allowAll" })),
      ),
    ),
    "another queue": {
      change: add(resource("aws:sqs/queue:Queue", "more", { arn: `${queueArn}-more` })),
      at: "Queue more",
      message: "has no dead-letter queue",
    },
  },
  harmless: {
    "a policy apart from its queue": both(
      noPolicy,
      add(
        resource("aws:sqs/redrivePolicy:RedrivePolicy", "jobs", {
          queueUrl: from("Queue jobs"),
          redrivePolicy: from("Queue failed"),
        }),
      ),
    ),
    "a preview": set("Queue jobs", "redrivePolicy", from("Queue failed")),
    "what a function fails at": add(
      resource("aws:sqs/queue:Queue", "calls", { arn: `${queueArn}-calls` }),
      resource("aws:lambda/function:Function", "f", { deadLetterConfig: { targetArn: `${queueArn}-calls` } }),
    ),
    "what an event rule fails at": add(
      resource("aws:sqs/queue:Queue", "events", { arn: `${queueArn}-events` }),
      resource("aws:cloudwatch/eventTarget:EventTarget", "t", { deadLetterConfig: { arn: from("Queue events") } }),
    ),
  },
  unknown: {
    "the policy": {
      change: both(set("Queue jobs", "redrivePolicy", notKnown), set("Queue failed", "redriveAllowPolicy", "{}")),
      at: "Queue jobs",
    },
    "whose policy it is": {
      change: both(
        noPolicy,
        set("Queue failed", "redriveAllowPolicy", "{}"),
        add(resource("aws:sqs/redrivePolicy:RedrivePolicy", "x", { queueUrl: notKnown, redrivePolicy: redrive })),
      ),
      at: "Queue jobs",
    },
  },
});
