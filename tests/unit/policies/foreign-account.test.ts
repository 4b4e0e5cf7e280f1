import { notKnown } from "../../../policies/framework/values";
import { policyText } from "../../support/bucket-fixtures";
import { add, both, type Change, drop, findingsOf, resource, ruleCalled, set, testRule } from "../../support/policies";

const own = "123456789012";
const other = "210987654321";
const allow = (Principal: unknown, more: object = {}) =>
  policyText({ Sid: "S", Effect: "Allow", Principal, Action: "*", Resource: "*", ...more });
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
const service = { Service: "s3.amazonaws.com" };

const queue = (principal: unknown, more?: object): Change => set("Queue work", "policy", allow(principal, more));
const more = (type: string, inputs: object): Change => add(resource(type, "more", { ...inputs }));
const named = (change: Change, at: string, path: string) => ({
  change,
  at,
  message: `lets in account ${other} by ${path} in S`,
});
const byCondition = (change: Change, at = "Queue work") => ({
  change,
  at,
  message: `lets in account ${other} by a condition in S`,
});
/** A policy that names another account, of a type. */
const inType = (type: string, path = "policy") =>
  named(more(type, { [path]: allow(root(other)) }), `${type.split(":").at(-1)} more`, path);
const trust = (principal: unknown, action: string, extra: object = {}) =>
  named(
    more("aws:iam/role:Role", {
      assumeRolePolicy: allow(principal, { Action: action, Resource: undefined, ...extra }),
    }),
    "Role more",
    "assumeRolePolicy",
  );
const permission = (inputs: object, property: string) => ({
  change: more("aws:lambda/permission:Permission", { function: "f", action: "lambda:InvokeFunction", ...inputs }),
  at: "Permission more",
  message: `lets in account ${other} by ${property}`,
});

