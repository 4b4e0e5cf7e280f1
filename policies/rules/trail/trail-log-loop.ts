import { stackRule } from "../../framework/rule";
import { activeTrails, recordedBy } from "../../trail/recorded-events";

export const rule = stackRule(__filename, {
  what: "No trail records what CloudTrail writes into a trail's own log bucket",
  why: "every log file is then an event, which is written into the next log file: a loop that is paid for by the event",
  fix: "Name the data buckets in the selector instead of arn:aws:s3, or leave the log bucket out with notStartsWiths",
  controls: [],
  document: {
    title: "AWS CloudTrail User Guide, Logging data events",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:cloudtrail/trail:Trail"],
  *check(trail, { index }) {
    if (!activeTrails(index).includes(trail)) return;
    const buckets = activeTrails(index).flatMap(
      (other) => index.from(other, "s3BucketName", "aws:s3/bucket:Bucket").targets,
    );
    for (const bucket of new Set(buckets))
      if (recordedBy(trail, bucket, index, "any").writes) yield `records data events of the log bucket ${bucket.name}`;
  },
});
