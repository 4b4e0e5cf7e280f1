import {
  bucketArn,
  bucketKey,
  denyPlainHttp,
  denyWrongEncryption,
  goodBucket,
  policyText,
} from "../../support/bucket-fixtures";
import { type Fixture, findingsOf, resource, ruleCalled, set } from "../../support/policies";

type Statement = Readonly<Record<string, unknown>>;

const b = bucketArn("main");
const whole = [b, `${b}/*`];
const tls = (more: Statement): Statement => ({ ...denyPlainHttp("main"), ...more });
/** The denial with another element in place of `Resource` or `Action`. */
const tlsBut = (element: "Resource" | "Action", more: Statement): Statement => tls({ [element]: undefined, ...more });
const upload = (more: Statement): Statement => ({ ...denyWrongEncryption("main"), ...more });
const withPolicy = (statements: readonly object[]) =>
  set("BucketPolicy main", "policy", policyText(...statements))(goodBucket("main"));
const found = (rule: string, statements: readonly object[]): number =>
  findingsOf(ruleCalled(rule), withPolicy(statements)).filter((one) => one.startsWith("violation")).length;

const oneOf = (...values: readonly unknown[]): Statement => ({
  Condition: { Bool: { "aws:SecureTransport": values } },
});

describe("s3-tls-only takes a denial for whole only if it is", () => {
  const partial: Readonly<Record<string, readonly object[]>> = {
    "objects that begin with a": [tls({ Resource: [b, `${b}/a*`] })],
    "no key of the top level": [tls({ Resource: [b, `${b}/*/*`] })],
    "objects that end in t": [tls({ Resource: [b, `${b}/*t`] })],
    "objects of one letter or more": [tls({ Resource: [b, `${b}/??*`] })],
    "the bucket, and what begins like it": [tls({ Resource: `${b}?*` })],
    "objects with one of many letters": [tls({ Resource: [b, ...Array.from("abcxyz012", (one) => `${b}/${one}*`)] })],
    "all objects but some": [tlsBut("Resource", { NotResource: `${b}/public/*` })],
    "all but what ends in t": [tlsBut("Resource", { NotResource: `${b}/*t` })],
    "all but the caller's own": [tlsBut("Resource", { NotResource: `${b}/\u0024{aws:username}/*` })],
    "all but the caller's own, and a key that looks like a variable": [
      tlsBut("Resource", { NotResource: `${b}/\u0024{aws:username}` }),
      tls({ Resource: `${b}/\u0024*` }),
    ],
    "the caller's own": [tls({ Resource: [b, `${b}/\u0024{aws:username}`] })],
    "another bucket": [tls({ Resource: [bucketArn("other"), `${bucketArn("other")}/*`] })],
    "a name in other letters": [tls({ Resource: [b.toUpperCase(), `${b}/*`] })],
    "no resource": [tls({ Resource: [] })],
    "all but nothing": [tlsBut("Resource", { NotResource: [] })],
    "a resource and its opposite": [tls({ NotResource: `${b}/a*` })],
    "four actions": [tls({ Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject"] })],
    "families of actions": [tls({ Action: ["s3:Get*", "s3:Put*", "s3:List*", "s3:Delete*"] })],
    "all actions but one": [tlsBut("Action", { NotAction: "s3:GetObjectVersion" })],
    "all actions but a family": [tlsBut("Action", { NotAction: ["s3:get*version*"] })],
    "actions of many letters": [tls({ Action: "s3:*t*" })],
    "no action": [tls({ Action: [] })],
    "actions here and objects there": [tls({ Resource: b }), tls({ Action: "s3:GetObject", Resource: `${b}/*` })],
    "two halves that leave a gap": [tlsBut("Resource", { NotResource: [`${b}/a*`] }), tls({ Resource: `${b}/ab*` })],
    "two statements that spare the same": [
      tlsBut("Resource", { NotResource: [`${b}/a*`] }),
      tlsBut("Resource", { NotResource: [`${b}/*a`] }),
    ],
    "no value": [tls(oneOf())],
    "an empty value": [tls(oneOf(""))],
    "the wrong value beside the right one": [tls(oneOf("true", "false"))],
    "half of it on one more condition": [
      tls({ Resource: b }),
      tls({
        Resource: `${b}/*`,
        Condition: { Bool: { "aws:SecureTransport": "false" }, Null: { "s3:TlsVersion": "true" } },
      }),
    ],
    "one account": [tls({ Principal: { AWS: "123456789012" } })],
    "everyone but one": [tls({ Principal: undefined, NotPrincipal: { AWS: "123456789012" } })],
  };
  test.each(Object.entries(partial))("not: %s", (_, statements) => {
    expect(found("s3-tls-only", statements)).toBe(1);
  });

  const complete: Readonly<Record<string, readonly object[]>> = {
    "the bucket and all below it": [tls({ Resource: `${b}*` })],
    "every bucket": [tls({ Resource: "arn:aws:s3:::*" })],
    "a statement each": [tls({ Resource: b }), tls({ Resource: `${b}/*` })],
    "actions in two statements": [tls({ Action: ["s3:Get*"] }), tlsBut("Action", { NotAction: "s3:get*" })],
    "what one statement spares, another denies": [
      tlsBut("Resource", { NotResource: `${b}/public/*` }),
      tls({ Resource: `${b}/p*` }),
    ],
    "all but another bucket": [tlsBut("Resource", { NotResource: [`${bucketArn("other")}/*`] })],
    "all actions but another service's": [tlsBut("Action", { NotAction: ["ec2:*", "iam:*"] })],
    "every action of every service": [tls({ Action: "*" })],
    "beside what it need not say": [tls({}), tls({ Resource: `${b}/a*` }), upload({})],
  };
  test.each(Object.entries(complete))("whole: %s", (_, statements) => {
    expect(found("s3-tls-only", statements)).toBe(0);
  });

  test("in the bucket's own partition only", () => {
    const inChina = (arns: readonly string[]) => {
      const change = set("BucketPolicy main", "policy", policyText(tls({ Resource: arns })));
      const stack = change(set("Bucket main", "region", "cn-north-1")(goodBucket("main")));
      return findingsOf(ruleCalled("s3-tls-only"), stack).length;
    };
    expect(inChina(whole)).toBe(1);
    expect(inChina(whole.map((arn) => arn.replace("arn:aws:", "arn:aws-cn:")))).toBe(0);
  });
});

describe("s3-deny-unencrypted-uploads takes a denial for whole only if it is", () => {
  const keyId = (...values: readonly string[]) => ({
    Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": values } },
  });
  const partial: Readonly<Record<string, object>> = {
    "objects that begin with a": { Resource: `${b}/a*` },
    "no key of the top level": { Resource: `${b}/*/*` },
    "objects that end in t": { Resource: `${b}/*t` },
    "all but some": { Resource: undefined, NotResource: `${b}/open/*` },
    "the bucket, which is no object": { Resource: b },
    "another action": { Action: "s3:PutObjectAcl" },
    "all actions but this one": { Action: undefined, NotAction: "s3:Put*" },
    "no key": keyId(),
    "one more key": keyId(bucketKey, `${bucketKey}2`),
    "any algorithm but one, whatever the key": {
      Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
    },
    "a header that is both there and not": {
      Condition: {
        StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": bucketKey },
        Null: { "s3:x-amz-server-side-encryption": [] },
      },
    },
  };
  test.each(Object.entries(partial))("not: %s", (_, more) => {
    expect(found("s3-deny-unencrypted-uploads", [upload({ ...more })])).toBe(1);
  });

  test.each<[string, readonly object[]]>([
    ["by two statements", [upload({ Resource: `${b}/a*` }), upload({ Resource: undefined, NotResource: `${b}/a*` })]],
    ["every object of every bucket", [upload({ Resource: "*" })]],
    ["a family of actions", [upload({ Action: "s3:Put*" })]],
  ])("whole: %s", (_, statements) => {
    expect(found("s3-deny-unencrypted-uploads", statements)).toBe(0);
  });
});

describe("a queue's denial", () => {
  const arn = "arn:aws:sqs:eu-central-1:123456789012:work";
  const queue = (...statements: readonly object[]): Fixture[] => [
    resource("aws:sqs/queue:Queue", "work", { arn, policy: policyText(...statements) }),
  ];
  const deny = (more: Statement) => tls({ Action: "sqs:*", Resource: arn, ...more });
  test.each<[string, readonly object[]]>([
    ["sending and receiving only", [deny({ Action: ["sqs:SendMessage", "sqs:ReceiveMessage"] })]],
    ["a queue of another name", [deny({ Resource: `${arn}-2` })]],
    ["all queues but this one", [deny({ Resource: undefined, NotResource: arn })]],
    ["no resource", [deny({ Resource: [] })]],
    ["no value", [deny(oneOf())]],
  ])("not: %s", (_, statements) => {
    expect(findingsOf(ruleCalled("sqs-tls-only"), queue(...statements))).toHaveLength(1);
  });

  test.each<[string, readonly object[]]>([
    ["by a pattern", [deny({ Resource: "arn:aws:sqs:*:123456789012:*" })]],
    ["by two statements", [deny({ Action: "sqs:Send*" }), deny({ Action: undefined, NotAction: "sqs:SendMessage*" })]],
  ])("whole: %s", (_, statements) => {
    expect(findingsOf(ruleCalled("sqs-tls-only"), queue(...statements))).toEqual([]);
  });
});
