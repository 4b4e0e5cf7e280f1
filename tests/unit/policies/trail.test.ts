import { notKnown } from "../../../policies/framework/values";
import { account, allow, keyArn, mayEncrypt, rootMay, sourceIs } from "../../support/alarm-fixtures";
import { bucketArn, bucketName, denyPlainHttp, goodBucket, policyText } from "../../support/bucket-fixtures";
import { add, both, drop, from, resource, set, testRule } from "../../support/policies";
import { admitTrail, dataSelector, goodTrail, trailStack } from "../../support/trail-fixtures";

const values = "eventSelectors.0.dataResources.0.values";
const advanced = (...fields: readonly object[]) =>
  both(
    set("Trail audit", "eventSelectors", undefined),
    set("Trail audit", "advancedEventSelectors", [dataSelector(...fields)]),
  );
const arn = (fields: object) => advanced({ field: "resources.ARN", ...fields });
const main = `${bucketArn("main")}/`;
const missed = (change: ReturnType<typeof set>) => ({
  change,
  at: "Bucket main",
  message: "is in no trail's data-event selectors",
});

testRule("trail-data-events", {
  compliant: trailStack(),
  violations: {
    "no data events": missed(set("Trail audit", "eventSelectors", undefined)),
    "another bucket": missed(set("Trail audit", values, ["arn:aws:s3:::somewhere-else/"])),
    "a bucket whose name goes on": missed(set("Trail audit", values, [`${bucketArn("main")}-2/`])),
    "one folder": missed(set("Trail audit", values, [`${main}uploads/`])),
    "another kind of data": missed(
      set("Trail audit", "eventSelectors.0.dataResources.0.type", "AWS::Lambda::Function"),
    ),
    "only what is written": {
      change: set("Trail audit", "eventSelectors.0.readWriteType", "WriteOnly"),
      at: "Bucket main",
      message: "is recorded by trails only when it is written",
    },
    "a trail that is off": missed(
      both(set("Trail audit", "enableLogging", false), add({ ...goodTrail({ eventSelectors: [] }), name: "other" })),
    ),
    "an ARN in full, which is no object's": missed(arn({ equals: [main] })),
    "another bucket, by its beginning": missed(arn({ startsWiths: ["arn:aws:s3:::elsewhere/"] })),
    "an advanced selector of another kind of data": missed(
      both(
        advanced(),
        set("Trail audit", "advancedEventSelectors.0.fieldSelectors.1.equals", ["AWS::Lambda::Function"]),
      ),
    ),
    "an advanced selector that says no category": missed(
      both(advanced(), set("Trail audit", "advancedEventSelectors.0.fieldSelectors.0.field", "readOnly")),
    ),
    "an advanced selector that says no kind": missed(
      both(advanced(), set("Trail audit", "advancedEventSelectors.0.fieldSelectors.1.field", "eventSource")),
    ),
    "one object": missed(arn({ equals: [`${main}a.txt`] })),
    "one kind of object": missed(arn({ startsWiths: [main], endsWiths: [".pdf"] })),
    "one object left out": missed(arn({ startsWiths: [main], notEquals: [`${main}a.txt`] })),
    "one kind of object left out": missed(arn({ startsWiths: [main], notEndsWiths: [".tmp"] })),
    "left out by its beginning": missed(arn({ notStartsWiths: [`${bucketArn("main")}`] })),
    "a folder left out": missed(arn({ startsWiths: [main], notStartsWiths: [`${main}private/`] })),
    "one operation": missed(advanced({ field: "eventName", equals: ["PutObject"] })),
    "only reads": {
      change: advanced({ field: "readOnly", equals: ["true"] }),
      at: "Bucket main",
      message: "is recorded by trails only when it is read",
    },
    "management events alone": missed(
      both(
        set("Trail audit", "eventSelectors", undefined),
        set("Trail audit", "advancedEventSelectors", [
          { fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
        ]),
      ),
    ),
    "a bucket of another region, and a trail of one": missed(
      both(
        set("Trail audit", "isMultiRegionTrail", false),
        set("Trail audit", "region", "eu-central-1"),
        set("Bucket main", "region", "eu-west-1"),
      ),
    ),
    "no trail where one is required": {
      change: drop("Trail audit"),
      parameters: { required: true },
      at: "Bucket main",
      message: "is recorded by no trail: the stack has none that is on",
    },
  },
  harmless: {
    "no trail: the account's is elsewhere": drop("Trail audit"),
    "the whole account": set("Trail audit", values, ["arn:aws:s3"]),
    "the whole account, by ARN": set("Trail audit", values, ["arn:aws:s3:::"]),
    "another partition": set("Trail audit", values, [main.replace("arn:aws:", "arn:aws-cn:")]),
    "an advanced selector": arn({ startsWiths: ["arn:aws:s3:::elsewhere/", main] }),
    "an advanced selector of everything": advanced(),
    "everything but another bucket": arn({ notStartsWiths: ["arn:aws:s3:::elsewhere/"] }),
    "reads by one selector and writes by another": both(
      set("Trail audit", "eventSelectors.0.readWriteType", "WriteOnly"),
      add({
        ...goodTrail({
          eventSelectors: undefined,
          advancedEventSelectors: [dataSelector({ field: "readOnly", equals: ["true"] })],
        }),
        name: "reads",
      }),
    ),
    "a trail of one region, and nobody says which": set("Trail audit", "isMultiRegionTrail", false),
    "a trail of the bucket's region": both(
      set("Trail audit", "isMultiRegionTrail", false),
      set("Trail audit", "region", "eu-central-1"),
      set("Bucket main", "region", "eu-central-1"),
    ),
    "a preview with something else left out": arn({
      startsWiths: [from("Bucket main")],
      notStartsWiths: ["arn:aws:s3:::elsewhere/"],
    }),
    "something else left out": arn({ startsWiths: [main], notEquals: ["arn:aws:s3:::elsewhere/a.txt"] }),
    "a bucket of another region, and a trail of all": both(
      set("Trail audit", "region", "eu-central-1"),
      set("Bucket main", "region", "eu-west-1"),
    ),
    "a preview": set("Trail audit", values, [from("Bucket main")]),
  },
  unknown: {
    "whom the selector names": { change: set("Trail audit", values, [notKnown]), at: "Bucket main" },
    "the selectors": { change: set("Trail audit", "eventSelectors", notKnown), at: "Bucket main" },
    "what is named besides, and what is left out": {
      change: arn({ startsWiths: [main, from("Bucket main")], notStartsWiths: [from("Bucket main")] }),
      at: "Bucket main",
    },
    "what is named and what is left out": {
      change: arn({ startsWiths: [from("Bucket main")], notStartsWiths: [from("Bucket main")] }),
      at: "Bucket main",
    },
  },
});

const loops = (change: ReturnType<typeof set>) => ({
  change,
  at: "Trail audit",
  message: "records data events of the log bucket logs",
});

testRule("trail-log-loop", {
  compliant: trailStack(),
  violations: {
    "the whole account": loops(set("Trail audit", values, ["arn:aws:s3"])),
    "the log bucket by name": loops(set("Trail audit", values, [main, `${bucketArn("logs")}/`])),
    "the folder that it writes to": loops(set("Trail audit", values, [`${bucketArn("logs")}/AWSLogs/`])),
    "one kind of file in it": loops(arn({ startsWiths: [`${bucketArn("logs")}/`], endsWiths: [".gz"] })),
    "one file in it": loops(arn({ equals: [`${bucketArn("logs")}/AWSLogs/a.json.gz`] })),
    "everything but one file": loops(arn({ notEquals: [`${bucketArn("logs")}/AWSLogs/a.json.gz`] })),
    "everything but the data bucket": loops(arn({ notStartsWiths: [main] })),
    "everything but a folder of the log bucket": loops(arn({ notStartsWiths: [`${bucketArn("logs")}/old/`] })),
    "the log bucket of another trail": {
      change: add({
        ...goodTrail({ eventSelectors: [{ dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] }] }),
        name: "all",
      }),
      at: "Trail all",
      message: "records data events of the log bucket logs",
    },
  },
  harmless: {
    "only reads": both(
      set("Trail audit", values, ["arn:aws:s3"]),
      set("Trail audit", "eventSelectors.0.readWriteType", "ReadOnly"),
    ),
    "everything but the log bucket": arn({ notStartsWiths: [`${bucketArn("logs")}/`] }),
    "one object's ARN": arn({ equals: [main] }),
    "a bucket of another stack": set("Trail audit", "s3BucketName", "company-trail"),
    "a trail that is off": both(set("Trail audit", values, ["arn:aws:s3"]), set("Trail audit", "enableLogging", false)),
    "a preview": set("Trail audit", values, [from("Bucket main")]),
  },
  unknown: {
    "what the selector names": { change: set("Trail audit", values, [notKnown]), at: "Trail audit" },
  },
});

