import { policyProperties } from "../../../policies/data/policy-properties";
import { sourceGivers } from "../../../policies/iam/service-source";
import { policyText } from "../../support/bucket-fixtures";
import { findingsOf, resource, ruleCalled } from "../../support/policies";

const account = "123456789012";
const logs = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";
const lambda = "aws:lambda/resourcePolicy:ResourcePolicy";
const allow = (Service: string, Action: unknown, more: object = {}) => ({
  Sid: "S",
  Effect: "Allow",
  Principal: { Service },
  Action,
  Resource: "*",
  ...more,
});
const said = (type: string, statement: object) =>
  findingsOf(ruleCalled("iam-service-source"), [
    resource(type, "more", { [policyProperties[type]?.[0] ?? "policy"]: policyText(statement) }),
  ]);
const found = (type: string, service: string) => [
  `violation ${type.split(":").at(-1)} more: admits ${service} for anyone in S`,
];
const invoke = "lambda:InvokeFunction";
const source = (key: string, value: string, operator = "StringEquals") => ({
  Condition: { [operator]: { [key]: value } },
});

describe("policies other than those of buckets, queues, topics and keys say for whom a service works", () => {
  test.each([
    [logs, "route53.amazonaws.com", "logs:PutLogEvents", {}],
    [logs, "delivery.logs.amazonaws.com", ["logs:CreateLogStream", "logs:PutLogEvents"], {}],
    [logs, "es.amazonaws.com", "logs:*", {}],
    [logs, "events.amazonaws.com", "logs:Put*", {}],
    [
      logs,
      "route53.amazonaws.com",
      "logs:PutLogEvents",
      source("aws:SourceArn", "arn:aws:route53:::hostedzone/*", "ArnLike"),
    ],
    [lambda, "s3.amazonaws.com", invoke, {}],
    [lambda, "sns.amazonaws.com", invoke, source("aws:SourceAccount", "*", "StringLike")],
    [lambda, "alexa-appkit.amazon.com", invoke, source("lambda:EventSourceToken", "*", "StringLike")],
    ["aws:secretsmanager/secretPolicy:SecretPolicy", "appflow.amazonaws.com", "secretsmanager:GetSecretValue", {}],
    ["aws:ecr/repositoryPolicy:RepositoryPolicy", "codebuild.amazonaws.com", "ecr:BatchGetImage", {}],
    ["aws:ses/identityPolicy:IdentityPolicy", "email.cognito-idp.amazonaws.com", "ses:SendEmail", {}],
    ["aws:xray/resourcePolicy:ResourcePolicy", "sns.amazonaws.com", "xray:PutTraceSegments", {}],
    [
      "aws:redshift/resourcePolicy:ResourcePolicy",
      "redshift.amazonaws.com",
      "redshift:AuthorizeInboundIntegration",
      {},
    ],
    ["aws:s3control/accessPointPolicy:AccessPointPolicy", "cloudfront.amazonaws.com", "s3:GetObject", {}],
  ])("%s, %s %p", (type, service, action, more) => {
    expect(said(type, allow(service, action, more))).toEqual(found(type, service));
  });

  test.each([
    // Amazon EventBridge User Guide, "CloudWatch Logs permissions": the statement for streams has no source.
    [logs, "events.amazonaws.com", "logs:CreateLogStream", {}],
    // Not documented to say for whom.
    [logs, "new.amazonaws.com", "logs:PutLogEvents", {}],
    // CloudWatch Logs API Reference, "PutResourcePolicy".
    [logs, "route53.amazonaws.com", "logs:PutLogEvents", source("aws:SourceAccount", account)],
    [lambda, "s3.amazonaws.com", invoke, source("aws:SourceAccount", account)],
    [lambda, "alexa-appkit.amazon.com", invoke, source("lambda:EventSourceToken", "amzn1.ask.skill.1")],
    // AWS Lambda Developer Guide, "Function in the same account": Lambda reads the image, and writes no source.
    ["aws:ecr/repositoryPolicy:RepositoryPolicy", "lambda.amazonaws.com", "ecr:BatchGetImage", {}],
  ])("%s, %s %p is fine", (type, service, action, more) => {
    expect(said(type, allow(service, action, more))).toEqual([]);
  });

  test("each type is one of @pulumi/aws that holds a policy", () => {
    expect(Object.keys(sourceGivers).filter((type) => policyProperties[type] === undefined)).toEqual([]);
  });
});

const balancers = "logdelivery.elasticloadbalancing.amazonaws.com";
const at = (Resource: unknown) =>
  said("aws:s3/bucketPolicy:BucketPolicy", allow(balancers, "s3:PutObject", { Resource }));
describe("a load balancer's key says for whom it writes", () => {
  test.each([
    `arn:aws:s3:::acme/*/AWSLogs/${account}/*`,
    `arn:aws:s3:::*/AWSLogs/${account}/*`,
    `*/AWSLogs/${account}/*`,
    `arn:aws:s3:::acme/AWSLogs/*/AWSLogs/${account}/*`,
    "arn:aws:s3:::acme/AWSLogs/12345678901?/*",
    `arn:aws:s3:::acme/\${aws:username}/AWSLogs/${account}/*`,
  ])("%s may be anybody's", (resourceArn) => {
    expect(at(resourceArn)).toEqual(found("aws:s3/bucketPolicy:BucketPolicy", balancers));
  });
  test.each([`arn:aws:s3:::acme/AWSLogs/${account}/*`, `arn:aws:s3:::acme/prod/lb/AWSLogs/${account}/*`])(
    "%s is one account's",
    (resourceArn) => {
      expect(at(resourceArn)).toEqual([]);
    },
  );
});
