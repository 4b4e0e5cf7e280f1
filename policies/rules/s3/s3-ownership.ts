import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "ACLs are off: the bucket's owner owns every object",
  why: "with ACLs on, who may read is decided in two places, and an uploader from outside owns what it uploads",
  fix: "Add an aws.s3.BucketOwnershipControls with objectOwnership BucketOwnerEnforced, and leave ACLs out",
  controls: ["FSBP S3.12"],
  document: {
    title: "Amazon S3 User Guide, Controlling ownership of objects and disabling ACLs for your bucket",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  },
  severity: "medium",
  level: "mandatory",
  *check(bucket) {
    const { ownership } = bucket;
    if (ownership === undefined) yield "does not say who owns its objects";
    else if (ownership.rule !== "BucketOwnerEnforced")
      yield { message: `sets objectOwnership to ${ownership.rule ?? "nothing"}`, at: ownership.from };
  },
});
