import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../internal/account";
import { serviceTrust } from "../internal/policy-document";
import { type ChatSubscriber, subscriberName } from "./subscribers";

export interface ChatArgs {
  readonly subscribers: readonly ChatSubscriber[];
  /** What the configurations' and the role's physical names begin with. */
  readonly physicalName: string;
  readonly topicArn: pulumi.Input<string>;
  readonly account: Account;
}

/**
 * Tells chat channels through AWS Chatbot (now Amazon Q Developer in chat applications). The channels only listen: their
 * role may do nothing, and the guardrail denies everything, so that nobody runs commands in the account from a chat.
 */
export const chatChannels = (name: string, args: ChatArgs, options: pulumi.CustomResourceOptions) => {
  const { account, physicalName, topicArn } = args;
  const role = new aws.iam.Role(
    `${name}-chat`,
    {
      name: physicalName,
      description: "Worn by the chat channels that hear of alarms; may do nothing",
      assumeRolePolicy: serviceTrust(`${name}-chat`, "chatbot.amazonaws.com", account.id),
    },
    options,
  );
  const common = {
    iamRoleArn: role.arn,
    guardrailPolicyArns: [pulumi.interpolate`arn:${account.partition}:iam::aws:policy/AWSDenyAll`],
    snsTopicArns: [topicArn],
    userAuthorizationRequired: true,
    loggingLevel: "ERROR",
  };
  const channels = args.subscribers.map((subscriber, index) => {
    const own = subscriberName(name, subscriber, index);
    const configurationName = own.replace(name, physicalName);
    return subscriber.kind === "slack"
      ? new aws.chatbot.SlackChannelConfiguration(
          own,
          { ...common, configurationName, slackTeamId: subscriber.teamId, slackChannelId: subscriber.channelId },
          options,
        )
      : new aws.chatbot.TeamsChannelConfiguration(
          own,
          {
            ...common,
            configurationName,
            tenantId: subscriber.tenantId,
            teamId: subscriber.teamId,
            channelId: subscriber.channelId,
          },
          options,
        );
  });
  return { role, channels };
};
