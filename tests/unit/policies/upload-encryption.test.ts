import { bucketArn, bucketName, denyPlainHttp, goodBucket, policyText } from "../../support/bucket-fixtures";
import { add, both, type Change, findingsOf, from, resource, ruleCalled, set } from "../../support/policies";

const rule = ruleCalled("s3-deny-unencrypted-uploads");
const key = "arn:aws:kms:eu-central-1:123456789012:key/1";
const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const algorithm = "s3:x-amz-server-side-encryption";
const encryption = "BucketServerSideEncryptionConfiguration main";
const byDefault = "rules.0.applyServerSideEncryptionByDefault";

const deny = (Condition: object): object => ({
  Sid: "Deny",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:PutObject",
  Resource: `${bucketArn("main")}/*`,
  Condition,
});
const policy = (...statements: readonly object[]): Change =>
  set("BucketPolicy main", "policy", policyText(denyPlainHttp("main"), ...statements));
const found = (change: Change) => findingsOf(rule, change(goodBucket("main")));
const refused = ["violation BucketPolicy main: does not deny wrongly encrypted uploads"];

describe("a denial by the KMS key's id alone is good", () => {
  const good: Readonly<Record<string, object>> = {
    "StringNotEquals, which holds without the header too": { StringNotEquals: { [keyId]: key } },
    ArnNotEquals: { ArnNotEquals: { [keyId]: key } },
    "… IfExists, which a negated operator does not change": { StringNotEqualsIfExists: { [keyId]: key } },
    "sparing what asks for nothing, which the default encrypts": {
      StringNotEquals: { [keyId]: [key] },
      Null: { [algorithm]: "false" },
    },
  };
  test.each(Object.entries(good))("%s", (_, condition) => {
    expect(found(policy(deny(condition)))).toEqual([]);
  });

  test("with the key by its id in the bucket's default", () => {
    const change = both(
      policy(deny({ StringNotEquals: { [keyId]: key } })),
      set(encryption, `${byDefault}.kmsMasterKeyId`, "1"),
    );
    expect(found(change)).toEqual([]);
  });
});

/** What S3 stores under another key than the bucket's unless it is denied, and statements that deny a part of it. */
const parts = {
  otherAlgorithms: { StringNotEquals: { [algorithm]: "aws:kms" }, Null: { [algorithm]: "false" } },
  otherKeys: { StringNotEquals: { [keyId]: key }, Null: { [keyId]: "false" } },
  kmsWithoutKey: { StringEquals: { [algorithm]: "aws:kms" }, Null: { [keyId]: "true" } },
};
const otherKeyOrNone = { StringNotEquals: { [keyId]: key }, StringEquals: { [algorithm]: "aws:kms" } };

describe("a bucket with a KMS key: its policy denies every other key, and every other algorithm", () => {
  test.each<[string, readonly object[]]>([
    ["in three statements", [parts.otherAlgorithms, parts.otherKeys, parts.kmsWithoutKey]],
    ["in two statements", [parts.otherAlgorithms, otherKeyOrNone]],
    ["with the header demanded as well", [{ Null: { [algorithm]: "true" } }, { ArnNotEquals: { [keyId]: key } }]],
    [
      "with AES256 denied by name",
      [{ StringEquals: { [algorithm]: "AES256" } }, parts.otherKeys, { Null: { [keyId]: "true" } }],
    ],
  ])("%s", (_, conditions) => {
    expect(found(policy(...conditions.map(deny)))).toEqual([]);
  });

  test.each<[string, readonly object[]]>([
    ["any algorithm but aws:kms, so that the uploader may name a key of its own account", [parts.otherAlgorithms]],
    ["the same, with the header demanded", [{ StringNotEquals: { [algorithm]: "aws:kms" } }]],
    ["other keys if one is named, so that AES256 and the AWS managed key are left", [parts.otherKeys]],
    [
      "other algorithms and other keys: aws:kms without a key takes the AWS managed key",
      [parts.otherAlgorithms, parts.otherKeys],
    ],
    ["other algorithms, and aws:kms without a key", [parts.otherAlgorithms, parts.kmsWithoutKey]],
    ["other keys, and aws:kms without one: AES256 is left", [parts.otherKeys, parts.kmsWithoutKey]],
    ["AES256 by name", [{ StringEquals: { [algorithm]: "AES256" } }]],
    [
      "other keys, with DSSE only",
      [parts.otherAlgorithms, { ...otherKeyOrNone, StringEquals: { [algorithm]: "aws:kms:dsse" } }],
    ],
    ["algorithms by a pattern that spares aws:kms", [{ StringNotLike: { [algorithm]: "aws:*" } }]],
    [
      "every algorithm and key that fit a pattern",
      [{ StringNotLike: { [keyId]: "arn:aws:kms:*:123456789012:key/*" } }],
    ],
    [
      "a key of the caller's account",
      [{ StringNotLike: { [keyId]: `arn:aws:kms:eu-central-1:\${aws:PrincipalAccount}:key/1` } }],
    ],
  ])("not: %s", (_, conditions) => {
    expect(found(policy(...conditions.map(deny)))).toEqual(refused);
  });

  test("each part on every object: two halves of the bucket with other halves of the denial are no whole", () => {
    const half = (condition: object, Resource: string) => ({ ...deny(condition), Resource });
    const whole = (condition: object) => deny(condition);
    const a = `${bucketArn("main")}/a*`;
    const rest = { Resource: undefined, NotResource: a };
    const halves = [half(otherKeyOrNone, a), { ...deny(otherKeyOrNone), ...rest }];
    expect(found(policy(whole(parts.otherAlgorithms), ...halves))).toEqual([]);
    expect(found(policy(half(parts.otherAlgorithms, a), { ...deny(otherKeyOrNone), ...rest }))).toEqual(refused);
    expect(found(policy(half(parts.otherAlgorithms, a), ...halves))).toEqual(refused);
  });
});