const wrong = (property: string, value: unknown, message: string) => ({
  change: set("Trail audit", property, value),
  at: "Trail audit",
  message,
});
const open = (property: string) => ({ change: set("Trail audit", property, notKnown), at: "Trail audit" });

testRule("trail-log-validation", {
  compliant: [goodTrail({ s3BucketName: "logs" })],
  violations: {
    off: wrong("enableLogFileValidation", false, "does not validate its log files"),
    "left out": wrong("enableLogFileValidation", undefined, "does not validate its log files"),
    "off, as text": wrong("enableLogFileValidation", "false", "does not validate its log files"),
  },
  unknown: { "the setting": open("enableLogFileValidation") },
});

const noKey = "encrypts its log files with no key of its own";
testRule("trail-encryption", {
  compliant: [goodTrail({ s3BucketName: "logs" }), resource("aws:kms/key:Key", "logs")],
  violations: {
    "no key": wrong("kmsKeyId", undefined, noKey),
    "an empty key": wrong("kmsKeyId", "", noKey),
    nothing: wrong("kmsKeyId", null, noKey),
  },
  harmless: { "a key that is still to be made": set("Trail audit", "kmsKeyId", from("Key logs")) },
  unknown: { "the key": open("kmsKeyId") },
});

testRule("trail-every-region", {
  compliant: [goodTrail({ s3BucketName: "logs" })],
  violations: {
    "one region": wrong("isMultiRegionTrail", false, "records one region only"),
    "one region, by default": wrong("isMultiRegionTrail", undefined, "records one region only"),
    "without IAM": wrong("includeGlobalServiceEvents", false, "leaves out the events of global services"),
    off: wrong("enableLogging", false, "is switched off"),
  },
  unknown: { regions: open("isMultiRegionTrail"), "whether it is on": open("enableLogging") },
});

