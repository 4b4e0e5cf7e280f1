import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "Buckets that say they are critical have a second copy",
  why: "what is in one bucket only is lost with its region, its account or its key",
  fix: "Add an aws.s3.BucketReplicationConfig with an enabled rule to a bucket of another region",
  controls: ["FSBP S3.7"],
  severity: "medium",
  level: "mandatory",
  parameters: {
    tag: {
      type: "string",
      default: "critical",
      description: "The tag that, set to true, says that a bucket is critical",
    },
    buckets: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Logical names of further buckets that are critical",
    },
  },
  *check(bucket, { parameters: { tag, buckets } }) {
    if (bucket.tag(tag) !== "true" && !buckets.includes(bucket.resource.name)) return;
    const { replication } = bucket;
    if (replication === undefined) yield "is critical, and has no second copy";
    else if (replication.destinations.length === 0)
      yield { message: "is critical, and no replication rule is enabled", at: replication.from };
  },
});