describe("a bucket with DSSE, AES256, or AWS's own key", () => {
  const byAlgorithm = (one: string, more: object = {}) =>
    set(encryption, byDefault, { sseAlgorithm: one, kmsMasterKeyId: key, ...more });
  const anyKey = { Null: { [keyId]: "false" } };
  const notAes = { StringEquals: { [algorithm]: "AES256" } };

  test.each<[string, Change, readonly object[], number]>([
    [
      "DSSE, with its key and algorithm",
      byAlgorithm("aws:kms:dsse"),
      [{ StringNotEquals: { [keyId]: key } }, { StringNotEquals: { [algorithm]: "aws:kms:dsse" } }],
      0,
    ],
    [
      "DSSE, where aws:kms with its key is left",
      byAlgorithm("aws:kms:dsse"),
      [{ StringNotEquals: { [keyId]: key } }],
      1,
    ],
    ["AES256", byAlgorithm("AES256"), [{ StringNotEquals: { [algorithm]: "AES256" } }], 0],
    ["AES256, where keys are denied, and aws:kms without one is left", byAlgorithm("AES256"), [anyKey], 1],
    ["AES256, where DSSE is left", byAlgorithm("AES256"), [{ StringEquals: { [algorithm]: "aws:kms" } }], 1],
    [
      "AWS's own key: any key is denied, and AES256",
      byAlgorithm("aws:kms", { kmsMasterKeyId: undefined }),
      [anyKey, notAes, { StringNotEquals: { [algorithm]: "aws:kms" } }],
      0,
    ],
    ["AWS's own key, where AES256 is left", byAlgorithm("aws:kms", { kmsMasterKeyId: "alias/aws/s3" }), [anyKey], 1],
    [
      "AWS's own key, where keys are left",
      byAlgorithm("aws:kms", { kmsMasterKeyId: undefined }),
      [parts.otherAlgorithms],
      1,
    ],
    [
      "AWS's own key, where every upload must name one key",
      byAlgorithm("aws:kms", { kmsMasterKeyId: undefined }),
      [{ StringNotEquals: { [keyId]: key } }],
      0,
    ],
    [
      "a key by its alias, in another account than the policy's",
      byAlgorithm("aws:kms", { kmsMasterKeyId: "arn:aws:kms:eu-central-1:210987654321:alias/a" }),
      [{ StringNotEquals: { [keyId]: key } }],
      1,
    ],
  ])("%s", (_, change, conditions, findings) => {
    expect(found(both(change, policy(...conditions.map(deny))))).toHaveLength(findings);
  });

  test("a key by its id is of the bucket's own account", () => {
    const own = resource("aws:kms/key:Key", "key", { arn: key });
    const change = (account: string) =>
      both(
        add(own),
        set(encryption, `${byDefault}.kmsMasterKeyId`, "1"),
        policy(deny({ StringNotEquals: { [keyId]: `arn:aws:kms:eu-central-1:${account}:key/1` } })),
      );
    expect(found(change("123456789012"))).toEqual([]);
    expect(found(change("210987654321"))).toEqual(refused);
  });
});

