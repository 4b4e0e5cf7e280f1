import { notKnown } from "../../../policies/framework/values";
import { policyText } from "../../support/bucket-fixtures";
import { both, type Change, resource, set, testRule } from "../../support/policies";

const own = "123456789012";
const other = "210987654321";
const arn = (account: string) => `arn:aws:sqs:eu-central-1:${account}:work`;
const allow = (Condition: object, Principal: unknown = "*", more: object = {}) =>
  policyText({ Sid: "S", Effect: "Allow", Principal, Action: "*", Resource: "*", Condition, ...more });
const service = { Service: "s3.amazonaws.com" };
const queue = (...given: Parameters<typeof allow>): Change => set("Queue work", "policy", allow(...given));
const key = (...given: Parameters<typeof allow>): Change => set("Key key", "policy", allow(...given));
const found = (change: Change, who: string, at = "Queue work") => ({
  change,
  at,
  message: `lets in ${who} by a condition in S`,
});

testRule("iam-foreign-condition", {
  compliant: [
    resource("aws:sqs/queue:Queue", "work", { arn: arn(own), policy: policyText() }),
    resource("aws:sns/topicPolicy:TopicPolicy", "alarms", {
      policy: allow({ StringEquals: { "aws:PrincipalAccount": own } }),
    }),
    resource("aws:kms/key:Key", "key", { policy: policyText() }),
    resource("aws:s3/bucketPolicy:BucketPolicy", "files", { bucket: "files", policy: policyText() }),
  ],
  violations: {
    "a foreign organization": found(
      queue({ StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }),
      "organization o-abcdefghij",
    ),
    "a path of one": found(
      queue({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-abcdefghij/r-1/*" } }),
      "organization o-abcdefghij",
    ),
    "of a topic": found(
      set("TopicPolicy alarms", "policy", allow({ StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } })),
      "organization o-abcdefghij",
      "TopicPolicy alarms",
    ),
    "of a bucket": {
      ...found(
        set("BucketPolicy files", "policy", allow({ StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } })),
        "organization o-abcdefghij",
        "BucketPolicy files",
      ),
      inline: false,
    },
    "another account": found(queue({ StringEquals: { "aws:principalaccount": [own, other] } }), `account ${other}`),
    "a role of another account": found(
      queue({ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${other}:role/*` } }),
      `account ${other}`,
    ),
    "a service for another account": found(
      queue({ StringEquals: { "aws:SourceAccount": other } }, service),
      `account ${other}`,
    ),
    "a source of another account, where it is said": found(
      queue({ ArnLikeIfExists: { "aws:SourceArn": `arn:aws:sns:*:${other}:*` } }, service),
      `account ${other}`,
    ),
    "a key's service for another account": found(
      key({ StringEquals: { "aws:SourceAccount": other } }, service),
      `account ${other}`,
      "Key key",
    ),
    "a service for a foreign organization": found(
      queue({ StringEquals: { "aws:SourceOrgID": "o-abcdefghij" } }, service),
      "organization o-abcdefghij",
    ),
  },
  harmless: {
    "one's own organization, by name": {
      change: queue({ StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }),
      parameters: { own: ["o-abcdefghij"] },
    },
    "a further account of the team": {
      change: queue({ StringEquals: { "aws:SourceAccount": other } }, service),
      parameters: { own: [other] },
    },
    "a bucket, whose ARN has no account": queue({ ArnEquals: { "aws:SourceArn": "arn:aws:s3:::files" } }, service),
    "an account, where the stack does not show its own": both(
      set("Queue work", "arn", notKnown),
      queue({ StringEquals: { "aws:SourceAccount": other } }, service),
    ),
    "a denial": queue({ StringEquals: { "aws:PrincipalAccount": other } }, "*", { Effect: "Deny" }),
    "all but another account": queue({ StringNotEquals: { "aws:PrincipalAccount": other } }, { AWS: own }),
    "a key's caller, who is kms-key-policy's": key({ StringEquals: { "kms:CallerAccount": other } }),
  },
  unknown: { "the policy": { change: set("Queue work", "policy", notKnown), at: "Queue work" } },
});
