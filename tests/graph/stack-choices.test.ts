import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { evaluate, type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { find } from "../support/graph";

let folder: string;
let graph: Graph;

/** Every choice of an environment, made in its file alone: the program is the project's own index.ts. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "coffer-choices-"));
  const main = relative(folder, join(projectDirectory, "index.ts"));
  writeFileSync(join(folder, "Pulumi.yaml"), `name: coffer\nruntime: nodejs\nmain: ${main}\n`);
  writeFileSync(
    join(folder, "Pulumi.other.yaml"),
    `config:
  aws:region: eu-central-1
  coffer:company: acme
  coffer:standbyRegion: eu-west-1
  coffer:uploaders: [{ user: alice }]
  coffer:viewers: [{ user: victor }]
  coffer:admins: [{ user: ada }]
  coffer:auditors: [{ user: audrey }]
  coffer:mainLock: { mode: governance, days: 3 }
  coffer:lifecycle: { rules: [{ id: old-versions, prefix: "", noncurrentDays: 10, abortIncompleteUploadDays: 9 }] }
  coffer:vaultLifecycle: { preset: backup, noncurrentDays: 45 }
  coffer:accessLogDays: 200
  coffer:logRetentionDays: 731
  coffer:resumeDays: 6
`,
  );
  graph = await evaluate({ directory: folder, stack: "other" });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inputsOf = (type: string, name: string) => find(graph, type, name).inputs;

test("coffer:mainLock locks the main bucket, and leaves the lock of the vault as it is", () => {
  expect(inputsOf("Bucket", "main").objectLockEnabled).toBe(true);
  const locks = graph.resources.filter(({ type }) => type.endsWith(":BucketObjectLockConfiguration"));
  expect(
    locks.map(({ name, inputs }) => [name, inputs.rule]).sort(([a], [b]) => String(a).localeCompare(String(b))),
  ).toEqual([
    ["main", { defaultRetention: { mode: "GOVERNANCE", days: 3 } }],
    ["trail", { defaultRetention: { mode: "GOVERNANCE", days: 7 } }],
    ["vault", { defaultRetention: { mode: "GOVERNANCE", days: 7 } }],
  ]);
});

test("coffer:lifecycle, coffer:vaultLifecycle and coffer:accessLogDays are the buckets' lifecycles", () => {
  expect(inputsOf("BucketLifecycleConfiguration", "main").rules).toEqual([
    {
      id: "old-versions",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: 10 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 9 },
    },
  ]);
  expect(inputsOf("BucketLifecycleConfiguration", "vault").rules).toContainEqual(
    expect.objectContaining({ id: "backup-cleanup", noncurrentVersionExpiration: { noncurrentDays: 45 } }),
  );
  expect(inputsOf("BucketLifecycleConfiguration", "access-logs").rules).toContainEqual(
    expect.objectContaining({ id: "logs-expire", expiration: { days: 200 } }),
  );
});

test("coffer:logRetentionDays is the retention of the logs of the API and the index", () => {
  const groups = graph.resources.filter(
    ({ type, inputs }) => type.endsWith(":LogGroup") && inputs.retentionInDays === 731,
  );
  expect(groups.map(({ inputs }) => String(inputs.name)).sort()).toEqual([
    "/aws/lambda/acme-other-eu-central-1-api-admin",
    "/aws/lambda/acme-other-eu-central-1-api-read",
    "/aws/lambda/acme-other-eu-central-1-api-write",
    "/aws/lambda/acme-other-eu-central-1-index-recorder",
    "/aws/vendedlogs/acme-other-eu-central-1-api",
  ]);
});
