import * as fc from "fast-check";
import { policyText } from "../../support/bucket-fixtures";
import { findingsOf, resource, ruleCalled } from "../../support/policies";

/** A random denial that leaves something out is never taken for a whole one. What it leaves out is known by its making. */
const bucket = "arn:aws:s3:::acme-files";
const topic = "arn:aws:sns:eu-central-1:123456789012:alarms";
const queue = "arn:aws:sqs:eu-central-1:123456789012:work";
const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
  ...more,
});
const found = (rule: string, type: string, inputs: object, statements: readonly object[]) =>
  findingsOf(ruleCalled(rule), [resource(type, "it", { ...inputs, policy: policyText(...statements) })]);
const inBucket = (...statements: readonly object[]) =>
  findingsOf(ruleCalled("s3-tls-only"), [
    resource("aws:s3/bucket:Bucket", "it", { bucket: "acme-files" }),
    resource("aws:s3/bucketPolicy:BucketPolicy", "it", { bucket: "acme-files", policy: policyText(...statements) }),
  ]);

/** Parts of keys and actions: each holds a letter. */
const word = fc.stringMatching(/^[a-z]{1,6}$/);
/** Patterns of keys that all miss some key: each spells out at least one letter. */
const somewhere = fc
  .tuple(fc.constantFrom("", "*", "?", "*/"), word, fc.constantFrom("", "*", "?", "/*"))
  .map((parts) => parts.join(""));
/** Patterns of actions that all miss some action of the service. */
const some = (service: string) =>
  fc
    .tuple(fc.constantFrom("", "*", "?"), word, fc.constantFrom("", "*", "?*"))
    .map((parts) => `${service}:${parts.join("")}`);
const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 4 });

test("the whole denial is taken", () => {
  expect(inBucket(deny("s3:*", [bucket, `${bucket}/*`]))).toEqual([]);
  expect(found("sns-tls-only", "aws:sns/topic:Topic", { arn: topic }, [deny("sns:Publish", topic)])).toEqual([]);
  expect(found("sqs-tls-only", "aws:sqs/queue:Queue", { arn: queue }, [deny("sqs:*", queue)])).toEqual([]);
});

test("keys that spell a letter leave others out", () => {
  fc.assert(
    fc.property(few(somewhere), (keys) => {
      expect(inBucket(deny("s3:*", [bucket, ...keys.map((key) => `${bucket}/${key}`)]))).not.toEqual([]);
    }),
  );
});

test("actions that spell a letter leave others out, in one statement or in several", () => {
  fc.assert(
    fc.property(few(some("s3")), few(some("sqs")), (ofBucket, ofQueue) => {
      expect(inBucket(deny(ofBucket, [bucket, `${bucket}/*`]))).not.toEqual([]);
      expect(inBucket(...ofBucket.map((action) => deny(action, [bucket, `${bucket}/*`])))).not.toEqual([]);
      expect(found("sqs-tls-only", "aws:sqs/queue:Queue", { arn: queue }, [deny(ofQueue, queue)])).not.toEqual([]);
    }),
  );
});

test("what a denial spares by name is left out", () => {
  fc.assert(
    fc.property(word, few(some("s3")), (key, actions) => {
      expect(inBucket(deny("s3:*", undefined, { NotResource: `${bucket}/${key}` }))).not.toEqual([]);
      expect(inBucket(deny(undefined, [bucket, `${bucket}/*`], { NotAction: actions }))).not.toEqual([]);
    }),
  );
});

test("one further condition makes it another denial", () => {
  const keys = fc.constantFrom(
    "aws:SourceIp",
    "aws:PrincipalArn",
    "s3:prefix",
    "aws:PrincipalIsAWSService",
    "aws:username",
  );
  const operators = fc.constantFrom("StringEquals", "StringNotLike", "ArnNotEquals", "NotIpAddress", "BoolIfExists");
  fc.assert(
    fc.property(operators, keys, word, (operator, key, value) => {
      const Condition = { Bool: { "aws:SecureTransport": "false" }, [operator]: { [key]: value } };
      expect(inBucket(deny("s3:*", [bucket, `${bucket}/*`], { Condition }))).not.toEqual([]);
      expect(
        found("sns-tls-only", "aws:sns/topic:Topic", { arn: topic }, [deny("sns:Publish", topic, { Condition })]),
      ).not.toEqual([]);
    }),
  );
});
