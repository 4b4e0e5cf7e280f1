import type { BucketView } from "../../buckets/bucket-view";
import { bucketRule } from "../../framework/rule";
import type { StackIndex } from "../../framework/stack-index";

const bucketType = "aws:s3/bucket:Bucket";

/** The region of each copy; undefined for one that the stack does not show, such as a bucket of another stack. */
const regionsOfCopies = ({ replication, resource }: BucketView, index: StackIndex): readonly (string | undefined)[] => {
  if (replication === undefined) return [];
  const { from, destinations } = replication;
  // In a preview the destination is not known, but what it comes from is; the source's own name is no destination.
  const behind = ["rules", "replicationConfiguration", "replicationConfigurations"]
    .flatMap((property) => index.from(from, property, bucketType).targets)
    .filter(({ urn }) => urn !== resource.urn);
  return destinations.flatMap((destination) => {
    const named = destination.isKnown("bucket") ? index.named(destination.text("bucket") ?? "", bucketType) : behind;
    return named.length === 0 ? [undefined] : named.map(({ place }) => place.text("region"));
  });
};

export const rule = bucketRule(__filename, {
  what: "Buckets that say they are critical have a second copy in another region",
  why: "what is in one region only is lost with it, and cannot be read while it is down",
  fix: "Add an aws.s3.BucketReplicationConfig with an enabled rule to a bucket of another region",
  controls: ["FSBP S3.7"],
  document: {
    title: "Amazon S3 User Guide, Replicating objects within and across Regions",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  },
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
  *check(bucket, { index, parameters: { tag, buckets } }) {
    if (bucket.tag(tag) !== "true" && !buckets.includes(bucket.resource.name)) return;
    const { replication } = bucket;
    if (replication === undefined) yield "is critical, and has no second copy";
    else if (replication.destinations.length === 0)
      yield { message: "is critical, and no replication rule is enabled", at: replication.from };
    else {
      const here = bucket.resource.place.text("region");
      if (here !== undefined && regionsOfCopies(bucket, index).every((region) => region === here))
        yield { message: `is critical, and its second copy is in ${here}, as it is itself`, at: replication.from };
    }
  },
});
