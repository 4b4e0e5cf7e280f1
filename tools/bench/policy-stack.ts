import type { ResourceFacts } from "../../policies/framework/resource";

const policy = (name: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "Readers",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${name}/*`,
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      },
    ],
  });

const urnOf = (type: string, name: string): string => `urn:pulumi:bench::bench::${type}::${name}`;

/** Ten resources: a bucket with its settings, its key, a role, a topic and a queue. Half of the joins are as in a preview. */
const unit = (number: number): ResourceFacts[] => {
  const name = `acme-dev-bucket-${number}`;
  const bucketType = "aws:s3/bucket:Bucket";
  const facts = (token: string, inputs: object, sources: ResourceFacts["sources"] = {}): ResourceFacts => ({
    urn: urnOf(token, name),
    token,
    name,
    inputs,
    sources,
    region: "eu-central-1",
  });
  const side = (kind: string, inputs: object) =>
    facts(
      `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
      { bucket: name, ...inputs },
      number % 2 === 0 ? { bucket: [urnOf(bucketType, name)] } : {},
    );
  return [
    facts(bucketType, { bucket: name, tags: { critical: "false" } }),
    side("BucketPublicAccessBlock", { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true }),
    side("BucketVersioning", { versioningConfiguration: { status: "Enabled" } }),
    side("BucketPolicy", { policy: policy(name) }),
    side("BucketLogging", { targetBucket: "acme-dev-bucket-0" }),
    side("BucketServerSideEncryptionConfiguration", {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }],
    }),
    facts("aws:kms/key:Key", { enableKeyRotation: true, policy: policy(name) }),
    facts("aws:iam/role:Role", { name, assumeRolePolicy: policy(name), maxSessionDuration: 3_600 }),
    facts("aws:sns/topic:Topic", { name, kmsMasterKeyId: "alias/aws/sns" }),
    facts("aws:sqs/queue:Queue", { name, sqsManagedSseEnabled: false }),
  ];
};

/** A stack of so many resources, a multiple of ten. */
export const stack = (size: number): ResourceFacts[] =>
  Array.from({ length: size / 10 }, (_, number) => unit(number)).flat();
