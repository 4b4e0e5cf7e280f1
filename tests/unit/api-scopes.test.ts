import { sessionPolicy } from "../../functions/api/scopes";
import { config, environment, shared } from "../support/api-config";

const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

test("a session that signs uploads reaches the caller's own prefix, and cannot read an object", () => {
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
      { Sid: "UseKey", Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: keyArn },
    ],
  });
});

test("a session that signs downloads reads below the stack's prefix, and cannot write", () => {
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
        Action: ["s3:ListBucket"],
        Resource: "arn:aws:s3:::acme-files",
        Condition: { StringLike: { "s3:prefix": "uploads/*" } },
      },
      { Sid: "UseKey", Effect: "Allow", Action: ["kms:Decrypt"], Resource: keyArn },
    ],
  });
});

test("an admin session hides objects below the stack's prefix, and can do nothing else", () => {
  expect(sessionPolicy("admin", config, environment, "ada")).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "UseObjects",
        Effect: "Allow",
        Action: ["s3:DeleteObject"],
        Resource: "arn:aws:s3:::acme-files/uploads/*",
      },
    ],
  });
});

test("in a shared layout a session that signs uploads reaches the whole prefix", () => {
  expect(sessionPolicy("write", shared, environment, "alice").Statement).toMatchObject([
    { Resource: "arn:aws:s3:::acme-files/uploads/*" },
    { Condition: { StringLike: { "s3:prefix": "uploads/*" } } },
    {},
  ]);
});

test("the bucket is in the key's partition", () => {
  const inChina = { bucket: "acme-files", keyArn: "arn:aws-cn:kms:cn-north-1:123456789012:key/1" };
  expect(sessionPolicy("admin", config, inChina, "ada").Statement).toMatchObject([
    { Resource: "arn:aws-cn:s3:::acme-files/uploads/*" },
  ]);
});
