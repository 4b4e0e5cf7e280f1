import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../internal/account";
import { check, type Owner } from "../internal/argument-errors";
import { serviceTrust } from "../internal/policy-document";

/** Who hears of alarms and notices. */
export type Subscriber =
  /** By e-mail; SNS asks the address to confirm first. */
  | { readonly kind: "email"; readonly address: string }
  /** By POST to a web address, which must confirm to SNS first. */
  | { readonly kind: "https"; readonly url: string }
  /** Into an SQS queue of this account and region, whose policy lets SNS send. */
  | { readonly kind: "sqs"; readonly queueArn: pulumi.Input<string> }
  /** In a Slack channel, by the ids that Slack shows; AWS Chatbot must be admitted to the workspace first. */
  | { readonly kind: "slack"; readonly teamId: string; readonly channelId: string }
  /** In a Teams channel, likewise. */
  | { readonly kind: "teams"; readonly tenantId: string; readonly teamId: string; readonly channelId: string };

export type ChatSubscriber = Extract<Subscriber, { readonly kind: "slack" | "teams" }>;

export const isChat = (subscriber: Subscriber): subscriber is ChatSubscriber =>
  subscriber.kind === "slack" || subscriber.kind === "teams";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a subscriber can be reached as it is written, and what it must be. */
const reachable = (given: Subscriber): readonly [boolean, string] => {
  switch (given.kind) {
    case "email":
      return [/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given.address), "an address such as security@example.com"];
    case "https":
      return [/^https:\/\/[^\s/]+(\/\S*)?$/.test(given.url), "a web address that begins with https://"];
    case "sqs":
      return [
        typeof given.queueArn !== "string" || /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+$/.test(given.queueArn),
        "the ARN of a queue",
      ];
    case "slack":
      return [
        /^[0-9A-Z]+$/.test(given.teamId) && /^[0-9A-Za-z]+$/.test(given.channelId),
        "the workspace's and the channel's ids, such as T0123ABCD and C0123ABCD",
      ];
    case "teams":
      return [
        uuid.test(given.tenantId) && uuid.test(given.teamId) && given.channelId !== "",
        "the tenant's and the team's ids as UUIDs, and the channel's",
      ];
  }
};

/** Refuses subscribers that could not be reached, or that are named twice. */
export const checkSubscribers = (owner: Owner, subscribers: readonly Subscriber[]): void => {
  const known = new Set<string>();
  for (const [index, subscriber] of subscribers.entries()) {
    const where = `subscribers[${index}]`;
    const [holds, allowed] = reachable(subscriber);
    check(owner, holds, where, subscriber, allowed);
    if (subscriber.kind === "sqs" && typeof subscriber.queueArn !== "string") continue;
    const text = JSON.stringify(subscriber);
    check(owner, !known.has(text), where, subscriber, "each subscriber once");
    known.add(text);
  }
};

/**
 * A logical name that stays when other subscribers come and go, and that tells nobody an address or a secret in a URL. A
 * queue whose ARN is not known yet goes by its place.
 */
export const subscriberName = (name: string, subscriber: Subscriber, index: number): string => {
  const known = subscriber.kind !== "sqs" || typeof subscriber.queueArn === "string";
  const own = known ? createHash("sha256").update(JSON.stringify(subscriber)).digest("hex").slice(0, 8) : index;
  return `${name}-${subscriber.kind}-${own}`;
};

const protocolOf = (subscriber: Exclude<Subscriber, ChatSubscriber>) => {
  switch (subscriber.kind) {
    case "email":
      return { protocol: "email", endpoint: subscriber.address };
    case "https":
      return { protocol: "https", endpoint: subscriber.url };
    case "sqs":
      // The message alone, as it would stand in an e-mail.
      return { protocol: "sqs", endpoint: subscriber.queueArn, rawMessageDelivery: true };
  }
};

/** The subscriptions of all but chat channels, by logical name. */
export const subscribe = (
  name: string,
  subscribers: readonly Subscriber[],
  topic: aws.sns.Topic,
  options: pulumi.CustomResourceOptions,
): Record<string, aws.sns.TopicSubscription> =>
  Object.fromEntries(
    subscribers.flatMap((subscriber, index) => {
      if (isChat(subscriber)) return [];
      const own = subscriberName(name, subscriber, index);
      const args = { topic: topic.arn, ...protocolOf(subscriber) };
      return [[own, new aws.sns.TopicSubscription(own, args, options)] as const];
    }),
  );

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
