import { bucketRule } from "../../framework/rule";
import { activeTrails, recordedBy } from "../../trail/recorded-events";

export const rule = bucketRule(__filename, {
  what: "In a stack that makes a trail, every bucket but the log buckets is in a trail's data-event selectors",
  why: "without data events nobody can say who read or deleted a file; a stack without a trail of its own relies on its account's or organisation's, which cannot be seen from here, unless required is set",
  fix: "Name the bucket's ARN with a slash in dataResources, or as startsWiths of resources.ARN, for reads and writes",
  controls: ["CIS 3.0.0 3.8", "CIS 3.0.0 3.9", "CIS 5.0.0 3.8", "CIS 5.0.0 3.9"],
  document: {
    title: "AWS CloudTrail User Guide, Logging data events",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
  },
  severity: "high",
  level: "mandatory",
  parameters: {
    required: {
      type: "boolean",
      default: false,
      description:
        "Whether the stack is to have a trail itself; false where an organisation's trail records its buckets",
    },
  },
  *check(bucket, { index, parameters: { required } }) {
    const trails = activeTrails(index);
    if (trails.length === 0 && !required) return;
    const written = index.pointingTo(bucket.resource, "aws:cloudtrail/trail:Trail", "s3BucketName").length > 0;
    if (written || index.accessLogTargets.has(bucket.resource.urn)) return;
    const recorded = trails.map((trail) => recordedBy(trail, bucket.resource, index, "all"));
    const reads = recorded.some((one) => one.reads);
    const writes = recorded.some((one) => one.writes);
    // Asked last: its policy, which may say that it is a log bucket, may not be known.
    if ((reads && writes) || bucket.isForLogs) return;
    if (trails.length === 0) yield "is recorded by no trail: the stack has none that is on";
    else if (!reads && !writes) yield "is in no trail's data-event selectors";
    else yield `is recorded by trails only when it is ${reads ? "read" : "written"}`;
  },
});
