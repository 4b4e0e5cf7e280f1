import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { policyDocument, type Statement } from "../policy-document";

/**
 * Who may publish: alarms of this account and region, and rules of it; no person, and nobody without TLS (Amazon SNS
 * Developer Guide, "Example cases for access control").
 */
const statements = (topicArn: pulumi.Input<string>, account: Account, region: string): Statement[] => {
  const arn = (service: string, resource: string) =>
    pulumi.interpolate`arn:${account.partition}:${service}:${region}:${account.id}:${resource}`;
  const publish = { Action: "sns:Publish", Resource: topicArn } as const;
  return [
    {
      Sid: "PublishAlarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      ...publish,
      Condition: {
        StringEquals: { "aws:SourceAccount": account.id },
        ArnLike: { "aws:SourceArn": arn("cloudwatch", "alarm:*") },
      },
    },
    {
      Sid: "PublishNotices",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      ...publish,
      // EventBridge does not promise to say for which rule it publishes; where it says so, it must be one of these.
      Condition: {
        StringEqualsIfExists: { "aws:SourceAccount": account.id },
        ArnLikeIfExists: { "aws:SourceArn": arn("events", "rule/*") },
      },
    },
    {
      Sid: "DenyPeople",
      Effect: "Deny",
      Principal: "*",
      ...publish,
      Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
    },
    {
      Sid: "DenyInsecureTransport",
      Effect: "Deny",
      Principal: "*",
      ...publish,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
};

export interface AlertTopicArgs {
  /** The physical name. */
  readonly topicName: string;
  /** A key with the grants `alarms` and `events`. */
  readonly keyArn: pulumi.Input<string>;
  readonly account: Account;
  readonly region: string;
}

/** An encrypted topic that only CloudWatch and EventBridge publish to. */
export const alertTopic = (name: string, args: AlertTopicArgs, options: pulumi.CustomResourceOptions) => {
  const topic = new aws.sns.Topic(name, { name: args.topicName, kmsMasterKeyId: args.keyArn }, options);
  const policy = new aws.sns.TopicPolicy(
    name,
    { arn: topic.arn, policy: policyDocument("topic", name, statements(topic.arn, args.account, args.region)) },
    options,
  );
  return { topic, policy };
};
