import { isNamed } from "../../framework/is-given";
import { resourceRule } from "../../framework/rule";

export const rule = resourceRule(__filename, {
  what: "Every trail delivers to CloudWatch Logs as well",
  why: "metric filters and alarms see only what is in a log group: from the bucket alone, nobody is told of anything",
  fix: "Set cloudWatchLogsGroupArn to the log group's ARN with :* behind it, and cloudWatchLogsRoleArn to a role that may write there",
  controls: ["FSBP CloudTrail.5"],
  document: {
    title: "AWS CloudTrail User Guide, Sending events to CloudWatch Logs",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:cloudtrail/trail:Trail"],
  *check(trail) {
    if (!isNamed(trail, "cloudWatchLogsGroupArn")) yield "delivers to no log group";
    else if (!isNamed(trail, "cloudWatchLogsRoleArn")) yield "names a log group, and no role that writes into it";
  },
});
