import { join } from "node:path";
import { decide, type Question } from "../../tools/graph/access/decide";
import type { Graph } from "../../tools/graph/evaluate";
import { evaluated } from "../support/evaluations";
import { find, graphOf, statementsOf } from "../support/graph";

let graph: Graph;
beforeAll(async () => {
  graph = await graphOf();
});

const vault = "arn:aws:s3:::acme-dev-eu-west-1-euc1-vault-123456789012";
const main = "arn:aws:s3:::acme-dev-eu-central-1-main-123456789012";
const named = (name: string, session: string): Question["principal"] => ({
  role: `acme-dev-eu-central-1-${name}`,
  session,
});

/** Everybody whom the stack makes, and those outside of it. */
const principals: Record<string, Question["principal"]> = {
  uploader: named("uploader", "alice"),
  viewer: named("viewer", "victor"),
  admin: named("admin", "ada"),
  "read function": named("api-read", "api"),
  "write function": named("api-write", "api"),
  "admin function": named("api-admin", "api"),
  "read presigner": named("api-read-presigner", "victor"),
  "write presigner": named("api-write-presigner", "alice"),
  "admin presigner": named("api-admin-presigner", "ada"),
  replication: named("main-replication", "s3"),
  "a user of the account": { user: "alice" },
  "another account's administrator": { outsider: "arn:aws:iam::999999999999:role/admin" },
  nobody: "anonymous",
};

const whoMay = async (question: Omit<Question, "principal">): Promise<string[]> => {
  const entries = Object.entries(principals);
  const decisions = await Promise.all(entries.map(([, principal]) => decide(graph, { ...question, principal })));
  return entries.filter((_, index) => decisions[index]?.allowed).map(([name]) => name);
};