describe("a denial by a key's id is none", () => {
  const bad: Readonly<Record<string, object>> = {
    "of another key": { StringNotEquals: { [keyId]: "arn:aws:kms:eu-central-1:123456789012:key/2" } },
    "of another account's key": { StringNotEquals: { [keyId]: "arn:aws:kms:eu-central-1:210987654321:key/1" } },
    "of two keys, one of them another account's": {
      StringNotEquals: { [keyId]: [key, "arn:aws:kms:eu-central-1:210987654321:key/9"] },
    },
    "of no key": { StringNotEquals: { [keyId]: [] } },
    "of an empty text": { StringNotEquals: { [keyId]: "" } },
    "of any key": { StringNotLike: { [keyId]: "*" } },
    "of any key by ARN": { ArnNotLike: { [keyId]: "arn:aws:kms:*:*:key/*" } },
    "of an alias, which a request does not carry": { StringNotEquals: { [keyId]: "alias/acme" } },
    "sparing AES256, which names no key": { StringNotEquals: { [keyId]: key }, Null: { [keyId]: "false" } },
    "sparing other algorithms": { StringNotEquals: { [keyId]: key }, StringEquals: { [algorithm]: "aws:kms" } },
    "from one address only": { StringNotEquals: { [keyId]: key }, IpAddress: { "aws:SourceIp": "192.0.2.1/32" } },
    "the right key, denied": { StringEquals: { [keyId]: key } },
    "of all values": { "ForAllValues:StringNotEquals": { [keyId]: key } },
  };
  test.each(Object.entries(bad))("%s", (_, condition) => {
    expect(found(policy(deny(condition)))).toEqual(refused);
  });

  test("where the bucket encrypts with AES256", () => {
    const change = both(
      policy(deny({ StringNotEquals: { [keyId]: key } })),
      set(encryption, byDefault, { sseAlgorithm: "AES256" }),
    );
    expect(found(change)).toEqual(refused);
  });

  test("sparing what asks for nothing, where the default is no key of the team's", () => {
    const condition = { StringNotEquals: { [keyId]: key }, Null: { [algorithm]: "false" } };
    const change = both(policy(deny(condition)), set(encryption, `${byDefault}.kmsMasterKeyId`, undefined));
    expect(found(change)).toEqual(refused);
  });
});

describe("Elastic Load Balancing's own accounts write logs", () => {
  const admit = (account: string, more: object = {}): object => ({
    Sid: "Balancers",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "s3:PutObject",
    Resource: `${bucketArn("main")}/AWSLogs/123456789012/*`,
    ...more,
  });
  const onlyFor = (...accounts: readonly string[]): object => ({
    Sid: "Others",
    Effect: "Deny",
    NotPrincipal: { AWS: accounts.map((one) => `arn:aws:iam::${one}:root`) },
    Action: "s3:PutObject",
    Resource: `${bucketArn("main")}/*`,
  });
  const frankfurt = "054676820928";
  const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "web", {
    accessLogs: { enabled: true, bucket: from("Bucket main", bucketName("main")) },
  });

  test("for a balancer of the stack", () => {
    expect(found(both(policy(admit(frankfurt)), add(balancer)))).toEqual([]);
  });

  test("for one of another stack, where nobody else may write", () => {
    expect(found(policy(admit(frankfurt), onlyFor(frankfurt)))).toEqual([]);
  });

  test.each([
    ["where everybody else may write too", [admit(frankfurt)]],
    ["an account of somebody else's", [admit("210987654321"), onlyFor("210987654321")]],
    ["where somebody else is spared too", [admit(frankfurt), onlyFor(frankfurt, "210987654321")]],
    [
      "a role of that account, which nobody has",
      [admit(frankfurt), { ...onlyFor(), NotPrincipal: { AWS: `arn:aws:iam::${frankfurt}:role/x` } }],
    ],
    ["where reading is admitted only", [admit(frankfurt, { Action: "s3:GetObject" }), onlyFor(frankfurt)]],
  ])("not %s", (_, statements) => {
    expect(found(policy(...statements))).toEqual(refused);
  });

  test("and are no other account that FSBP S3.6 is about, as long as they only write", () => {
    const foreign = ruleCalled("s3-foreign-account");
    expect(findingsOf(foreign, policy(admit(frankfurt))(goodBucket("main")))).toEqual([]);
    expect(findingsOf(foreign, policy(admit(frankfurt, { Action: "s3:*" }))(goodBucket("main")))).toHaveLength(1);
  });
});

test("a bucket that a provider's default tags call locked is to be locked", () => {
  const lock = ruleCalled("s3-object-lock");
  const tagged = set("Bucket main", "tagsAll", { locked: "true", owner: "storage" });
  expect(findingsOf(lock, tagged(goodBucket("main")))).toEqual([
    "violation Bucket main: is tagged locked, and is not locked",
  ]);
  expect(findingsOf(lock, set("Bucket main", "tagsAll", { locked: "false" })(goodBucket("main")))).toEqual([]);
  // Its own tag wins.
  const own = both(tagged, set("Bucket main", "tags", { locked: "false" }));
  expect(findingsOf(lock, own(goodBucket("main")))).toEqual([]);
});
