import { loadBalancerAccounts } from "../../../policies/data/load-balancer-accounts";
import { notKnown } from "../../../policies/framework/values";
import { policyText, side } from "../../support/bucket-fixtures";
import { add, type Case, type Change, resource, set, testRule } from "../../support/policies";

const account = "123456789012";
const allow = (Service: string | readonly string[], Condition?: object, more: object = {}): object => ({
  Sid: "Service",
  Effect: "Allow",
  Principal: { Service },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::acme-dev-eu-central-1-main/*",
  ...(Condition === undefined ? {} : { Condition }),
  ...more,
});
const equals = (key: string, value: unknown) => ({ StringEquals: { [key]: value } });
const like = (key: string, value: unknown) => ({ ArnLike: { [key]: value } });

const inBucket = (statement: object): Change => set("BucketPolicy main", "policy", policyText(statement));
const found = (change: Change, service: string, at = "BucketPolicy main"): Case => ({
  change,
  at,
  message: `admits ${service} for anyone in Service`,
});
const inType = (type: string, statement: object): Change =>
  add(resource(type, "other", { policy: policyText(statement) }));

const logs = "logging.s3.amazonaws.com";

testRule("iam-service-source", {
  compliant: [
    resource("aws:s3/bucket:Bucket", "main", { bucket: "acme-dev-eu-central-1-main" }),
    side("BucketPolicy", "main", { policy: policyText(allow(logs, equals("aws:SourceAccount", account))) }),
  ],
  violations: {
    "no condition": found(inBucket(allow(logs)), logs),
    "CloudFront of anyone": found(
      inBucket(allow("cloudfront.amazonaws.com", undefined, { Action: "s3:GetObject" })),
      "cloudfront.amazonaws.com",
    ),
    "CloudFront, distributions of any account": found(
      inBucket(allow("cloudfront.amazonaws.com", like("aws:SourceArn", "arn:aws:cloudfront::*:distribution/*"))),
      "cloudfront.amazonaws.com",
    ),
    "any account": found(inBucket(allow(logs, { StringLike: { "aws:SourceAccount": "*" } })), logs),
    "an empty list of accounts": found(inBucket(allow(logs, equals("aws:SourceAccount", []))), logs),
    "an empty account": found(inBucket(allow(logs, equals("aws:SourceAccount", ""))), logs),
    "one account, or all": found(
      inBucket(allow(logs, like("aws:SourceArn", [`arn:aws:s3:::acme`, "arn:aws:s3:::*"]))),
      logs,
    ),
    "where it says so only": found(
      inBucket(allow(logs, { StringEqualsIfExists: { "aws:SourceAccount": account } })),
      logs,
    ),
    "not one account": found(inBucket(allow(logs, { StringNotEquals: { "aws:SourceAccount": account } })), logs),
    "TLS only": found(inBucket(allow(logs, { Bool: { "aws:SecureTransport": "true" } })), logs),
    "that it is a service": found(inBucket(allow(logs, { Bool: { "aws:PrincipalIsAWSService": "true" } })), logs),
    "an organisation of the caller, which a service has not": found(
      inBucket(allow(logs, equals("aws:PrincipalOrgID", "o-abcdefghij"))),
      logs,
    ),
    "an ACL": found(inBucket(allow(logs, equals("s3:x-amz-acl", "bucket-owner-full-control"))), logs),
    "a service of a region": found(
      inBucket(allow("logs.eu-central-1.amazonaws.com")),
      "logs.eu-central-1.amazonaws.com",
    ),
    "EventBridge to a queue, which says for which rule": found(
      inType("aws:sqs/queue:Queue", allow("events.amazonaws.com", undefined, { Action: "sqs:SendMessage" })),
      "events.amazonaws.com",
      "Queue other",
    ),
    "a queue's policy of its own": found(
      inType("aws:sqs/queuePolicy:QueuePolicy", allow("s3.amazonaws.com", undefined, { Action: "sqs:SendMessage" })),
      "s3.amazonaws.com",
      "QueuePolicy other",
    ),
    "a topic": found(
      inType("aws:sns/topic:Topic", allow("cloudwatch.amazonaws.com", undefined, { Action: "sns:Publish" })),
      "cloudwatch.amazonaws.com",
      "Topic other",
    ),
    "a topic's policy of its own": found(
      inType("aws:sns/topicPolicy:TopicPolicy", allow("budgets.amazonaws.com", undefined, { Action: "sns:Publish" })),
      "budgets.amazonaws.com",
      "TopicPolicy other",
    ),
    "a key": found(
      inType("aws:kms/key:Key", allow("cloudtrail.amazonaws.com", undefined, { Action: "kms:GenerateDataKey*" })),
      "cloudtrail.amazonaws.com",
      "Key other",
    ),
    "a key's policy of its own": found(
      inType("aws:kms/keyPolicy:KeyPolicy", allow("sns.amazonaws.com", undefined, { Action: "kms:Decrypt" })),
      "sns.amazonaws.com",
      "KeyPolicy other",
    ),
    "a key, log groups of any account": found(
      inType(
        "aws:kms/key:Key",
        allow("logs.eu-central-1.amazonaws.com", like("kms:EncryptionContext:aws:logs:arn", "arn:aws:logs:*:*:*")),
      ),
      "logs.eu-central-1.amazonaws.com",
      "Key other",
    ),
    "a load balancer's logs, wherever": found(
      inBucket(allow("logdelivery.elasticloadbalancing.amazonaws.com")),
      "logdelivery.elasticloadbalancing.amazonaws.com",
    ),
    "a load balancer's logs of any account": found(
      inBucket(
        allow("logdelivery.elasticloadbalancing.amazonaws.com", undefined, { Resource: "arn:aws:s3:::acme/AWSLogs/*" }),
      ),
      "logdelivery.elasticloadbalancing.amazonaws.com",
    ),
  },
  harmless: {
    "one distribution": inBucket(
      allow("cloudfront.amazonaws.com", equals("aws:SourceArn", `arn:aws:cloudfront::${account}:distribution/E1`)),
    ),
    "an organisation of the source": inBucket(allow(logs, equals("aws:SourceOrgID", "o-abcdefghij"))),
    "one bucket": inBucket(allow(logs, like("aws:SourceArn", "arn:aws:s3:::acme-dev-eu-central-1-main"))),
    "a denial": inBucket(allow(logs, undefined, { Effect: "Deny" })),
    "no service": inBucket(allow(logs, undefined, { Principal: { AWS: `arn:aws:iam::${account}:root` } })),
    "EventBridge to a topic, which says nothing": inType(
      "aws:sns/topic:Topic",
      allow("events.amazonaws.com", undefined, { Action: "sns:Publish" }),
    ),
    "EventBridge to a topic's key, where it says so": inType(
      "aws:kms/key:Key",
      allow("events.amazonaws.com", { StringEqualsIfExists: { "aws:SourceAccount": account } }),
    ),
    "log groups of one account": inType(
      "aws:kms/key:Key",
      allow(
        "logs.eu-central-1.amazonaws.com",
        like("kms:EncryptionContext:aws:logs:arn", `arn:aws:logs:eu-central-1:${account}:*`),
      ),
    ),
    "a load balancer's logs of one account": inBucket(
      allow("logdelivery.elasticloadbalancing.amazonaws.com", undefined, {
        Resource: `arn:aws:s3:::acme/AWSLogs/${account}/*`,
      }),
    ),
    "a service that the team knows to be silent": {
      change: inBucket(allow("new.amazonaws.com")),
      parameters: { silent: ["new.amazonaws.com"] },
    },
  },
  unknown: { "the policy": { change: set("BucketPolicy main", "policy", notKnown), at: "BucketPolicy main" } },
});

test("the accounts of Elastic Load Balancing are as AWS's guide has them", () => {
  expect(Object.keys(loadBalancerAccounts)).toHaveLength(31);
  expect(loadBalancerAccounts["eu-central-1"]).toBe("054676820928");
  // The isolated regions, which the guide has on a page of their own.
  expect(loadBalancerAccounts["us-iso-east-1"]).toBe("770363063475");
  expect(new Set(Object.values(loadBalancerAccounts)).size).toBe(31);
  for (const account of Object.values(loadBalancerAccounts)) expect(account).toMatch(/^\d{12}$/);
});
