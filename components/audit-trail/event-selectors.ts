import * as pulumi from "@pulumi/pulumi";

/**
 * What a trail records: every management event, and reads and writes of the objects of exactly these buckets. Never of
 * the log bucket, whose every file would be an event to write into the next (AWS CloudTrail User Guide, "Filtering data
 * events by using advanced event selectors").
 */
export const eventSelectors = (dataBuckets: readonly pulumi.Input<string>[]) => [
  { name: "Management events", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
  {
    name: "Reads and writes of the data buckets",
    fieldSelectors: [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: ["AWS::S3::Object"] },
      // With the slash: without it, a bucket whose name goes on would be recorded too.
      { field: "resources.ARN", startsWiths: dataBuckets.map((arn) => pulumi.interpolate`${arn}/`) },
    ],
  },
];
