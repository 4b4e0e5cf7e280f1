import { bucketArn, bucketName, denyPlainHttp, goodBucket, onlyServices, policyText } from "./bucket-fixtures";
import { type Fixture, from, resource } from "./policies";

export const trailArn = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/acme";

/** Lets CloudTrail write for one trail. */
export const admitTrail = (condition: object = { StringEquals: { "aws:SourceArn": trailArn } }): object => ({
  Sid: "AdmitTrail",
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: `${bucketArn("logs")}/AWSLogs/*`,
  Condition: condition,
});

/** The bucket that a trail writes to. */
export const trailBucket = (): Fixture[] =>
  goodBucket("logs").map((fixture) =>
    fixture.type.endsWith(":BucketPolicy")
      ? {
          ...fixture,
          inputs: { ...fixture.inputs, policy: policyText(denyPlainHttp("logs"), onlyServices("logs"), admitTrail()) },
        }
      : fixture,
  );

/** A trail as it should be, with basic selectors. */
export const goodTrail = (inputs: Fixture["inputs"] = {}): Fixture =>
  resource("aws:cloudtrail/trail:Trail", "audit", {
    s3BucketName: from("Bucket logs", bucketName("logs")),
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1",
    cloudWatchLogsGroupArn: "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*",
    cloudWatchLogsRoleArn: "arn:aws:iam::123456789012:role/trail",
    eventSelectors: [
      { readWriteType: "All", dataResources: [{ type: "AWS::S3::Object", values: [`${bucketArn("main")}/`] }] },
    ],
    ...inputs,
  });

/** An advanced selector of S3 data events, with further fields. */
export const dataSelector = (...fields: readonly object[]): object => ({
  fieldSelectors: [
    { field: "eventCategory", equals: ["Data"] },
    { field: "resources.type", equals: ["AWS::S3::Object"] },
    ...fields,
  ],
});

/** A trail, its log bucket and a data bucket. */
export const trailStack = (inputs: Fixture["inputs"] = {}): Fixture[] => [
  ...goodBucket("main"),
  ...trailBucket(),
  goodTrail(inputs),
];
