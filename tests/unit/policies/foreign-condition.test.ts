import { notKnown } from "../../../policies/framework/values";
import { policyText } from "../../support/bucket-fixtures";
import { add, type Change, resource, set, testRule } from "../../support/policies";

const own = "123456789012";
const allow = (Condition: object, Principal: unknown = "*", more: object = {}) =>
  policyText({ Sid: "S", Effect: "Allow", Principal, Action: "*", Resource: "*", Condition, ...more });
const service = { Service: "s3.amazonaws.com" };
const queue = (...given: Parameters<typeof allow>): Change => set("Queue work", "policy", allow(...given));
const key = (...given: Parameters<typeof allow>): Change => set("Key key", "policy", allow(...given));
const found = (change: Change, at = "Queue work") => ({
  change,
  at,
  message: "lets in organization o-abcdefghij by a condition in S",
});
const theirs = { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } };

testRule("iam-foreign-condition", {
  compliant: [
    resource("aws:sqs/queue:Queue", "work", { policy: policyText() }),
    resource("aws:sns/topicPolicy:TopicPolicy", "alarms", {
      policy: allow({ StringEquals: { "aws:PrincipalAccount": own } }),
    }),
    resource("aws:kms/key:Key", "key", { policy: policyText() }),
    resource("aws:s3/bucketPolicy:BucketPolicy", "files", { bucket: "files", policy: policyText() }),
  ],
  violations: {
    "a foreign organization": found(queue(theirs)),
    "a path of one": found(queue({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-abcdefghij/r-1/*" } })),
    "of a topic": found(set("TopicPolicy alarms", "policy", allow(theirs)), "TopicPolicy alarms"),
    "of a bucket": {
      ...found(set("BucketPolicy files", "policy", allow(theirs)), "BucketPolicy files"),
      inline: false,
    },
    "of a secret": found(
      add(resource("aws:secretsmanager/secretPolicy:SecretPolicy", "more", { policy: allow(theirs) })),
      "SecretPolicy more",
    ),
    "of a role": found(add(resource("aws:iam/role:Role", "more", { assumeRolePolicy: allow(theirs) })), "Role more"),
    ...Object.fromEntries(
      [
        ["lambda/permission:Permission", "principalOrgId"],
        ["lambda/layerVersionPermission:LayerVersionPermission", "organizationId"],
      ].map(([type = "", property = ""]) => [
        `by ${property}`,
        {
          change: add(resource(`aws:${type}`, "more", { principal: "*", [property]: "o-abcdefghij" })),
          at: `${type.split(":")[1]} more`,
          message: `lets in organization o-abcdefghij by ${property}`,
        },
      ]),
    ),
    "a service for a foreign organization": found(
      queue({ StringEquals: { "aws:SourceOrgID": "o-abcdefghij" } }, service),
    ),
    "the same, where it is said": found(
      queue({ StringEqualsIfExists: { "aws:SourceOrgID": "o-abcdefghij" } }, service),
    ),
  },
  harmless: {
    "one's own organization, by name": { change: queue(theirs), parameters: { own: ["o-abcdefghij"] } },
    "another account, which iam-foreign-account judges": queue({
      StringEquals: { "aws:PrincipalAccount": "210987654321" },
    }),
    "a denial": queue(theirs, "*", { Effect: "Deny" }),
    "all but another organization": queue({ StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }, { AWS: own }),
    "a key's caller, who is kms-key-policy's": key(theirs),
  },
  unknown: { "the policy": { change: set("Queue work", "policy", notKnown), at: "Queue work" } },
});
