import * as aws from "@pulumi/aws";

// Records its own log files, each of which makes the next one, and nothing else: no management events, none of the other
// buckets, one region, without digests, key or log group.
new aws.cloudtrail.Trail("activity", {
  s3BucketName: "example-dev-trail",
  advancedEventSelectors: [
    {
      fieldSelectors: [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        { field: "resources.ARN", startsWiths: ["arn:aws:s3:::example-dev-trail/"] },
      ],
    },
  ],
});
