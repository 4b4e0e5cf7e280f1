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
