import { notKnown } from "../../../policies/framework/values";
import {
  admitService,
  bucketArn,
  bucketName,
  goodBucket,
  loggingStack,
  policyText,
} from "../../support/bucket-fixtures";
import { add, both, from, resource, set, testRule } from "../../support/policies";

const encryption = "BucketServerSideEncryptionConfiguration main";
const key = "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId";
const inRegion = (label: string, region: unknown = "eu-central-1") => set(label, "region", region);
const here = "arn:aws:kms:eu-central-1:123456789012:key/1";
const keyOf = (region: unknown) => resource("aws:kms/key:Key", "files", { region });

testRule("s3-key-place", {
  compliant: inRegion("Bucket main")(goodBucket("main")),
  violations: {
    "an alias": {
      change: set(encryption, key, "alias/files"),
      at: encryption,
      message: "names its key by the alias alias/files",
    },
    "an alias by its ARN": {
      change: set(encryption, key, "arn:aws:kms:eu-central-1:123456789012:alias/files"),
      at: encryption,
      message: "names its key by the alias arn:aws:kms:eu-central-1:123456789012:alias/files",
    },
    "an alias in capitals": {
      change: set(encryption, key, "ALIAS/files"),
      at: encryption,
      message: "names its key by the alias ALIAS/files",
    },
    "an alias that is to be made": {
      change: both(
        add(resource("aws:kms/alias:Alias", "files", { name: "alias/files", region: "eu-central-1" })),
        set(encryption, key, from("Alias files")),
      ),
      at: encryption,
      message: "names its key by the alias files",
    },
    "a key of another region": {
      change: set(encryption, key, "arn:aws:kms:us-east-1:123456789012:key/1"),
      at: encryption,
      message: "has a key of us-east-1, and is in eu-central-1",
    },
    "a key of another region, of a newer form": {
      change: set(encryption, key, "arn:aws-eusc:kms:eusc-de-east-1:123456789012:key/1"),
      at: encryption,
      message: "has a key of eusc-de-east-1, and is in eu-central-1",
    },
    "a key of another region that is to be made": {
      change: both(add(keyOf("eu-west-1")), set(encryption, key, from("Key files"))),
      at: encryption,
      message: "has a key of eu-west-1, and is in eu-central-1",
    },
  },
  harmless: {
    "a key that is to be made": both(add(keyOf("eu-central-1")), set(encryption, key, from("Key files"))),
    "a key's id": set(encryption, key, "1234abcd-12ab-34cd-56ef-1234567890ab"),
    "SSE-S3": set(encryption, "rules.0", { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }),
    "S3's own key": set(encryption, key, undefined),
  },
  unknown: {
    "the key": { change: set(encryption, key, notKnown), at: "Bucket main" },
    "the bucket's region": { change: inRegion("Bucket main", notKnown), at: "Bucket main" },
  },
});

const logging = "BucketLogging main";
const admitting = (condition: object) => ({
  ...admitService("logs", "logging.s3.amazonaws.com"),
  Condition: condition,
});
const logsPolicy = (...statements: object[]) => set("BucketPolicy logs", "policy", policyText(...statements));
const account = { StringEquals: { "aws:SourceAccount": "123456789012" } };
const bySource = (source: string) => logsPolicy(admitting({ ...account, ArnLike: { "aws:SourceArn": source } }));
const notLet = "writes access logs to logs, whose policy does not let S3 deliver them";
const others = "writes access logs to logs, whose policy lets S3 deliver those of other buckets only";

testRule("s3-access-log-delivery", {
  compliant: both(inRegion("Bucket main"), inRegion("Bucket logs"))(loggingStack()),
  violations: {
    "another region": {
      change: inRegion("Bucket logs", "us-east-1"),
      at: logging,
      message: "writes access logs to logs, which is in us-east-1, and is in eu-central-1",
      inline: false,
    },
    "no permission": { change: logsPolicy(), at: logging, message: notLet },
    "another service's permission": {
      change: logsPolicy(admitService("logs", "delivery.logs.amazonaws.com")),
      at: logging,
      message: notLet,
    },
    "permission to read": {
      change: logsPolicy({ ...admitting(account), Action: "s3:GetObject" }),
      at: logging,
      message: notLet,
    },
    "permission on another bucket's objects": {
      change: logsPolicy({ ...admitting(account), Resource: "arn:aws:s3:::another/*" }),
      at: logging,
      message: notLet,
    },
    "permission for other buckets": {
      change: bySource("arn:aws:s3:::acme-dev-eu-west-1-*"),
      at: logging,
      message: others,
    },
    "permission for one other bucket": { change: bySource(bucketArn("trail")), at: logging, message: others },
  },
  harmless: {
    "permission for this bucket": bySource(bucketArn("main")),
    "permission for all of the stack's": bySource("arn:aws:s3:::acme-dev-eu-central-1-*"),
    "permission in another partition": bySource("arn:aws-us-gov:s3:::acme-dev-eu-central-1-*"),
    "a bucket of another stack": set(logging, "targetBucket", "somebody-elses"),
  },
  unknown: {
    "the policy": { change: set("BucketPolicy logs", "policy", notKnown), at: "Bucket main" },
    "the region of the target": { change: inRegion("Bucket logs", notKnown), at: "Bucket main" },
  },
});

test("fixtures name what they are about", () => {
  expect([bucketName("main"), here]).toEqual([
    "acme-dev-eu-central-1-main",
    "arn:aws:kms:eu-central-1:123456789012:key/1",
  ]);
});
