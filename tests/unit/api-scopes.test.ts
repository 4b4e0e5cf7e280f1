import * as fc from "fast-check";
import { type Purpose, sessionPolicy } from "../../functions/api/privilege-policies";
import { config, environment, shared } from "../support/api-config";

const { keyArn, uploadsTableArn } = environment;
const statementsOf = (...given: Parameters<typeof sessionPolicy>) => sessionPolicy(...given).Statement;

const through = (...services: string[]) => ({
  StringEquals: { "kms:ViaService": services.map((service) => `${service}.eu-central-1.amazonaws.com`) },
});

test("a session that signs uploads reaches the caller's own prefix and uploads, and cannot read an object", () => {
  expect(sessionPolicy("write", config, environment, "alice")).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "UseObjects",
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
        Resource: "arn:aws:s3:::acme-files/uploads/alice/*",
      },
      {
        Sid: "ListPrefix",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: "arn:aws:s3:::acme-files",
        Condition: { StringLike: { "s3:prefix": "uploads/alice/*" } },
      },
      {
        Sid: "UseKey",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: keyArn,
        Condition: through("s3", "dynamodb"),
      },
      {
        Sid: "UseUploads",
        Effect: "Allow",
        Action: [
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:BatchGetItem",
          "dynamodb:Query",
        ],
        Resource: uploadsTableArn,
        Condition: {
          "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["open#alice", "closed#alice", "quota#alice"] },
        },
      },
    ],
  });
});

test("a session that signs downloads reads below the stack's prefix, and can neither write nor see uploads", () => {
  expect(sessionPolicy("read", config, environment, "victor")).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "UseObjects",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: "arn:aws:s3:::acme-files/uploads/*",
      },
      {
        Sid: "ListPrefix",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:ListBucketVersions"],
        Resource: "arn:aws:s3:::acme-files",
        Condition: { StringLike: { "s3:prefix": "uploads/*" } },
      },
      { Sid: "UseKey", Effect: "Allow", Action: ["kms:Decrypt"], Resource: keyArn, Condition: through("s3") },
    ],
  });
});

test("an admin session hides and restores below the stack's prefix, and can destroy no version", () => {
  expect(sessionPolicy("admin", config, environment, "ada")).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "UseObjects",
        Effect: "Allow",
        Action: [
          ...["s3:DeleteObject", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:RestoreObject"],
          ...["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
          ...["s3:GetObjectVersionTagging", "s3:PutObjectTagging"],
        ],
        Resource: "arn:aws:s3:::acme-files/uploads/*",
      },
      {
        Sid: "ListPrefix",
        Effect: "Allow",
        Action: ["s3:ListBucketVersions"],
        Resource: "arn:aws:s3:::acme-files",
        Condition: { StringLike: { "s3:prefix": "uploads/*" } },
      },
      {
        Sid: "UseKey",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: keyArn,
        Condition: through("s3", "dynamodb"),
      },
      {
        Sid: "UseRestores",
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
        Resource: environment.uploadsTableArn,
        Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["restores"] } },
      },
    ],
  });
});

test("in a shared layout a session that signs uploads reaches the whole prefix, and its own uploads alone", () => {
  expect(statementsOf("write", shared, environment, "alice")).toMatchObject([
    { Resource: "arn:aws:s3:::acme-files/uploads/*" },
    { Condition: { StringLike: { "s3:prefix": "uploads/*" } } },
    {},
    {
      Condition: {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["open#alice", "closed#alice", "quota#alice"] },
      },
    },
  ]);
});

test("the bucket is in the key's partition", () => {
  const inChina = { ...environment, keyArn: "arn:aws-cn:kms:cn-north-1:123456789012:key/1" };
  expect(statementsOf("admin", config, inChina, "ada")[0]).toMatchObject({
    Resource: "arn:aws-cn:s3:::acme-files/uploads/*",
  });
});

describe("a session that removes a delete marker", () => {
  const marker = (key: string) => ({ key, versionId: "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrH" });
  const resourceOf = (key: string) => {
    const [statement] = statementsOf(marker(key), config, environment, "ada");
    return statement && "Resource" in statement ? String(statement.Resource) : "";
  };

  test("removes this one version of this one key, and can do nothing else", () => {
    expect(sessionPolicy(marker("uploads/alice/a b.txt"), config, environment, "ada")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "RemoveMarker",
          Effect: "Allow",
          Action: "s3:DeleteObjectVersion",
          Resource: "arn:aws:s3:::acme-files/uploads/alice/a b.txt",
          Condition: { StringEqualsIfExists: { "s3:versionid": "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrH" } },
        },
      ],
    });
  });

  /** What IAM would read as a variable. */
  const variable = ["$", "{", "aws:username", "}"].join("");

  test.each([
    ["uploads/alice/*.txt", "uploads/alice/?.txt"],
    ["uploads/alice/what?", "uploads/alice/what?"],
    ["uploads/alice/5$", "uploads/alice/5?"],
    [`uploads/alice/${variable}`, "uploads/alice/?{aws:username}"],
    ["uploads/alice/$&$1$$", "uploads/alice/?&?1??"],
    ["uploads/**", "uploads/??"],
  ])("takes %s for one name of that length: no wildcard is wider, and there is no variable", (key, resource) => {
    expect(resourceOf(key)).toBe(`arn:aws:s3:::acme-files/${resource}`);
  });

  // STS takes no character beyond U+00FF in a session's policy.
  test.each([
    ["uploads/alice/ü.txt", "uploads/alice/*.txt"],
    ["uploads/alice/日本語/報告.pdf", "uploads/alice/*/*.pdf"],
    ["uploads/alice/a😀*b", "uploads/alice/a*?b"],
  ])("leaves what STS would not take of %s to the version", (key, resource) => {
    expect(resourceOf(key)).toBe(`arn:aws:s3:::acme-files/${resource}`);
  });

  test("fits STS whatever the key is", () => {
    const keys = fc.string({
      unit: fc.constantFrom("*", "?", "$", '"', "\\", "ü", "😀", "a", "/", "{"),
      maxLength: 1024,
    });
    fc.assert(
      fc.property(keys, (name) => {
        const text = JSON.stringify(
          sessionPolicy(marker(name), config, { ...environment, bucket: "b".repeat(63) }, "ada"),
        );
        expect(text.length).toBeLessThanOrEqual(2048);
        expect(text).toMatch(/^[\u0020-\u007e]+$/);
      }),
    );
    for (const worst of ["*", '"', "\\", "a", "$"])
      expect(
        JSON.stringify(sessionPolicy(marker(worst.repeat(1024)), config, environment, "ada")).length,
      ).toBeLessThanOrEqual(2048);
  });
});

// The longest that AWS and the components allow: a bucket of 63 characters, a session of 64, a prefix of 256.
test.each<[string, Purpose]>([
  ["read", "read"],
  ["write", "write"],
  ["admin", "admin"],
])("with the longest names the policy of a session to %s is below STS's 2,048 characters", (_, purpose) => {
  const policy = sessionPolicy(
    purpose,
    { prefix: `${"p".repeat(255)}/`, layout: "per-caller" },
    {
      bucket: "b".repeat(63),
      keyArn: `arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-${"0".repeat(32)}`,
      uploadsTableArn: `arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/${"t".repeat(58)}`,
    },
    "c".repeat(64),
  );
  expect(JSON.stringify(policy).length).toBeLessThanOrEqual(2048);
});
