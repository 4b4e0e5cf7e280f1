import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Which calls on the bucket are told of: all, those that write, or none. */
export type Notices = "all" | "writes" | "none";

/** What a sentence is made of. */
const inputPaths = {
  who: "$.detail.userIdentity.arn",
  what: "$.detail.eventName",
  bucket: "$.detail.requestParameters.bucketName",
  key: "$.detail.requestParameters.key",
  address: "$.detail.sourceIPAddress",
  time: "$.detail.eventTime",
  error: "$.detail.errorCode",
};

const sentences = {
  done: "<who> did <what> on <bucket>/<key> from <address> at <time>.",
  refused: "<who> was refused <what> on <bucket>/<key> from <address> at <time>: <error>.",
};

/** The sentence as text, and as the only JSON of others' that AWS Chatbot shows ("Custom notifications"). */
const templates = {
  text: (sentence: string): string => JSON.stringify(sentence),
  chat: (sentence: string): string =>
    JSON.stringify({ version: "1.0", source: "custom", content: { title: "File store", description: sentence } }),
};

export type MessageForm = keyof typeof templates;

/** The events of one outcome: S3's calls on one bucket, as CloudTrail hands them to EventBridge. */
export const eventPattern = (bucket: string, notices: "all" | "writes", refused: boolean): string =>
  JSON.stringify({
    source: ["aws.s3"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: ["s3.amazonaws.com"],
      requestParameters: { bucketName: [bucket] },
      errorCode: [{ exists: refused }],
      ...(notices === "writes" ? { readOnly: [false] } : {}),
    },
  });

export interface NoticeArgs {
  readonly bucket: pulumi.Input<string>;
  readonly notices: "all" | "writes";
  /** What the rules' physical names begin with. */
  readonly physicalName: string;
  /** Where notices go, each in its form. */
  readonly topics: Readonly<Record<string, { readonly arn: pulumi.Input<string>; readonly form: MessageForm }>>;
}

/** One rule for what was done and one for what was refused, for a template cannot leave out an error that is not there. */
export const noticeRules = (name: string, args: NoticeArgs, options: pulumi.CustomResourceOptions) => {
  const make = (outcome: keyof typeof sentences) => {
    const rule = new aws.cloudwatch.EventRule(
      `${name}-${outcome}`,
      {
        name: `${args.physicalName}-${outcome}`,
        description: `Calls on the bucket that were ${outcome}`,
        eventPattern: pulumi
          .output(args.bucket)
          .apply((bucket) => eventPattern(bucket, args.notices, outcome === "refused")),
        // EventBridge withholds management events that only read, unless a rule asks for them.
        state: args.notices === "all" ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
      },
      options,
    );
    const { error: _, ...done } = inputPaths;
    const targets = Object.entries(args.topics).map(
      ([topic, { arn, form }]) =>
        new aws.cloudwatch.EventTarget(
          `${name}-${outcome}-${topic}`,
          {
            rule: rule.name,
            targetId: topic,
            arn,
            inputTransformer: {
              inputPaths: outcome === "refused" ? inputPaths : done,
              inputTemplate: templates[form](sentences[outcome]),
            },
          },
          options,
        ),
    );
    return { rule, targets };
  };
  return { done: make("done"), refused: make("refused") };
};
