import { alarmType } from "../../alarms/metrics";
import { stackRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

const bucketType = "aws:s3/bucket:Bucket";
const replicationMetrics = [
  "BytesPendingReplication",
  "OperationsFailedReplication",
  "OperationsPendingReplication",
  "ReplicationLatency",
];

const isMeasured = (rule: Values): boolean =>
  rule.text("status") === "Enabled" &&
  rule.one("destination", "destinations")?.one("metrics")?.text("status") === "Enabled";

export const rule = stackRule(__filename, {
  what: "An alarm on a bucket's replication watches a rule that is measured, in the bucket's region",
  why: "S3 emits these metrics only for rules with metrics enabled, and only where the source is: another alarm never goes off",
  fix: "Enable destination.metrics of the replication rule, give its id as RuleId, and make the alarm in the source's region",
  controls: [],
  document: {
    title: "Amazon S3 User Guide, Metrics and dimensions",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html",
  },
  severity: "high",
  level: "mandatory",
  types: [alarmType],
  *check({ inputs, place }, { index }) {
    if (inputs.text("namespace") !== "AWS/S3" || !replicationMetrics.includes(inputs.text("metricName") ?? "")) return;
    const [source] = index.named(inputs.text("dimensions", "SourceBucket") ?? "", bucketType);
    // A bucket of another stack is not seen here.
    if (source === undefined) return;
    const [here, there] = [place.text("region"), source.place.text("region")];
    if (here !== there) yield `watches the replication of ${source.name}, which is in ${there}, and is in ${here}`;
    const id = inputs.text("dimensions", "RuleId");
    const replication = index.bucket(source)?.replication;
    const measured = (replication?.from.inputs.many("rules") ?? []).filter(isMeasured).map((one) => one.text("id"));
    if (!measured.includes(id))
      yield `watches the replication rule ${id ?? "without a name"}, which ${source.name} does not have or does not measure`;
  },
});
