import { type Fixture, from, resource } from "./policies";

type Inputs = Fixture["inputs"];

/** A side resource of a bucket, joined to it as programs do: by its id. */
export const side = (kind: string, bucket: string, inputs: Inputs): Fixture =>
  resource(`aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`, bucket, {
    bucket: from(`Bucket ${bucket}`, bucketName(bucket)),
    ...inputs,
  });

export const bucketName = (bucket: string): string => `acme-dev-eu-central-1-${bucket}`;
export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucketName(bucket)}`;

export const policyText = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const denyPlainHttp = (bucket: string): object => ({
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [bucketArn(bucket), `${bucketArn(bucket)}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

/** The key that {@link goodBucket} encrypts with. */
export const bucketKey = "arn:aws:kms:eu-central-1:123456789012:key/1";

/** Denies uploads that ask for something else than the bucket's key, or than AES256. Those without headers are spared. */
export const denyWrongEncryption = (bucket: string, algorithm: "AES256" | "aws:kms" = "aws:kms"): object => ({
  Sid: "DenyWrongEncryption",
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: ["s3:PutObject"],
  Resource: `${bucketArn(bucket)}/*`,
  Condition: {
    StringNotEquals:
      algorithm === "AES256"
        ? { "s3:x-amz-server-side-encryption": algorithm }
        : { "s3:x-amz-server-side-encryption-aws-kms-key-id": bucketKey },
    Null: { "s3:x-amz-server-side-encryption": "false" },
  },
});

/** Lets a service write, for this account only. */
export const admitService = (bucket: string, service: string): object => ({
  Sid: "AdmitService",
  Effect: "Allow",
  Principal: { Service: service },
  Action: "s3:PutObject",
  Resource: `${bucketArn(bucket)}/*`,
  Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
});

/** Denies writing to all but AWS services. */
export const onlyServices = (bucket: string): object => ({
  Sid: "OnlyServices",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:PutObject",
  Resource: `${bucketArn(bucket)}/*`,
  Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
});

/** A bucket as it should be, with each setting as a resource of its own. */
export const goodBucket = (name: string, inputs: Inputs = {}): Fixture[] => [
  resource("aws:s3/bucket:Bucket", name, { bucket: bucketName(name), ...inputs }),
  side("BucketPublicAccessBlock", name, {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  }),
  side("BucketOwnershipControls", name, { rule: { objectOwnership: "BucketOwnerEnforced" } }),
  side("BucketVersioning", name, { versioningConfiguration: { status: "Enabled" } }),
  side("BucketServerSideEncryptionConfiguration", name, {
    rules: [
      {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: "aws:kms",
          kmsMasterKeyId: bucketKey,
        },
        bucketKeyEnabled: true,
      },
    ],
  }),
  side("BucketPolicy", name, { policy: policyText(denyPlainHttp(name), denyWrongEncryption(name)) }),
  side("BucketLifecycleConfiguration", name, {
    rules: [
      {
        id: "clean",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        noncurrentVersionExpiration: { noncurrentDays: 90 },
      },
    ],
  }),
];

/** A bucket that receives access logs of another one. */
export const logBucket = (name: string): Fixture[] =>
  goodBucket(name).map((fixture) => {
    if (fixture.type.endsWith(":BucketPolicy")) {
      const policy = policyText(denyPlainHttp(name), admitService(name, "logging.s3.amazonaws.com"));
      return { ...fixture, inputs: { ...fixture.inputs, policy } };
    }
    if (fixture.type.endsWith(":BucketServerSideEncryptionConfiguration")) {
      const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];
      return { ...fixture, inputs: { ...fixture.inputs, rules } };
    }
    return fixture;
  });

/** A bucket that logs to another. */
export const loggingStack = (): Fixture[] => [
  ...goodBucket("main"),
  ...logBucket("logs"),
  side("BucketLogging", "main", { targetBucket: from("Bucket logs", bucketName("logs")), targetPrefix: "main/" }),
];