testRule("trail-management-events", {
  compliant: [goodTrail({ s3BucketName: "logs" })],
  violations: {
    "left out": wrong("eventSelectors.0.includeManagementEvents", false, "records no management events"),
    "only writes": wrong("eventSelectors.0.readWriteType", "WriteOnly", "records no management events that only read"),
    "only reads": wrong("eventSelectors.0.readWriteType", "ReadOnly", "records no management events that write"),
    "data events alone": { change: advanced(), at: "Trail audit", message: "records no management events" },
    "advanced, only reads": {
      change: both(
        set("Trail audit", "eventSelectors", undefined),
        set("Trail audit", "advancedEventSelectors", [
          {
            fieldSelectors: [
              { field: "eventCategory", equals: ["Management"] },
              { field: "readOnly", equals: ["true"] },
            ],
          },
        ]),
      ),
      at: "Trail audit",
      message: "records no management events that write",
    },
  },
  harmless: {
    "no selectors, which records them all": set("Trail audit", "eventSelectors", undefined),
    advanced: set("Trail audit", "advancedEventSelectors", [
      dataSelector(),
      { fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
    ]),
  },
  unknown: { "the selectors": open("eventSelectors") },
});

testRule("trail-log-group", {
  compliant: [goodTrail({ s3BucketName: "logs" }), resource("aws:cloudwatch/logGroup:LogGroup", "trail")],
  violations: {
    "no group": wrong("cloudWatchLogsGroupArn", undefined, "delivers to no log group"),
    "an empty group": wrong("cloudWatchLogsGroupArn", "", "delivers to no log group"),
    "no role": wrong("cloudWatchLogsRoleArn", undefined, "names a log group, and no role that writes into it"),
  },
  harmless: {
    "a group that is still to be made": set("Trail audit", "cloudWatchLogsGroupArn", from("LogGroup trail")),
  },
  unknown: { "the group": open("cloudWatchLogsGroupArn") },
});

const admit = (condition: object) =>
  set("BucketPolicy logs", "policy", policyText(denyPlainHttp("logs"), admitTrail(condition)));
const anyone = (condition: object) => ({
  change: admit(condition),
  at: "BucketPolicy logs",
  message: "lets CloudTrail write for anyone's trail in AdmitTrail",
});

testRule("trail-bucket-policy", {
  compliant: trailStack(),
  violations: {
    "no condition": anyone({}),
    "a condition on the ACL alone": anyone({ StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } }),
    "trails of any account": anyone({ ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/*" } }),
    "only if it is said": anyone({
      StringEqualsIfExists: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:123456789012:trail/acme" },
    }),
  },
  harmless: {
    "any trail of one account": admit({ ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:123456789012:trail/*" } }),
    "a bucket without a policy": add(resource("aws:s3/bucket:Bucket", "bare", { bucket: bucketName("bare") })),
    "a bucket of another kind": add(...goodBucket("other")),
  },
  unknown: { "the policy": { change: set("BucketPolicy logs", "policy", notKnown), at: "Bucket logs" } },
});

const trailService = "cloudtrail.amazonaws.com";
const keyPolicy = (...statements: readonly object[]) => set("Key logs", "policy", policyText(rootMay, ...statements));
const shutOut = (...statements: readonly object[]) => ({
  change: keyPolicy(...statements),
  at: "Key logs",
  message: "refuses cloudtrail.amazonaws.com, for the trail audit",
});
const encrypt = ["kms:GenerateDataKey*", "kms:DescribeKey"];

testRule("trail-key-policy", {
  compliant: [
    goodTrail({ s3BucketName: "logs", kmsKeyId: from("Key logs", keyArn) }),
    resource("aws:kms/key:Key", "logs", {
      policy: policyText(rootMay, allow(trailService, encrypt, sourceIs("cloudtrail"))),
    }),
  ],
  violations: {
    "nothing for trails": shutOut(),
    "what a topic would need": shutOut(allow(trailService, mayEncrypt)),
    "a source that no trail is": shutOut(allow(trailService, encrypt, sourceIs("cloudwatch"))),
    "callers of the account, which CloudTrail is not": shutOut(
      allow(trailService, encrypt, { StringEquals: { "kms:CallerAccount": account } }),
    ),
    "the policy that KMS makes": {
      change: set("Key logs", "policy", undefined),
      at: "Key logs",
      message: "has no policy that admits cloudtrail.amazonaws.com, for the trail audit",
    },
  },
  harmless: {
    "each action in a statement of its own": keyPolicy(
      allow(trailService, "kms:GenerateDataKey*", {
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:123456789012:trail/*" },
      }),
      allow(trailService, "kms:DescribeKey"),
    ),
    "a key of another stack": set("Trail audit", "kmsKeyId", `${keyArn}2`),
    "no key, which is another rule's": set("Trail audit", "kmsKeyId", undefined),
  },
  unknown: {
    "the key": open("kmsKeyId"),
    "its policy": { change: set("Key logs", "policy", notKnown), at: "Trail audit" },
  },
});
