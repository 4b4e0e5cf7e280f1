import { join } from "node:path";
import { variable } from "../../components/internal/policy-document";
import { decide, type Question } from "../../tools/graph/access/decide";
import type { Graph } from "../../tools/graph/evaluate";
import { evaluated } from "../support/evaluations";
import { find, graphOf, statementsOf } from "../support/graph";

let graph: Graph;
let organisation: Graph;
beforeAll(async () => {
  graph = await graphOf();
  organisation = await evaluated({ directory: join(__dirname, "..", "fixtures", "alerting"), stack: "test" });
}, 60_000);

const partsOf = (of: Graph): string[] =>
  of.resources
    .filter(({ urn }) => /:AuditTrail(\$|::)/.test(urn))
    .map(({ type, name }) => `${type.replace(/^.*:/, "")} ${name}`)
    .sort();

const bucketArn = "arn:aws:s3:::acme-dev-eu-central-1-trail-123456789012";
const trailArn = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/acme-dev-eu-central-1-trail";
const file = `${bucketArn}/AWSLogs/123456789012/CloudTrail/eu-central-1/2026/03/04/x.json.gz`;
const data = [
  "arn:aws:s3:::acme-dev-eu-central-1-main-123456789012/",
  "arn:aws:s3:::acme-dev-eu-west-1-euc1-vault-123456789012/",
];

test("a trail of one's own is made of these resources and no others", () => {
  expect(partsOf(graph)).toEqual(
    [
      "AuditTrail trail",
      "EncryptionKey trail",
      "Key trail",
      "Alias trail",
      "SecureBucket trail",
      ...[
        "",
        "PublicAccessBlock",
        "OwnershipControls",
        "Versioning",
        "ServerSideEncryptionConfiguration",
        "Policy",
      ].map((part) => `Bucket${part} trail`),
      ...["ObjectLockConfiguration", "Logging", "Notification", "LifecycleConfiguration"].map(
        (part) => `Bucket${part} trail`,
      ),
      "LogGroup trail",
      "Trail trail",
      "Role trail-auditor",
      "RolePolicy trail-auditor",
      "Role trail-delivery",
      "RolePolicy trail-delivery",
    ].sort(),
  );
});

test("joining the organisation's trail makes an auditors' role and nothing else", () => {
  expect(partsOf(organisation)).toEqual(["AuditTrail trail", "Role trail-auditor", "RolePolicy trail-auditor"]);
  const statements = statementsOf(find(organisation, "RolePolicy", "trail-auditor").inputs.policy);
  expect(statements.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ["RunQueries", "arn:aws:logs:eu-central-1:123456789012:log-group:organisation/trail:*"],
    ["FollowQueriesAndDigests", "*"],
  ]);
});

