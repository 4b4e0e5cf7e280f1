import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn } from "../internal/account";
import { denyPlainHttp, policyDocument, type Statement } from "../internal/policy-document";

/**
 * Who may publish: alarms of this account and region, and the function that writes notices; nobody else, and nobody
 * without TLS (Amazon SNS Developer Guide, "Example cases for access control").
 */
const statements = (
  topicArn: pulumi.Input<string>,
  { account, region, notifier }: Pick<AlertTopicArgs, "account" | "region" | "notifier">,
): Statement[] => {
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
      // The notifier's own role lets it publish; here it is only left out of the denial.
      Sid: "DenyOthers",
      Effect: "Deny",
      Principal: "*",
      ...publish,
      Condition: {
        Bool: { "aws:PrincipalIsAWSService": "false" },
        ...(notifier === undefined
          ? {}
          : { ArnNotEquals: { "aws:PrincipalArn": iamArn(account, `role/${notifier}`) } }),
      },
    },
    denyPlainHttp("sns:Publish", topicArn),
  ];
};

export interface AlertTopicArgs {
  /** The physical name. */
  readonly topicName: string;
  /** A key with the grants `alarms` and `sns`. */
  readonly keyArn: pulumi.Input<string>;
  readonly account: Account;
  readonly region: string;
  /** The name of the role that publishes notices. Default: none; there are only alarms. */
  readonly notifier?: string | undefined;
}

/** An encrypted topic that only CloudWatch and the notifier publish to. */
export const alertTopic = (name: string, args: AlertTopicArgs, options: pulumi.CustomResourceOptions) => {
  const topic = new aws.sns.Topic(name, { name: args.topicName, kmsMasterKeyId: args.keyArn }, options);
  const policy = new aws.sns.TopicPolicy(
    name,
    { arn: topic.arn, policy: policyDocument("topic", name, statements(topic.arn, args)) },
    options,
  );
  return { topic, policy };
};
