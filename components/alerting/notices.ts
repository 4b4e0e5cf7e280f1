import * as pulumi from "@pulumi/pulumi";
import { environmentNames } from "../../functions/notices/config";
import type { QueueAnswer, QueueEvent } from "../../functions/records/messages";
import type { Account } from "../internal/account";
import { defaults } from "../internal/defaults";
import type { Naming } from "../internal/naming";
import type { Statement } from "../internal/policy-document";
import { queueWorker } from "../internal/queue-worker";

/** Which calls on the bucket are told of: all, those that write, or none. */
export type Notices = "all" | "writes" | "none";

/** An upload in parts is told of once, when it is complete. What was refused is told of, except the single parts. */
const partCalls = ["UploadPart", "UploadPartCopy"];

/**
 * The events that are told of: S3's calls on one bucket, as CloudTrail hands them to EventBridge. What was refused to
 * callers from outside the account, or without a signature, is not: the alarm `strangers-refused` counts it, so that a
 * stranger cannot send a message by each request.
 */
export const eventPattern = (bucket: string, notices: "all" | "writes", accountId: string): string =>
  JSON.stringify({
    source: ["aws.s3"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: ["s3.amazonaws.com"],
      requestParameters: { bucketName: [bucket] },
      ...(notices === "writes" ? { readOnly: [false] } : {}),
      $or: [
        {
          errorCode: [{ exists: false }],
          eventName: [{ "anything-but": [...partCalls, "CreateMultipartUpload"] }],
        },
        ...[[accountId], [{ exists: false }]].map((known) => ({
          errorCode: [{ exists: true }],
          eventName: [{ "anything-but": partCalls }],
          userIdentity: { accountId: known },
        })),
      ],
    },
  });

export interface NoticeArgs {
  readonly naming: Naming;
  readonly account: Account;
  /** Encrypts the queues, the log and the variables: a key with the grants `events`, `sqs`, `sns`, `logs` and `lambda`. */
  readonly keyArn: pulumi.Input<string>;
  readonly bucket: pulumi.Input<string>;
  readonly notices: "all" | "writes";
  /** The physical name of the function, its role, its queue and its rule. */
  readonly physicalName: string;
  /** The ARN of the topic whose subscribers read plain text. */
  readonly textTopic: pulumi.Input<string>;
  /** The ARN of the topic of chat channels. */
  readonly chatTopic?: pulumi.Input<string> | undefined;
}

/** Lets the notifier publish to encrypted topics, and use their key in no other way. */
const publishStatements = (topics: readonly pulumi.Input<string>[], { keyArn, naming }: NoticeArgs): Statement[] => [
  { Sid: "Publish", Effect: "Allow", Action: "sns:Publish", Resource: [...topics] },
  {
    Sid: "EncryptNotices",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": `sns.${naming.region}.amazonaws.com` } },
  },
];

/**
 * Tells of calls on the bucket: rule → queue → function → topics. A function writes the message, because the input
 * transformer of EventBridge does not escape what it inserts: a key with a quotation mark would silence the notice.
 */
export const noticeWorker = (name: string, args: NoticeArgs, parent: pulumi.ComponentResource) => {
  const { textTopic, chatTopic, notices, account } = args;
  return queueWorker<QueueEvent, QueueAnswer>(
    `${name}-notices`,
    {
      ...args,
      alarmActions: [],
      logRetentionDays: defaults.logs.retentionDays,
      description: "Coffer: tells administrators of calls on the bucket",
      eventPattern: pulumi
        .all([args.bucket, account.id])
        .apply(([bucket, accountId]) => eventPattern(bucket, notices, accountId)),
      withReads: notices === "all",
      callback: async (event) => (await import("../../functions/notices/notifier")).notifier()(event),
      folder: __dirname,
      statements: publishStatements([textTopic, ...(chatTopic === undefined ? [] : [chatTopic])], args),
      environment: {
        [environmentNames.textTopic]: textTopic,
        ...(chatTopic === undefined ? {} : { [environmentNames.chatTopic]: chatTopic }),
      },
      ...defaults.notices,
    },
    parent,
  );
};