describe("the trail", () => {
  test("covers all regions and global services, validates its files, and encrypts with its own key", () => {
    expect(find(graph, "Trail", "trail").inputs).toEqual({
      name: "acme-dev-eu-central-1-trail",
      s3BucketName: "acme-dev-eu-central-1-trail-123456789012",
      kmsKeyId: find(graph, "Key", "trail").outputs.arn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      cloudWatchLogsGroupArn:
        "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/cloudtrail/acme-dev-eu-central-1-trail:*",
      cloudWatchLogsRoleArn: "arn:aws:iam::123456789012:role/acme-dev-eu-central-1-trail-delivery",
      advancedEventSelectors: [
        { name: "Management events", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
        {
          name: "Reads and writes of the data buckets",
          fieldSelectors: [
            { field: "eventCategory", equals: ["Data"] },
            { field: "resources.type", equals: ["AWS::S3::Object"] },
            { field: "resources.ARN", startsWiths: data },
          ],
        },
      ],
    });
  });

  test("records no object of another bucket of the stack, least of all its own", () => {
    const buckets = graph.resources.filter(({ type }) => type === "aws:s3/bucket:Bucket");
    const recorded = buckets.filter(({ outputs }) => data.some((prefix) => `${outputs.arn}/x`.startsWith(prefix)));
    expect(recorded.map(({ name }) => name).sort()).toEqual(["main", "vault"]);
    // A bucket whose name goes on where a data bucket's ends is another.
    expect(data.some((prefix) => `${prefix.slice(0, -1)}-logs/x`.startsWith(prefix))).toBe(false);
  });

  test("is made once the bucket's policy, its lock and the delivery role's policy are there", () => {
    const { dependsOn } = find(graph, "Trail", "trail");
    for (const [type, name] of [
      ["BucketPolicy", "trail"],
      ["BucketObjectLockConfiguration", "trail"],
      ["RolePolicy", "trail-delivery"],
    ] as const)
      expect(dependsOn).toContain(find(graph, type, name).urn);
  });

  test("delivers into its own streams of its own log group, which is encrypted and kept for a year", () => {
    const [statement, ...more] = statementsOf(find(graph, "RolePolicy", "trail-delivery").inputs.policy);
    expect(more).toEqual([]);
    expect(statement).toEqual({
      Sid: "WriteTrailStreams",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource:
        "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/cloudtrail/acme-dev-eu-central-1-trail:log-stream:123456789012_CloudTrail_eu-central-1*",
    });
    expect(find(graph, "LogGroup", "trail").inputs).toEqual({
      name: "/aws/cloudtrail/acme-dev-eu-central-1-trail",
      retentionInDays: 365,
      kmsKeyId: find(graph, "Key", "trail").outputs.arn,
    });
  });
});

describe("the log bucket", () => {
  test("is locked, logged, encrypted with the trail's key, and archived", () => {
    expect(find(graph, "Bucket", "trail").inputs.objectLockEnabled).toBe(true);
    expect(find(graph, "BucketObjectLockConfiguration", "trail").inputs.rule).toEqual({
      defaultRetention: { mode: "GOVERNANCE", days: 1 },
    });
    expect(find(graph, "BucketLogging", "trail").inputs).toMatchObject({
      targetBucket: "acme-dev-eu-central-1-access-logs-123456789012",
      targetPrefix: "trail/",
    });
    // With a bucket key, CloudTrail would have to be able to decrypt.
    expect(find(graph, "BucketServerSideEncryptionConfiguration", "trail").inputs.rules).toEqual([
      {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: "aws:kms",
          kmsMasterKeyId: find(graph, "Key", "trail").outputs.arn,
        },
        bucketKeyEnabled: false,
      },
    ]);
    const rules = JSON.stringify(find(graph, "BucketLifecycleConfiguration", "trail").inputs.rules);
    expect(rules).toContain('"transitions":[{"days":90,"storageClass":"GLACIER"}]');
    expect(rules).toContain('"expiration":{"days":365}');
  });

  const cloudTrail: Question["principal"] = { outsider: "cloudtrail.amazonaws.com" };
  const written = {
    "aws:PrincipalServiceName": "cloudtrail.amazonaws.com",
    "aws:SourceArn": trailArn,
    "s3:x-amz-acl": "bucket-owner-full-control",
  };
  const named = (role: string, session: string): Question["principal"] => ({
    role: `acme-dev-eu-central-1-${role}`,
    session,
  });
  const auditor = named("auditor", "audrey");
  /** Who has every right that an identity can have: an administrator of the account. */
  const administrator: Question["principal"] = { outsider: "arn:aws:iam::123456789012:role/administrator" };
  const people: Record<string, Question["principal"]> = {
    uploader: named("uploader", "alice"),
    viewer: named("viewer", "victor"),
    admin: named("admin", "ada"),
    "read presigner": named("api-read-presigner", "victor"),
    "admin presigner": named("api-admin-presigner", "ada"),
    delivery: named("trail-delivery", "cloudtrail"),
    auditor,
    administrator,
    "another account": { outsider: "arn:aws:iam::999999999999:role/administrator" },
    nobody: "anonymous",
  };
  const may = async (principal: Question["principal"], action: string, context = {}, resource = file) =>
    (await decide(graph, { principal, action, resource, context })).allowed;
  const whoMay = async (action: string, context = {}) => {
    const decisions = await Promise.all(Object.values(people).map((who) => may(who, action, context)));
    return Object.keys(people).filter((_, index) => decisions[index]);
  };

  test("is written by CloudTrail, for this trail, where it writes", async () => {
    expect(await may(cloudTrail, "s3:PutObject", written)).toBe(true);
    expect(await may(cloudTrail, "s3:GetBucketAcl", { "aws:SourceArn": trailArn }, bucketArn)).toBe(true);
    expect(await whoMay("s3:PutObject", { "s3:x-amz-acl": "bucket-owner-full-control" })).toEqual([]);
  });

  test("takes digests too, which CloudTrail may encrypt with S3's own keys, but no key that somebody brings", async () => {
    const algorithm = { ...written, "s3:x-amz-server-side-encryption": "AES256" };
    expect(await may(cloudTrail, "s3:PutObject", algorithm)).toBe(true);
    const brought = { ...written, "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" };
    expect(await may(cloudTrail, "s3:PutObject", brought)).toBe(false);
    expect(statementsOf(find(graph, "BucketPolicy", "trail").inputs.policy).map(({ Sid }) => Sid)).toEqual([
      ...["DenyInsecureTransport", "DenyOldTls", "DenyOldSignatures", "DenyCustomerProvidedKeys"],
      ...["AllowTrailAclCheck", "AllowTrailWrite", "DenyOtherWriters", "DenyOtherReaders", "DenyDeletion"],
    ]);
  });

  test.each<[string, Record<string, string | null>, string]>([
    ["for another trail", { "aws:SourceArn": `${trailArn}2` }, file],
    ["for another account's trail", { "aws:SourceArn": trailArn.replace("123456789012", "999999999999") }, file],
    ["without saying for which", { "aws:SourceArn": null }, file],
    ["into another account's folder", {}, file.replace("AWSLogs/123456789012", "AWSLogs/999999999999")],
    ["outside of its folder", {}, `${bucketArn}/x`],
  ])("is not written by CloudTrail %s", async (_, change, resource) => {
    expect(await may(cloudTrail, "s3:PutObject", { ...written, ...change }, resource)).toBe(false);
  });

  test("is not written by another service, even for the trail", async () => {
    const context = { ...written, "aws:PrincipalServiceName": "delivery.logs.amazonaws.com" };
    expect(await may({ outsider: "delivery.logs.amazonaws.com" }, "s3:PutObject", context)).toBe(false);
  });

  test.each(["s3:GetObject", "s3:GetObjectVersion"])("is read by auditors alone: %s", async (action) => {
    expect(await whoMay(action)).toEqual(["auditor"]);
    expect(await may(cloudTrail, action, { "aws:SourceArn": trailArn })).toBe(false);
  });

  test.each(["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "s3:PutObjectRetention"])(
    "nobody may %s, whatever their own rights",
    async (action) => {
      expect(await whoMay(action, { "aws:MultiFactorAuthAge": "10" })).toEqual([]);
    },
  );

  test("the account can mend the policy, or a mistake would lock everybody out for good", async () => {
    expect(await may(administrator, "s3:PutBucketPolicy", {}, bucketArn)).toBe(true);
    for (const role of ["uploader", "viewer", "admin", "auditor"])
      expect(await may(people[role] ?? "anonymous", "s3:PutBucketPolicy", {}, bucketArn)).toBe(false);
  });

  test("nobody reads or writes without TLS", async () => {
    expect(await may(auditor, "s3:GetObject", { "aws:SecureTransport": "false" })).toBe(false);
    expect(await may(cloudTrail, "s3:PutObject", { ...written, "aws:SecureTransport": "false" })).toBe(false);
  });

  test("its key decrypts for auditors through S3, for this bucket's files, and for nobody else", async () => {
    const key = String(find(graph, "Key", "trail").outputs.arn);
    const through = (arn: string) => ({
      "kms:ViaService": "s3.eu-central-1.amazonaws.com",
      "kms:CallerAccount": "123456789012",
      "kms:EncryptionContext:aws:s3:arn": arn,
    });
    const whoDecrypts = async (context: Record<string, string>) => {
      const decisions = await Promise.all(Object.values(people).map((who) => may(who, "kms:Decrypt", context, key)));
      return Object.keys(people).filter((_, index) => decisions[index]);
    };
    expect(await whoDecrypts(through(file))).toEqual(["auditor"]);
    expect(await whoDecrypts(through("arn:aws:s3:::acme-dev-eu-central-1-main-123456789012/x"))).toEqual([]);
    expect(await whoDecrypts({})).toEqual([]);
    const source = { "aws:SourceArn": trailArn, "aws:SourceAccount": "123456789012" };
    expect(await may(cloudTrail, "kms:DescribeKey", source, key)).toBe(true);
    expect(await may(cloudTrail, "kms:GenerateDataKey", { ...source, "aws:SourceArn": `${trailArn}2` }, key)).toBe(
      false,
    );
    expect(await may(cloudTrail, "kms:Decrypt", source, key)).toBe(false);
  });
});

describe("the auditors' role", () => {
  test("is assumed with MFA, for an hour, by those of the configuration", () => {
    const { inputs } = find(graph, "Role", "trail-auditor");
    expect(inputs.maxSessionDuration).toBe(3600);
    expect(statementsOf(inputs.assumeRolePolicy)).toEqual([
      {
        Sid: "Users",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::123456789012:user/audrey"] },
        Action: "sts:AssumeRole",
        Condition: {
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          StringEquals: { "sts:RoleSessionName": variable("aws:username") },
          StringEqualsIfExists: { "sts:SourceIdentity": variable("aws:username") },
        },
      },
      {
        Sid: "NameSource",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "sts:SetSourceIdentity",
      },
    ]);
  });

  test("reads and asks, and changes nothing", () => {
    const statements = statementsOf(find(graph, "RolePolicy", "trail-auditor").inputs.policy);
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "ReadFiles",
      "ListFiles",
      "DecryptFiles",
      "RunQueries",
      "FollowQueriesAndDigests",
    ]);
    const actions = statements.flatMap(({ Action }) => Action);
    // To bring a file back from Glacier is a request to read it.
    expect(
      actions.filter((action) => !/:(Get|List|Describe|Start|Stop|Filter|Decrypt|RestoreObject)/.test(action)),
    ).toEqual([]);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  test("does not reach the callers' files", async () => {
    const resource = "arn:aws:s3:::acme-dev-eu-central-1-main-123456789012/uploads/alice/x";
    const principal = { role: "acme-dev-eu-central-1-auditor", session: "audrey" };
    for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
      expect(await decide(graph, { principal, action, resource })).toMatchObject({ allowed: false });
  });
});
