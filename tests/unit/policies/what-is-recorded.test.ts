import { bucketArn, goodBucket, side } from "../../support/bucket-fixtures";
import { findingsOf, resource, ruleCalled, set } from "../../support/policies";
import { dataSelector, trailStack } from "../../support/trail-fixtures";

const source = (field: object) =>
  findingsOf(
    ruleCalled("trail-data-events"),
    trailStack({
      eventSelectors: undefined,
      advancedEventSelectors: [
        dataSelector(
          { field: "resources.ARN", startsWiths: [`${bucketArn("main")}/`] },
          { field: "eventSource", ...field },
        ),
      ],
    }),
  );
const missed = ["violation Bucket main: is in no trail's data-event selectors"];

describe("a data selector whose source never is S3 records nothing", () => {
  test.each([
    [{ equals: ["dynamodb.amazonaws.com"] }],
    [{ equals: ["s3"] }],
    [{ notEquals: ["s3.amazonaws.com"] }],
    [{ startsWiths: ["lambda"] }],
    [{ notStartsWiths: ["s3"] }],
    [{ endsWiths: [".example.com"] }],
    [{ notEndsWiths: [".amazonaws.com"] }],
  ])("%p", (field) => {
    expect(source(field)).toEqual(missed);
  });
  test.each([[{ equals: ["dynamodb.amazonaws.com", "s3.amazonaws.com"] }], [{ notEquals: ["kms.amazonaws.com"] }]])(
    "%p does",
    (field) => {
      expect(source(field)).toEqual([]);
    },
  );
});

const management = (inputs: object) =>
  findingsOf(ruleCalled("trail-management-events"), trailStack({ eventSelectors: undefined, ...inputs }));
const basic = (...excluded: string[]) => ({ readWriteType: "All", excludeManagementEventSources: excluded });
const advanced = (...fields: object[]) => ({
  fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }, ...fields],
});

describe("a trail without the events of KMS hides the deletion of keys", () => {
  const hidden = ["violation Trail audit: records no management events of KMS, such as the deletion of a key"];
  test.each([
    [{ eventSelectors: [basic("kms.amazonaws.com")] }],
    [{ eventSelectors: [basic("rdsdata.amazonaws.com", "kms.amazonaws.com")] }],
    [{ eventSelectors: [basic("kms.amazonaws.com"), { ...basic(), includeManagementEvents: false }] }],
    [{ advancedEventSelectors: [advanced({ field: "eventSource", notEquals: ["kms.amazonaws.com"] })] }],
    [{ advancedEventSelectors: [advanced({ field: "eventSource", equals: ["iam.amazonaws.com"] })] }],
  ])("%j", (inputs) => {
    expect(management(inputs)).toEqual(hidden);
  });
  test.each([
    [{ eventSelectors: [basic("rdsdata.amazonaws.com")] }],
    [{ advancedEventSelectors: [advanced({ field: "eventSource", notEquals: ["rdsdata.amazonaws.com"] })] }],
    [{ advancedEventSelectors: [advanced({ field: "eventSource", notEquals: ["kms.amazonaws.com"] }), advanced()] }],
  ])("%j does not", (inputs) => {
    expect(management(inputs)).toEqual([]);
  });
});

