import type { AccessModel, Actor } from "../access-model";
import { accountAdministrator, foreignAdministrator, nobody, otherAccount } from "../actors";
import { type AccessRequest, grid, requestLabels, type Section } from "../matrix";

const publishers: readonly Actor[] = [
  { name: "CloudWatch", principal: { outsider: "cloudwatch.amazonaws.com" } },
  { name: "EventBridge", principal: { outsider: "events.amazonaws.com" } },
  { name: "S3", principal: { outsider: "s3.amazonaws.com" } },
];

/** For whom a service says that it publishes. */
const sources = ({ account, region, main }: AccessModel): readonly (readonly [string, AccessRequest["context"]])[] => {
  const from = (owner: string, arn: string): AccessRequest["context"] => ({
    "aws:SourceAccount": owner,
    "aws:SourceArn": arn,
  });
  const alarm = (owner: string) => from(owner, `arn:aws:cloudwatch:${region}:${owner}:alarm:deletions`);
  const rule = (owner: string) => from(owner, `arn:aws:events:${region}:${owner}:rule/notices`);
  return [
    ["for an alarm", alarm(account)],
    ["for another account's alarm", alarm(otherAccount)],
    ["for a rule", rule(account)],
    ["for another account's rule", rule(otherAccount)],
    ["for the main bucket", from(account, main.arn)],
    ["for a bucket that is not the stack's", from(account, "arn:aws:s3:::somebody-elses")],
    ["for nobody who is named", undefined],
  ];
};

const requests = (model: AccessModel): AccessRequest[] =>
  model.topics.flatMap(({ name, arn, keyArn }) => {
    const topic = { on: `topic ${name}`, resource: arn };
    const key = { on: `key of topic ${name}`, resource: keyArn };
    const each = (what: Omit<AccessRequest, "given" | "context">): AccessRequest[] =>
      sources(model).map(([given, context]) => ({ ...what, given, ...(context ? { context } : {}) }));
    return [
      ...each({ action: "sns:Publish", ...topic }),
      {
        action: "sns:Publish",
        ...topic,
        given: "for an alarm, by plain HTTP",
        context: { ...sources(model)[0]?.[1], "aws:SecureTransport": "false" },
      },
      ...each({ action: "kms:GenerateDataKey", ...key }),
      ...["Subscribe", "SetTopicAttributes", "DeleteTopic"].map((action) => ({ action: `sns:${action}`, ...topic })),
    ];
  });

/** Who publishes to the topics: services do, for what is this stack's. */
export const topics: Section = {
  name: "topics",
  title: "Alerts and their topics",
  about:
    "Who may publish, and whom the topics' key lets: a service that may not use the key publishes to nobody. Notices are published by the " +
    "role of the function that writes them; EventBridge uses the key for queues.",
  labels: requestLabels,
  rows: (model) =>
    grid(
      [...publishers, ...model.sessions, accountAdministrator(model), foreignAdministrator, nobody],
      requests(model),
    ),
};