describe("the standby vault", () => {
  test("every child of it is in its region, by a region of its own, and made by the stack's provider", () => {
    const children = graph.resources.filter(({ urn, custom }) => urn.includes("StandbyVault") && custom);
    expect(children.length).toBe(20);
    expect(new Set(children.map(({ provider, inputs }) => `${provider} ${inputs.region}`))).toEqual(
      new Set([" eu-west-1"]),
    );
  });

  test("nothing else names a region", () => {
    const others = graph.resources.filter(({ urn, inputs }) => "region" in inputs && !urn.includes("StandbyVault"));
    expect(others).toEqual([]);
  });

  test("its key is of its own region and no replica of another", () => {
    const key = find(graph, "Key", "vault");
    expect(key.inputs).toMatchObject({ multiRegion: false, enableKeyRotation: true });
    expect(key.outputs.arn).toMatch(/^arn:aws:kms:eu-west-1:/);
  });

  test("logs who reads it, in its own region, once S3 may deliver the logs there", async () => {
    const logs = find(graph, "Bucket", "vault-access-logs");
    expect(logs.inputs.bucket).toBe("acme-dev-eu-west-1-euc1-access-logs-123456789012");
    const logging = find(graph, "BucketLogging", "vault");
    expect(logging.inputs.targetBucket).toBe(logs.outputs.bucket);
    expect(logging.dependsOn).toContain(find(graph, "BucketPolicy", "vault-access-logs").urn);
    const deliver = (source: string) =>
      decide(graph, {
        principal: { outsider: "logging.s3.amazonaws.com" },
        action: "s3:PutObject",
        resource: `${logs.outputs.arn}/vault/2026-01-15`,
        context: { "aws:SourceArn": source, "aws:SourceAccount": "123456789012" },
      });
    expect(await deliver(vault)).toMatchObject({ allowed: true });
    expect(await deliver(main)).toMatchObject({ allowed: false });
  });

  test("is locked, and goes to Glacier after 14 days", () => {
    expect(find(graph, "Bucket", "vault").inputs.objectLockEnabled).toBe(true);
    expect(find(graph, "BucketObjectLockConfiguration", "vault").inputs.rule).toEqual({
      defaultRetention: { mode: "GOVERNANCE", days: 1 },
    });
    expect(JSON.stringify(find(graph, "BucketLifecycleConfiguration", "vault").inputs.rules)).toContain(
      '"transitions":[{"days":14,"storageClass":"GLACIER"}]',
    );
  });

  test("replication comes after both versionings, and the lifecycle after replication", () => {
    const replication = find(graph, "BucketReplicationConfig", "main");
    expect(replication.dependsOn).toContain(find(graph, "BucketVersioning", "vault").urn);
    expect(find(graph, "BucketLifecycleConfiguration", "main").dependsOn).toContain(
      find(graph, "BucketNotification", "main").urn,
    );
    expect(find(graph, "BucketNotification", "main").dependsOn).toContain(replication.urn);
    const earlier = ["BucketVersioning", "BucketServerSideEncryptionConfiguration", "BucketPolicy", "BucketLogging"];
    let current = replication;
    for (const type of earlier.reverse()) {
      const before = find(graph, type, "main");
      expect(current.dependsOn).toContain(before.urn);
      current = before;
    }
  });

  test("replication copies encrypted objects with the vault's key, is measured, and follows no delete", () => {
    const [rule] = find(graph, "BucketReplicationConfig", "main").inputs.rules as unknown[];
    expect(rule).toEqual({
      id: "standby",
      status: "Enabled",
      priority: 1,
      filter: { prefix: "" },
      deleteMarkerReplication: { status: "Disabled" },
      sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
      destination: {
        bucket: vault,
        encryptionConfiguration: { replicaKmsKeyId: find(graph, "Key", "vault").outputs.arn },
        metrics: { status: "Enabled" },
      },
    });
  });

  test("the replication role may do exactly what S3 needs", () => {
    const statements = statementsOf(find(graph, "RolePolicy", "main-replication").inputs.policy);
    expect(statements.map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
      ["ReadConfiguration", ["s3:GetReplicationConfiguration", "s3:ListBucket"], main],
      [
        "ReadVersions",
        [
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionTagging",
          "s3:GetObjectRetention",
          "s3:GetObjectLegalHold",
        ],
        `${main}/*`,
      ],
      ["WriteReplicas", ["s3:ReplicateObject", "s3:ReplicateTags"], `${vault}/*`],
      ["DecryptSource", "kms:Decrypt", find(graph, "Key", "key").outputs.arn],
      ["EncryptReplicas", "kms:Encrypt", find(graph, "Key", "vault").outputs.arn],
    ]);
  });

  test("what fails to replicate is published to an encrypted topic, which only the bucket may use", () => {
    const topic = find(graph, "Topic", "main-replication-failures");
    expect(topic.inputs.kmsMasterKeyId).toBe(find(graph, "Key", "key").outputs.arn);
    expect(find(graph, "BucketNotification", "main").inputs).toMatchObject({
      eventbridge: true,
      topics: [{ topicArn: topic.outputs.arn, events: ["s3:Replication:OperationFailedReplication"] }],
    });
    const [publish] = statementsOf(find(graph, "TopicPolicy", "main-replication-failures").inputs.policy);
    expect(publish).toMatchObject({
      Principal: { Service: "s3.amazonaws.com" },
      Condition: { ArnEquals: { "aws:SourceArn": main }, StringEquals: { "aws:SourceAccount": "123456789012" } },
    });
  });
});

