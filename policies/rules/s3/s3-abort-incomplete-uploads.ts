import { bucketRule } from "../../framework/rule";

export const rule = bucketRule(__filename, {
  what: "Uploads that nobody completes are removed",
  why: "the parts of an unfinished upload are billed, and shown in no list of objects, until they are aborted",
  fix: "Add abortIncompleteMultipartUpload to an enabled lifecycle rule that is about the whole bucket",
  controls: ["FSBP S3.13"],
  document: {
    title: "Amazon S3 User Guide, Uploading and copying objects using multipart upload",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html",
  },
  severity: "low",
  level: "advisory",
  parameters: {
    days: { type: "integer", default: 30, minimum: 1, description: "Days after which an upload must be gone, at most" },
  },
  *check(bucket, { parameters: { days } }) {
    const { lifecycle } = bucket;
    const aborting = (lifecycle?.rules ?? []).filter(
      ({ enabled, everything, abortDays }) => enabled && everything && abortDays !== undefined,
    );
    const at = lifecycle?.from ?? bucket.resource;
    if (aborting.length === 0) yield { message: "never removes unfinished uploads", at };
    else if (!aborting.some(({ abortDays = 0 }) => abortDays <= days))
      yield { message: `removes unfinished uploads after more than ${days} days`, at };
  },
});
