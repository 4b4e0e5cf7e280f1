/** How a resource's name is unique. */
export interface PhysicalName {
  /** The input that holds it. */
  readonly property: string;
  /** Where no two may have the same. */
  readonly scope: "partition" | "account" | "region";
  /** Whether names that differ in case only are the same. */
  readonly ignoresCase?: boolean;
  /** An input that the name is unique within, such as a rule's bus, and what its absence stands for. */
  readonly within?: { readonly property: string; readonly absent: string };
}

const inAccount: PhysicalName = { property: "name", scope: "account" };
// IAM User Guide, "IAM and AWS STS quotas": names are not distinguished by case.
const inIam: PhysicalName = { ...inAccount, ignoresCase: true };
const inRegion: PhysicalName = { property: "name", scope: "region" };
const chat: PhysicalName = { property: "configurationName", scope: "account" };

/** The types whose names AWS wants to be unique, each as its own API reference says. */
export const physicalNames: Readonly<Record<string, PhysicalName>> = {
  // Amazon S3 User Guide, "General purpose bucket naming rules": across all accounts and regions of a partition.
  "aws:s3/bucket:Bucket": { property: "bucket", scope: "partition" },
  "aws:iam/group:Group": inIam,
  "aws:iam/instanceProfile:InstanceProfile": inIam,
  "aws:iam/policy:Policy": inIam,
  "aws:iam/role:Role": inIam,
  "aws:iam/user:User": inIam,
  "aws:iam/rolePolicy:RolePolicy": { ...inAccount, within: { property: "role", absent: "" } },
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": chat,
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": chat,
  "aws:cloudtrail/trail:Trail": inRegion,
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { ...inRegion, property: "alarmName" },
  "aws:cloudwatch/dashboard:Dashboard": { ...inAccount, property: "dashboardName" },
  "aws:cloudwatch/eventBus:EventBus": inRegion,
  "aws:cloudwatch/eventRule:EventRule": { ...inRegion, within: { property: "eventBusName", absent: "default" } },
  "aws:cloudwatch/logGroup:LogGroup": inRegion,
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    ...inRegion,
    within: { property: "logGroupName", absent: "" },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": inRegion,
  "aws:dynamodb/table:Table": inRegion,
  "aws:ecr/repository:Repository": inRegion,
  "aws:kinesis/stream:Stream": inRegion,
  "aws:kms/alias:Alias": inRegion,
  "aws:lambda/function:Function": inRegion,
  "aws:secretsmanager/secret:Secret": inRegion,
  "aws:sfn/stateMachine:StateMachine": inRegion,
  "aws:sns/topic:Topic": inRegion,
  "aws:sqs/queue:Queue": inRegion,
  "aws:ssm/parameter:Parameter": inRegion,
};
