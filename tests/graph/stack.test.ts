import type { Graph } from "../../tools/graph/evaluate";
import { find, graphOf, statementsOf } from "../support/graph";

let graph: Graph;
beforeAll(async () => {
  graph = await graphOf();
});

const ofType = (type: string) => graph.resources.filter((resource) => resource.type.endsWith(`:${type}`));

/** What every SecureBucket has. */
const bucketParts = [
  "SecureBucket",
  "Bucket",
  "BucketPublicAccessBlock",
  "BucketOwnershipControls",
  "BucketVersioning",
  "BucketServerSideEncryptionConfiguration",
  "BucketPolicy",
  "BucketNotification",
  "BucketLifecycleConfiguration",
];

/** What works on events: a queue, a dead-letter queue and a function. */
const workerParts = (name: string) => [
  ...["Function", "LogGroup", "Role", "RolePolicy", "EventSourceMapping"].map((part) => `${part} ${name}`),
  ...["EventRule", "EventTarget"].map((part) => `${part} ${name}`),
  ...["Queue", "QueuePolicy"].flatMap((part) => [`${part} ${name}`, `${part} ${name}-dead`]),
];

test("the dev stack is made of these resources and no others", () => {
  // What these two are made of is in audit-trail.test.ts and alerting.test.ts.
  const elsewhere = graph.resources.filter(({ urn }) => /:(AuditTrail|Alerting)\$/.test(urn));
  const here = graph.resources.filter((resource) => !elsewhere.includes(resource));
  const made = here.map(({ type, name }) => `${type.replace(/^.*:/, "")} ${name}`);
  expect(made.sort()).toEqual(
    [
      "Stack coffer-dev",
      ...["key", "vault"].flatMap((name) => [`EncryptionKey ${name}`, `Key ${name}`, `Alias ${name}`]),
      ...["main", "vault", "access-logs", "vault-access-logs"].flatMap((name) =>
        bucketParts.map((part) => `${part} ${name}`),
      ),
      "BucketObjectLockConfiguration vault",
      "BucketLogging main",
      "BucketLogging vault",
      "AuditTrail trail",
      "Alerting alerts",
      "DeletionGuard keeps-files-see-docs-operations.md",
      "StandbyVault vault",
      "BucketReplicationConfig main",
      "Role main-replication",
      "RolePolicy main-replication",
      "Topic main-replication-failures",
      "TopicPolicy main-replication-failures",
      "RoleTrio roles",
      "Policy roles-boundary",
      "Policy roles-custodian-boundary",
      ...["uploader", "viewer", "admin", "custodian"].flatMap((role) => [
        `Role roles-${role}`,
        `RolePolicy roles-${role}`,
      ]),
      "AccessApi access",
      "Api access",
      "Stage access",
      "LogGroup access-access",
      ...["read", "write", "admin"].flatMap((privilege) => [
        `Function access-${privilege}`,
        `LogGroup access-${privilege}`,
        `Role access-${privilege}`,
        `RolePolicy access-${privilege}`,
        `Role access-${privilege}-presigner`,
        `RolePolicy access-${privilege}-presigner`,
        `Permission access-${privilege}`,
        `Integration access-${privilege}`,
      ]),
      "ObjectIndex index",
      "Table index",
      "EventBus index",
      ...workerParts("index"),
      "Table access-uploads",
      ...[
        ...["whoami", "createUploads", "listUploads", "getUpload", "completeUpload", "abortUpload"],
        ...[
          "listObjects",
          "getObject",
          "createDownloads",
          "listVersions",
          "createRestore",
          "deleteObject",
          "deleteVersion",
        ],
      ].map((operation) => `Route access-${operation}`),
    ].sort(),
  );
});

test("every resource belongs to a component, in the stack's region but for the vault", () => {
  const components = new Set(graph.resources.filter(({ custom }) => !custom).map(({ urn }) => urn));
  const custom = graph.resources.filter((resource) => resource.custom);
  expect(custom.filter(({ parent }) => !components.has(parent))).toEqual([]);
  const abroad = custom.filter(({ region }) => region !== "eu-central-1");
  expect(abroad.filter(({ urn }) => !urn.includes("StandbyVault"))).toEqual([]);
});

