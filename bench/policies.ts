import { packResource, type ResourceFacts } from "../policies/framework/resource";
import { runRules } from "../policies/framework/run";
import { StackIndex } from "../policies/framework/stack-index";
import { rules } from "../policies/rules";

/**
 * `npm run bench:policies`: all rules over stacks of 1,000, 3,000 and 10,000 resources. 1,000 may take a second, and the
 * time for each resource may not grow with the stack.
 */
const limit = 1_000;
const sizes = [1_000, 3_000, 10_000];
const rounds = 5;

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

/** The index is part of what is measured: a stack is joined anew each time. */
const milliseconds = (facts: readonly ResourceFacts[]): { readonly time: number; readonly findings: number } => {
  const begin = performance.now();
  const index = new StackIndex(facts.map(packResource));
  const { violations, unknown } = runRules(rules, index, { today: "2026-01-01" });
  return { time: performance.now() - begin, findings: violations.length + unknown.length };
};

const stack = (size: number): ResourceFacts[] => Array.from({ length: size / 10 }, (_, number) => unit(number)).flat();

for (let warm = 0; warm < 20; warm++) milliseconds(stack(1_000));
console.log(`${rules.length} rules, the best of ${rounds} rounds`);
let first: number | undefined;
for (const size of sizes) {
  const facts = stack(size);
  const results = Array.from({ length: rounds }, () => milliseconds(facts));
  const time = Math.min(...results.map((result) => result.time));
  const each = (time * 1_000) / size;
  first ??= each;
  console.log(
    `${String(size).padStart(6)} resources ${time.toFixed(1).padStart(8)} ms, ${each.toFixed(1).padStart(6)} µs each ` +
      `(×${(each / first).toFixed(2)}), ${results[0]?.findings} findings`,
  );
  if (size === 1_000 && time > limit) process.exitCode = 1;
  if (each > 2 * first) process.exitCode = 1;
}