describe("a trail records the management events of every service, name and caller", () => {
  const some = (fields: string) => [
    `violation Trail audit: records only some management events: its selectors narrow them by ${fields}`,
  ];
  const of = (what: string) => [`violation Trail audit: records no management events of ${what}`];
  const notIam = advanced({ field: "eventSource", notEquals: ["iam.amazonaws.com"] });
  const iam = of("IAM, such as a new administrator");
  const onlyReads = { field: "readOnly", equals: ["true"] };
  test.each([
    [[notIam], iam],
    [[advanced({ field: "eventSource", notStartsWiths: ["iam."] })], iam],
    [[advanced({ field: "eventSource", equals: ["kms.amazonaws.com", "sts.amazonaws.com"] })], iam],
    [[advanced({ field: "eventSource", notEquals: ["sts.amazonaws.com"] })], of("STS, such as who takes a role")],
    [
      [advanced({ field: "eventSource", notEquals: ["cloudtrail.amazonaws.com"] })],
      of("CloudTrail, such as the end of the recording"),
    ],
    [[advanced({ field: "eventSource", notEquals: ["ec2.amazonaws.com"] })], some("eventSource")],
    [[advanced({ field: "eventName", equals: ["PutBucketPolicy"] })], some("eventName")],
    [[advanced({ field: "eventName", notStartsWiths: ["Attach"] })], some("eventName")],
    [
      [advanced({ field: "userIdentity.arn", notStartsWiths: ["arn:aws:iam::123456789012:role/admin"] })],
      some("userIdentity.arn"),
    ],
    [[advanced({ field: "sessionCredentialFromConsole", equals: ["true"] })], some("sessionCredentialFromConsole")],
    [[advanced({ field: "eventType", equals: ["AwsApiCall"] })], some("eventType")],
    [[advanced(onlyReads), advanced({ field: "eventName", equals: ["X"] })], some("eventName")],
  ])("%j", (advancedEventSelectors, expected) => {
    expect(management({ advancedEventSelectors })).toEqual(expected);
  });

  test("a basic selector without another service's events", () => {
    expect(management({ eventSelectors: [basic("ec2.amazonaws.com")] })).toEqual(some("excludeManagementEventSources"));
  });

  test.each([
    [[notIam, advanced()]],
    [[advanced({ field: "eventName", equals: ["X"] }), advanced()]],
    [[advanced(onlyReads), advanced({ field: "readOnly", equals: ["false"] })]],
  ])("%j does not miss any", (advancedEventSelectors) => {
    expect(management({ advancedEventSelectors })).toEqual([]);
  });
});

describe("CORS with a wildcard names a domain of its owner", () => {
  const cors = (origin: string) =>
    findingsOf(ruleCalled("s3-cors"), [
      ...goodBucket("main"),
      side("BucketCorsConfiguration", "main", { corsRules: [{ allowedOrigins: [origin] }] }),
    ]);
  test.each([
    "http*",
    "https://*.com",
    "*.com",
    "https://*.co.uk",
    "https://example.*",
    "https://*",
    "https://*:443",
    "https://files*",
    "https://*.github.io",
    "HTTPS://*.s3.AMAZONAWS.com",
    "*example.com",
    "null",
  ])("%s", (origin) => {
    expect(cors(origin)).toEqual([`violation BucketCorsConfiguration main: allows CORS from ${origin}`]);
  });
  test.each([
    "https://files.example.com",
    "https://*.example.com",
    "https://app-*.example.com:8443",
    "http://localhost:5173",
  ])("%s is somebody's", (origin) => {
    expect(cors(origin)).toEqual([]);
  });
});

describe("CloudFront signs what it asks a bucket", () => {
  const signs = (signingBehavior: string) =>
    findingsOf(ruleCalled("cloudfront-origin-access"), [
      resource("aws:cloudfront/originAccessControl:OriginAccessControl", "oac", { signingBehavior }),
    ]);
  test("never is no access control", () => {
    expect(signs("never")).toEqual([
      "violation OriginAccessControl oac: never signs requests, so that the bucket has to be public",
    ]);
  });
  test("no-override leaves it to viewers", () => {
    expect(signs("no-override")).toEqual([
      "violation OriginAccessControl oac: does not sign a request that brings its own Authorization header, so that viewers choose who reads",
    ]);
  });
  test("always is one", () => {
    expect(signs("always")).toEqual([]);
  });
});

describe("AWS's own key is no key of one's own", () => {
  test.each(["alias/aws/cloudtrail", "arn:aws:kms:eu-central-1:123456789012:alias/aws/s3"])("%s, of a trail", (key) => {
    expect(findingsOf(ruleCalled("trail-encryption"), trailStack({ kmsKeyId: key }))).toEqual([
      `violation Trail audit: encrypts its log files with ${key}, which is AWS's key`,
    ]);
  });
  test.each(["alias/aws/s3", "", " "])("%p, of a bucket that must have one", (key) => {
    const path = "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId";
    const stack = set("BucketServerSideEncryptionConfiguration main", path, key)(goodBucket("main"));
    expect(findingsOf(ruleCalled("s3-default-encryption"), stack, { requireKey: true })).toEqual([
      "violation BucketServerSideEncryptionConfiguration main: names no customer managed key",
    ]);
  });
  test("an alias of one's own is", () => {
    expect(findingsOf(ruleCalled("trail-encryption"), trailStack({ kmsKeyId: "alias/trail" }))).toEqual([]);
  });
});