testRule("iam-foreign-account", {
  compliant: [
    resource("aws:sqs/queue:Queue", "work", { arn: `arn:aws:sqs:eu-central-1:${own}:work`, policy: allow(root(own)) }),
    resource("aws:iam/role:Role", "worker", { assumeRolePolicy: allow({ Service: "lambda.amazonaws.com" }) }),
  ],
  violations: {
    "a queue": named(queue(root(other)), "Queue work", "policy"),
    "a bare id": named(queue({ AWS: other }), "Queue work", "policy"),
    "beside its own": named(queue({ AWS: [own, `arn:aws:iam::${other}:role/reader`] }), "Queue work", "policy"),
    "under another condition": named(
      queue(root(other), when("Bool", "aws:MultiFactorAuthPresent", "true")),
      "Queue work",
      "policy",
    ),
    "in a session": named(queue({ AWS: `arn:aws:sts::${other}:assumed-role/a/b` }), "Queue work", "policy"),
    "a topic": inType("aws:sns/topicPolicy:TopicPolicy"),
    "a bucket": { ...inType("aws:s3/bucketPolicy:BucketPolicy"), inline: false },
    "a secret": inType("aws:secretsmanager/secretPolicy:SecretPolicy"),
    "a table": inType("aws:dynamodb/resourcePolicy:ResourcePolicy"),
    "a log destination": inType("aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy", "accessPolicy"),
    "a log group": inType("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "policyDocument"),
    "an event bus": inType("aws:cloudwatch/eventBusPolicy:EventBusPolicy"),
    "a repository": inType("aws:ecr/repositoryPolicy:RepositoryPolicy"),
    "a function": inType("aws:lambda/resourcePolicy:ResourcePolicy"),
    "a role": trust(root(other), "sts:AssumeRole"),
    "a third party's role, by an external id": trust(
      { AWS: `arn:aws:iam::${other}:role/service` },
      "sts:AssumeRole",
      when("StringEquals", "sts:ExternalId", "3f9a"),
    ),
    "a SAML provider of another account": trust(
      { Federated: `arn:aws:iam::${other}:saml-provider/okta` },
      "sts:AssumeRoleWithSAML",
    ),
    "an OIDC provider of another account": trust(
      { Federated: `arn:aws:iam::${other}:oidc-provider/login.example.com` },
      "sts:AssumeRoleWithWebIdentity",
    ),
    "another account, by the caller": byCondition(
      queue("*", when("StringEquals", "aws:PrincipalAccount", [own, other])),
    ),
    "a role of another account, by the caller": byCondition(
      queue("*", when("ArnLike", "aws:PrincipalArn", `arn:aws:iam::${other}:role/*`)),
    ),
    "the reader of a bucket": {
      ...byCondition(
        more("aws:s3/bucketPolicy:BucketPolicy", {
          policy: allow("*", { Action: "s3:GetObject", ...when("StringEquals", "aws:PrincipalAccount", other) }),
        }),
        "BucketPolicy more",
      ),
      inline: false,
    },
    "a service for another account": byCondition(queue(service, when("StringEquals", "aws:SourceAccount", other))),
    "a service for another account's resource": byCondition(
      queue(service, when("ArnLike", "aws:SourceArn", `arn:aws:sns:*:${other}:*`)),
    ),
    "the same, where it is said": byCondition(
      queue(service, when("ArnLikeIfExists", "aws:SourceArn", `arn:aws:sns:*:${other}:*`)),
    ),
    "a key's service for another account": byCondition(
      more("aws:kms/key:Key", { policy: allow(service, when("StringEquals", "aws:SourceAccount", other)) }),
      "Key more",
    ),
    "a key whose only keeper is another account": named(
      more("aws:kms/key:Key", { policy: allow(root(other), { Action: "kms:*" }) }),
      "Key more",
      "policy",
    ),
    "a role's service for another account": byCondition(
      more("aws:iam/role:Role", {
        assumeRolePolicy: allow(service, {
          Action: "sts:AssumeRole",
          ...when("StringEquals", "aws:SourceAccount", other),
        }),
      }),
      "Role more",
    ),
    "a key's log groups of another account": byCondition(
      more("aws:kms/key:Key", {
        policy: allow(
          { Service: "logs.eu-central-1.amazonaws.com" },
          when("ArnLike", "kms:EncryptionContext:aws:logs:arn", `arn:aws:logs:eu-central-1:${other}:*`),
        ),
      }),
      "Key more",
    ),
    "a load balancer of another account": {
      ...byCondition(
        more("aws:s3/bucketPolicy:BucketPolicy", {
          policy: allow(
            { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            { Action: "s3:PutObject", Resource: `arn:aws:s3:::logs/AWSLogs/${other}/*` },
          ),
        }),
        "BucketPolicy more",
      ),
      inline: false,
    },
    "a user by an id that shows no account": {
      change: queue({ AWS: "AIDACKCEVSQ6C2EXAMPLE" }),
      at: "Queue work",
      message: "lets in AIDACKCEVSQ6C2EXAMPLE, whose account does not show, by policy in S",
    },
    "a permission to another account": permission({ principal: other }, "principal"),
    "a permission of a service for another account": permission(
      { principal: "s3.amazonaws.com", sourceAccount: other },
      "sourceAccount",
    ),
    "a permission of a service for another account's resource": permission(
      { principal: "sns.amazonaws.com", sourceArn: `arn:aws:sns:eu-central-1:${other}:work` },
      "sourceArn",
    ),
    "a bus": {
      change: more("aws:cloudwatch/eventPermission:EventPermission", { principal: other, statementId: "s" }),
      at: "EventPermission more",
      message: `lets in account ${other} by principal`,
    },
    "a layer": {
      change: more("aws:lambda/layerVersionPermission:LayerVersionPermission", { principal: other }),
      at: "LayerVersionPermission more",
      message: `lets in account ${other} by principal`,
    },
  },
  harmless: {
    "one that is agreed on": { change: queue(root(other)), parameters: { accounts: [other] } },
    "a denial": queue(root(other), { Effect: "Deny" }),
    "all but another account": queue(root(own), when("StringNotEquals", "aws:PrincipalAccount", other)),
    "a bucket as the source, whose ARN has no account": queue(
      service,
      when("ArnEquals", "aws:SourceArn", "arn:aws:s3:::files"),
    ),
    "a foreign organization, which iam-foreign-condition judges": queue(
      "*",
      when("StringEquals", "aws:PrincipalOrgID", "o-abcdefghij"),
    ),
    "a further account of a key, which kms-key-policy judges": more("aws:kms/key:Key", {
      policy: policyText(
        { Effect: "Allow", Principal: root(own), Action: "kms:*", Resource: "*" },
        { Effect: "Allow", Principal: root(other), Action: "kms:Decrypt", Resource: "*" },
      ),
    }),
    // The account of Elastic Load Balancing in eu-central-1, and of AWS's billing reports.
    "a load balancer's account in a bucket": more("aws:s3/bucketPolicy:BucketPolicy", {
      policy: allow({ AWS: ["arn:aws:iam::054676820928:root", "arn:aws:iam::386209384616:root"] }),
    }),
    // Amazon SQS Developer Guide, "Basic examples of Amazon SQS policies": the queue's own account is in its ARN.
    "the account of the queue, by its ARN": more("aws:sqs/queuePolicy:QueuePolicy", {
      policy: allow(root("444455556666"), { Resource: "arn:aws:sqs:us-east-2:444455556666:queue1" }),
    }),
    "the account of the queue, by its URL": more("aws:sqs/queuePolicy:QueuePolicy", {
      queueUrl: "https://sqs.us-east-2.amazonaws.com/444455556666/queue1",
      policy: allow(root("444455556666")),
    }),
    "the origin access identity of CloudFront": more("aws:s3/bucketPolicy:BucketPolicy", {
      policy: allow({ AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1" }),
    }),
  },
  unknown: {
    "the policy": { change: set("Queue work", "policy", notKnown), at: "Queue work" },
    "which account is its own": {
      change: both(set("Queue work", "arn", notKnown), queue(root(other))),
      at: "Queue work",
    },
  },
});

test.each([
  [own, other],
  [other, own],
])("of several accounts among the resources, %s first, none is shown to be its own", (...accounts) => {
  const policy = allow(root(other), { Resource: accounts.map((id) => `arn:aws:sqs:eu-central-1:${id}:work`) });
  const work = resource("aws:sqs/queue:Queue", "work", { arn: `arn:aws:sqs:eu-central-1:${own}:work`, policy });
  expect(findingsOf(ruleCalled("iam-foreign-account"), [work])).toEqual([
    `violation Queue work: lets in account ${other} by policy in S`,
  ]);
});

test("nothing is undecided where no account is named", () => {
  const role = resource("aws:iam/role:Role", "a", { assumeRolePolicy: allow({ Service: "lambda.amazonaws.com" }) });
  expect(findingsOf(ruleCalled("iam-foreign-account"), drop("Role b")([role, { ...role, name: "b" }]))).toEqual([]);
});

test("an ARN that the program gives shows no own account", () => {
  const index = [
    resource("aws:sns/topicPolicy:TopicPolicy", "theirs", {
      arn: `arn:aws:sns:eu-central-1:${other}:t`,
      policy: policyText(),
    }),
    resource("aws:kinesis/stream:Stream", "theirs", { arn: `arn:aws:kinesis:eu-central-1:${other}:stream/s` }),
    resource("aws:sqs/queue:Queue", "work", {
      arn: `arn:aws:sqs:eu-central-1:${own}:work`,
      policy: allow(root(other)),
    }),
  ];
  expect(findingsOf(ruleCalled("iam-foreign-account"), index)).toEqual([
    `violation Queue work: lets in account ${other} by policy in S`,
  ]);
});