test("URNs are the engine's: the types of the parents but the stack's, then the resource's own", () => {
  expect(find(graph, "Key", "key").urn).toBe("urn:pulumi:dev::coffer::coffer:index:EncryptionKey$aws:kms/key:Key::key");
});

test("the bucket's name says whose it is, where and what for, and ends in the account's number", () => {
  expect(find(graph, "Bucket", "main").inputs.bucket).toBe("acme-dev-eu-central-1-main-123456789012");
});

test("the bucket is private, versioned and encrypted with the stack's own key", () => {
  const key = find(graph, "Key", "key").outputs.arn;
  expect(find(graph, "BucketPublicAccessBlock", "main").inputs).toMatchObject({
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  expect(find(graph, "BucketOwnershipControls", "main").inputs.rule).toEqual({
    objectOwnership: "BucketOwnerEnforced",
  });
  expect(find(graph, "BucketVersioning", "main").inputs.versioningConfiguration).toEqual({ status: "Enabled" });
  expect(find(graph, "BucketServerSideEncryptionConfiguration", "main").inputs.rules).toEqual([
    { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key }, bucketKeyEnabled: true },
  ]);
});

test("the bucket's settings are made one after the other, the policy after the public access block", () => {
  const chain = [
    "Bucket",
    "BucketPublicAccessBlock",
    "BucketOwnershipControls",
    "BucketVersioning",
    "BucketServerSideEncryptionConfiguration",
    "BucketPolicy",
    "BucketLogging",
    "BucketReplicationConfig",
    "BucketNotification",
    "BucketLifecycleConfiguration",
  ].map((type) => find(graph, type, "main"));
  const before = chain.slice(0, -1).map(({ urn }) => urn);
  expect(chain.slice(1).map(({ dependsOn }, index) => dependsOn.includes(before[index] ?? ""))).toEqual(
    Array.from({ length: 9 }, () => true),
  );
});

test("the bucket's policy only denies, and knows where its values come from", () => {
  const policy = find(graph, "BucketPolicy", "main");
  const statements = statementsOf(policy.inputs.policy);
  expect(statements.map(({ Sid }) => Sid)).toEqual([
    "DenyInsecureTransport",
    "DenyOldTls",
    "DenyOldSignatures",
    "DenyMissingEncryption",
    "DenyMissingKey",
    "DenyWrongEncryption",
    "DenyWrongKey",
    "DenyCustomerProvidedKeys",
    "DenyDotSegments",
    "DenyOtherStorageClasses",
    "DenyRedirects",
    "DenyEmptySegments",
  ]);
  expect(new Set(statements.map(({ Effect }) => Effect))).toEqual(new Set(["Deny"]));
  expect([...(policy.sources.policy ?? [])].sort()).toEqual(
    [find(graph, "Bucket", "main").urn, find(graph, "Key", "key").urn].sort(),
  );
});

test("a development stack may be destroyed because its configuration says so", async () => {
  const { resources } = await graphOf("sandbox");
  const unprotected = [...graph.resources, ...resources].filter(({ protect }) => protect);
  expect(unprotected).toEqual([]);
});

test("every route of the API wants IAM's authorisation", () => {
  expect(ofType("Route").map(({ inputs }) => inputs.authorizationType)).toEqual(Array(13).fill("AWS_IAM"));
});

test("every function has a role of its own; the API's may sign for callers, log and trace, and nothing else", () => {
  const functions = ofType("Function");
  expect(new Set(functions.map(({ inputs }) => inputs.role)).size).toBe(functions.length);
  for (const privilege of ["read", "write", "admin"]) {
    const statements = statementsOf(find(graph, "RolePolicy", `access-${privilege}`).inputs.policy);
    expect(statements.map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
      ["SignForCallers", "sts:AssumeRole", find(graph, "Role", `access-${privilege}-presigner`).outputs.arn],
      [
        "WriteLogs",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        `arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/acme-dev-eu-central-1-api-${privilege}:*`,
      ],
      ["Trace", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"],
      ...(privilege === "write"
        ? [["RecordObjects", "lambda:InvokeFunction", find(graph, "Function", "index").outputs.arn]]
        : []),
    ]);
  }
});

test("only X-Ray and an auditor's questions, which know no resources, are granted on everything", () => {
  const wide = [...ofType("RolePolicy"), ...ofType("Policy")]
    .flatMap(({ inputs }) => statementsOf(inputs.policy))
    .filter(({ Effect, Resource }) => Effect === "Allow" && [Resource].flat().includes("*"));
  expect(new Set(wide.map(({ Sid }) => Sid))).toEqual(new Set(["Trace", "FollowQueriesAndDigests"]));
});

test("every log group is encrypted and kept for a year, and exists before the function that writes to it", () => {
  const keyOf = (name: string) => find(graph, "Key", name === "trail" ? "trail" : "key").outputs.arn;
  const groups = ofType("LogGroup");
  expect(groups.length).toBe(7);
  for (const { name, inputs } of groups) expect([inputs.retentionInDays, inputs.kmsKeyId]).toEqual([365, keyOf(name)]);
  for (const { name, dependsOn } of ofType("Function")) expect(dependsOn).toContain(find(graph, "LogGroup", name).urn);
});

test("functions are bounded: concurrency, memory, time; traced, and their environment encrypted", () => {
  const bounds = ofType("Function").map(({ name, inputs }) => [
    name,
    inputs.reservedConcurrentExecutions,
    inputs.memorySize,
    inputs.timeout,
  ]);
  expect(bounds.sort()).toEqual([
    ["access-admin", 30, 512, 25],
    ["access-read", 110, 512, 25],
    ["access-write", 110, 512, 25],
    ["alerts-notices", 2, 256, 30],
    ["index", 55, 256, 30],
  ]);
  for (const { inputs } of ofType("Function")) {
    expect(inputs).toMatchObject({
      runtime: "nodejs24.x",
      tracingConfig: { mode: "Active" },
      kmsKeyArn: find(graph, "Key", "key").outputs.arn,
    });
  }
});

test("each route of the API is throttled apart, so that creating uploads uses up no other route's share", () => {
  const { defaultRouteSettings, routeSettings } = find(graph, "Stage", "access").inputs;
  const routes = ofType("Route").map(({ inputs }) => inputs.routeKey);
  const settings = routeSettings as { routeKey: string; throttlingRateLimit: number; throttlingBurstLimit: number }[];
  expect(settings.map(({ routeKey }) => routeKey).sort()).toEqual([...routes].sort());
  const shares = Object.fromEntries(
    settings.map((each) => [each.routeKey, [each.throttlingRateLimit, each.throttlingBurstLimit]]),
  );
  expect(shares).toMatchObject({
    "POST /uploads": [20, 20],
    "POST /uploads/{id}/complete": [20, 20],
    "GET /objects": [20, 20],
    "GET /objects/{key+}": [20, 20],
    "GET /uploads": [5, 5],
    "DELETE /uploads/{id}": [5, 5],
  });
  expect(defaultRouteSettings).toMatchObject({ throttlingRateLimit: 5, throttlingBurstLimit: 5 });
});

test("no function can be sent more requests at once than it has executions, a second each", () => {
  const { routeSettings } = find(graph, "Stage", "access").inputs;
  const settings = routeSettings as { routeKey: string; throttlingRateLimit: number; throttlingBurstLimit: number }[];
  const integrations = new Map(ofType("Integration").map(({ name, urn }) => [urn, name]));
  const sent = new Map<string, number>();
  for (const { inputs, sources } of ofType("Route")) {
    const [name = ""] = (sources.target ?? []).flatMap((urn) => integrations.get(urn) ?? []);
    const { throttlingRateLimit = 0, throttlingBurstLimit = 0 } =
      settings.find(({ routeKey }) => routeKey === inputs.routeKey) ?? {};
    sent.set(name, (sent.get(name) ?? 0) + throttlingBurstLimit + throttlingRateLimit);
  }
  expect(Object.fromEntries(sent)).toEqual({ "access-read": 110, "access-write": 110, "access-admin": 30 });
  for (const [name, requests] of sent)
    expect(Number(find(graph, "Function", name).inputs.reservedConcurrentExecutions)).toBeGreaterThanOrEqual(requests);
  // Beside 5 batches of events, completions and abandonments.
  expect(find(graph, "Function", "index").inputs.reservedConcurrentExecutions).toBe(5 + (20 + 20) + (5 + 5));
});

test("the API's access log has no path, for paths hold keys", () => {
  const { accessLogSettings } = find(graph, "Stage", "access").inputs;
  expect(JSON.stringify(accessLogSettings)).not.toMatch(/\$context\.(path|http\.path)/);
});

test("what a user needs is exported", () => {
  expect(graph.outputs).toEqual({
    endpoint: expect.stringMatching(/^https:\/\/[0-9a-f]{10}\.execute-api\.eu-central-1\.amazonaws\.com$/),
    bucket: "acme-dev-eu-central-1-main-123456789012",
    keyArn: find(graph, "Key", "key").outputs.arn,
    vaultBucket: "acme-dev-eu-west-1-euc1-vault-123456789012",
    indexTable: "acme-dev-eu-central-1-index",
    indexBus: "arn:aws:events:eu-central-1:123456789012:event-bus/acme-dev-eu-central-1-index",
    deadLetterQueueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/acme-dev-eu-central-1-index-recorder-dead",
    trailLogGroup: "/aws/cloudtrail/acme-dev-eu-central-1-trail",
    alertTopicArn: "arn:aws:sns:eu-central-1:123456789012:acme-dev-eu-central-1-alerts",
    deletion: expect.stringMatching(
      /^pulumi destroy deletes everything, with all that is in acme-dev-eu-central-1-main-/,
    ),
    roleArns: {
      uploader: "arn:aws:iam::123456789012:role/acme-dev-eu-central-1-uploader",
      viewer: "arn:aws:iam::123456789012:role/acme-dev-eu-central-1-viewer",
      admin: "arn:aws:iam::123456789012:role/acme-dev-eu-central-1-admin",
      custodian: "arn:aws:iam::123456789012:role/acme-dev-eu-central-1-custodian",
      auditor: "arn:aws:iam::123456789012:role/acme-dev-eu-central-1-auditor",
    },
  });
});

test("no route has detailed metrics, which cost extra and which nothing reads", () => {
  const { defaultRouteSettings, routeSettings } = find(graph, "Stage", "access").inputs;
  const all = [defaultRouteSettings, ...(routeSettings as object[])];
  expect(all.length).toBeGreaterThan(1);
  expect(all.filter((one) => (one as { detailedMetricsEnabled?: boolean }).detailedMetricsEnabled === true)).toEqual(
    [],
  );
});

test("services assume roles for this account; S3 and CloudTrail also where they do not name it", () => {
  const trusts = ofType("Role").flatMap(({ inputs }) => statementsOf(inputs.assumeRolePolicy));
  const conditionsOf = (service: string) => [
    ...new Set(
      trusts
        .filter(({ Principal }) => JSON.stringify(Principal) === JSON.stringify({ Service: service }))
        .map(({ Condition }) => JSON.stringify(Condition)),
    ),
  ];
  const here = { "aws:SourceAccount": "123456789012" };
  expect(conditionsOf("lambda.amazonaws.com")).toEqual([JSON.stringify({ StringEquals: here })]);
  for (const service of ["s3.amazonaws.com", "cloudtrail.amazonaws.com"])
    expect(conditionsOf(service)).toEqual([JSON.stringify({ StringEqualsIfExists: here })]);
});