describe("who may use the two keys", () => {
  const through = (region: string, bucket: string) => ({
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:CallerAccount": "123456789012",
    "kms:EncryptionContext:aws:s3:arn": bucket,
  });
  const keyArn = (name: string) => String(find(graph, "Key", name).outputs.arn);

  test("only the admin decrypts the vault, and only through S3 in its region", async () => {
    const question = { action: "kms:Decrypt", resource: keyArn("vault") };
    expect(await whoMay({ ...question, context: through("eu-west-1", vault) })).toEqual(["admin"]);
    expect(await whoMay({ ...question, context: through("eu-central-1", vault) })).toEqual([]);
    expect(await whoMay({ ...question, context: through("eu-west-1", main) })).toEqual([]);
    expect(await whoMay(question)).toEqual([]);
  });

  test("only replication encrypts into the vault", async () => {
    const context = through("eu-west-1", `${vault}/uploads/alice/x`);
    expect(await whoMay({ action: "kms:Encrypt", resource: keyArn("vault"), context })).toEqual(["replication"]);
    // As it would be asked with a bucket key.
    const bucketKey = through("eu-west-1", vault);
    for (const action of ["kms:Encrypt", "kms:GenerateDataKey"])
      expect(await whoMay({ action, resource: keyArn("vault"), context: bucketKey })).toEqual([]);
  });

  test("the vault has no bucket key, so replication need not decrypt; the main bucket has one", () => {
    const rules = (name: string) => find(graph, "BucketServerSideEncryptionConfiguration", name).inputs.rules;
    expect(rules("vault")).toMatchObject([{ bucketKeyEnabled: false }]);
    expect(rules("main")).toMatchObject([{ bucketKeyEnabled: true }]);
  });

  test("whoever reads or uploads decrypts with the main key, through S3 alone", async () => {
    const question = { action: "kms:Decrypt", resource: keyArn("key") };
    expect(await whoMay({ ...question, context: through("eu-central-1", main) })).toEqual([
      "uploader",
      "viewer",
      "admin",
      "read presigner",
      "write presigner",
      "admin presigner",
      "replication",
    ]);
    expect(await whoMay(question)).toEqual([]);
  });

  test("nobody of the stack administers a key", async () => {
    for (const name of ["key", "vault"])
      for (const action of ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:DisableKey", "kms:CreateGrant"])
        expect(await whoMay({ action, resource: keyArn(name) })).toEqual([]);
  });

  test("no statement of a key is for everybody", () => {
    const keys = ["key", "vault"].map((name) => JSON.parse(String(find(graph, "Key", name).inputs.policy)));
    const all = keys.flatMap((policy: { Statement: { Principal: unknown }[] }) => policy.Statement);
    expect(all.filter(({ Principal }) => Principal === "*" || JSON.stringify(Principal).includes('"*"'))).toEqual([]);
  });
});

describe("who may reach the buckets", () => {
  test.each(["main", "vault", "trail", "access-logs", "vault-access-logs"])(
    "%s is public under no principal",
    async (name) => {
      const { arn } = find(graph, "Bucket", name).outputs;
      for (const principal of ["nobody", "another account's administrator", "a user of the account"]) {
        for (const [action, resource] of [
          ["s3:GetObject", `${arn}/x`],
          ["s3:PutObject", `${arn}/x`],
          ["s3:DeleteObject", `${arn}/x`],
          ["s3:ListBucket", `${arn}`],
          ["s3:PutBucketPolicy", `${arn}`],
        ] as const) {
          const who = principals[principal] ?? "anonymous";
          expect(await decide(graph, { principal: who, action, resource })).toMatchObject({ allowed: false });
        }
      }
    },
  );

  test("only the admin reads the vault, only replication writes, and nobody deletes", async () => {
    const resource = `${vault}/uploads/alice/x`;
    expect(await whoMay({ action: "s3:GetObject", resource })).toEqual(["admin"]);
    expect(await whoMay({ action: "s3:ReplicateObject", resource })).toEqual(["replication"]);
    const fresh = { "aws:MultiFactorAuthAge": "10" };
    for (const action of [
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:DeleteObjectVersion",
      "s3:BypassGovernanceRetention",
      "s3:PutObjectRetention",
    ])
      expect(await whoMay({ action, resource, context: fresh })).toEqual([]);
  });

  test("nobody of the stack reads or writes the trail's bucket or the access logs", async () => {
    for (const name of ["trail", "access-logs"])
      for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
        expect(await whoMay({ action, resource: `${find(graph, "Bucket", name).outputs.arn}/x` })).toEqual([]);
  });

  test("S3 alone delivers access logs, for this stack's buckets of this account", () => {
    const policy = find(graph, "BucketPolicy", "access-logs").inputs.policy;
    expect(statementsOf(policy).filter(({ Effect }) => Effect === "Allow")).toEqual([
      {
        Sid: "AllowAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-dev-eu-central-1-access-logs-123456789012/*",
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-dev-eu-central-1-*" },
          StringEquals: { "aws:SourceAccount": "123456789012" },
        },
      },
    ]);
  });

  test("a bucket logs once S3 may deliver to the log bucket", () => {
    const policy = find(graph, "BucketPolicy", "access-logs").urn;
    for (const name of ["main", "trail"]) expect(find(graph, "BucketLogging", name).dependsOn).toContain(policy);
  });

  test("the access-log bucket has SSE-S3, its own lifecycle, no lock, and does not log", () => {
    const rules = find(graph, "BucketServerSideEncryptionConfiguration", "access-logs").inputs.rules;
    expect(rules).toEqual([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
    const own = graph.resources.filter(({ name }) => name === "access-logs").map(({ type }) => type);
    expect(own.filter((type) => /ObjectLock|Logging/.test(type))).toEqual([]);
    expect(JSON.stringify(find(graph, "BucketLifecycleConfiguration", "access-logs").inputs.rules)).toContain(
      '"days":365',
    );
  });
});

test("what nobody reads is archived, below a prefix if one is given", async () => {
  const tiering = await evaluated({ directory: join(__dirname, "..", "fixtures", "tiering"), stack: "test" });
  expect(find(tiering, "BucketIntelligentTieringConfiguration", "archive").inputs).toEqual({
    bucket: "acme-test-eu-central-1-archive-123456789012",
    name: "archive",
    filter: { prefix: "curated/" },
    tierings: [
      { accessTier: "ARCHIVE_ACCESS", days: 90 },
      { accessTier: "DEEP_ARCHIVE_ACCESS", days: 180 },
    ],
  });
});

describe("a bucket that denies only what is wrong", () => {
  let lake: Graph;
  beforeAll(async () => {
    lake = await evaluated({ directory: join(__dirname, "..", "fixtures", "buckets"), stack: "test" });
  });

  /** Somebody of the account whose own policies allow everything. */
  const put = (context: Record<string, string>, action = "s3:PutObject") =>
    decide(lake, {
      principal: { outsider: "arn:aws:iam::123456789012:role/powerful" },
      action,
      resource: "arn:aws:s3:::acme-test-eu-central-1-lake-123456789012/raw/x",
      context,
    });
  const algorithm = "s3:x-amz-server-side-encryption";
  const key = "s3:x-amz-server-side-encryption-aws-kms-key-id";

  test("takes uploads without headers, which its default encrypts, and with the right ones", async () => {
    expect(await put({})).toMatchObject({ allowed: true });
    const own = String(find(lake, "Key", "key").outputs.arn);
    expect(await put({ [algorithm]: "aws:kms", [key]: own })).toMatchObject({ allowed: true });
  });

  test.each<[string, Record<string, string>, string]>([
    ["another algorithm", { [algorithm]: "AES256" }, "DenyWrongEncryption"],
    ["KMS without a key, which would be the account's", { [algorithm]: "aws:kms" }, "DenyMissingKey"],
    ["another key", { [algorithm]: "aws:kms", [key]: "arn:aws:kms:eu-central-1:123456789012:key/x" }, "DenyWrongKey"],
    ["a key of the caller's own", { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" }, "DenyCustomer"],
  ])("refuses %s", async (_, context, statement) => {
    expect(await put(context)).toEqual({ allowed: false, because: expect.stringContaining(statement) });
  });

  test("obeys a statement of one's own", async () => {
    expect(await put({}, "s3:PutObjectTagging")).toEqual({
      allowed: false,
      because: expect.stringContaining("DenyTags"),
    });
  });
});
