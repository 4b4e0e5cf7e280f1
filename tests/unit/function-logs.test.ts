import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleCallback } from "../../components/internal/inline-function";
import { environmentNames } from "../../functions/api/config";
import type { GatewayEvent } from "../../functions/api/handler";
import type { Privilege, Role } from "../../functions/api/routes";
import { config, environment } from "../support/api-config";
import { type BundleRun, runBundle } from "../support/bundle";
import { type FakeAws, fakeAws } from "../support/fake-aws";
import { call } from "../support/fake-platform";
import { type LocalServer, startServer } from "../support/local-server";

/** What the functions write to their logs: the bundles themselves, with Powertools and all, in processes of their own. */

let folder: string;
let aws: LocalServer;
let fails: FakeAws = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "coffer-logs-"));
  const bundles = {
    read: bundleCallback(
      async (event: GatewayEvent) => (await import("../../functions/read")).readApi(config)(event),
      __dirname,
    ),
    write: bundleCallback(
      async (event: GatewayEvent) => (await import("../../functions/write")).writeApi(config)(event),
      __dirname,
    ),
    admin: bundleCallback(
      async (event: GatewayEvent) => (await import("../../functions/admin")).adminApi(config)(event),
      __dirname,
    ),
  };
  for (const [name, text] of Object.entries(bundles)) writeFileSync(join(folder, `${name}.js`), await text);
  aws = await startServer(fakeAws(() => fails));
}, 60_000);
afterAll(async () => {
  await aws.close();
  rmSync(folder, { recursive: true, force: true });
});

type Event = Parameters<typeof call>[1];

const run = (privilege: Privilege, route: string, as: Role, event: Event, broken: FakeAws = {}): Promise<BundleRun> => {
  fails = broken;
  const variables = Object.entries(environmentNames).map(([field, name]) => [name, environment[field as "bucket"]]);
  return runBundle(join(folder, `${privilege}.js`), call(route, { as, ...event }), {
    ...Object.fromEntries(variables),
    AWS_REGION: environment.region,
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "ASIASENTINEL",
    AWS_SECRET_ACCESS_KEY: "sentinel secret",
    AWS_SESSION_TOKEN: "sentinel-token==",
    POWERTOOLS_SERVICE_NAME: "acme-dev-eu-central-1-api",
    POWERTOOLS_METRICS_NAMESPACE: "Coffer",
  });
};

const isMetric = (line: object) => "_aws" in line;
const requestLine = ({ log }: BundleRun) => log.filter((line) => !isMetric(line));

/** Nothing of these is in any line. The group of the keys, `uploads/alice/`, may be. */
const secrets = ["sentinel", "http", "amazonaws", "x-amz", "signature", "acme-files", "payroll", "4wasgw==", "stack"];

const key = "uploads/alice/sentinel-folder/sentinel.txt";
const one = { pathParameters: { key } };
const upload = {
  key: "sentinel.txt",
  size: 12,
  contentType: "text/sentinel",
  checksum: { algorithm: "CRC32C", value: "4waSgw==" },
};
const large = { key: "sentinel.bin", size: 64 * 1024 * 1024 };
const planned = { pathParameters: { id: "0t8w5s0" } };
const xml = (status: number, code: string): { readonly status: number; readonly body: string } => ({
  status,
  body: `<Error><Code>${code}</Code><Message>sentinel in uploads/alice/sentinel.txt</Message><Key>sentinel</Key></Error>`,
});
const json = (status: number, code: string) => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb#${code}`, message: "sentinel" }),
});
const stranger = {
  requestContext: { requestId: "request-1", authorizer: { iam: { userArn: "arn:aws:iam::1:user/sentinel" } } },
};

interface Case {
  readonly what: string;
  readonly at: readonly [Privilege, string, Role];
  readonly event: Event;
  readonly broken?: FakeAws;
  /** Status, outcome, and the cause if there is one. */
  readonly logs: readonly [status: number, outcome: string, cause?: string];
}

const ok = [200, "ok"] as const;
const list = ["read", "GET /objects", "viewer"] as const;
const get = ["read", "GET /objects/{key+}", "viewer"] as const;
const create = ["write", "POST /uploads", "uploader"] as const;
const complete = ["write", "POST /uploads/{id}/complete", "uploader"] as const;
const restore = ["admin", "POST /restores", "admin"] as const;

const cases: Case[] = [
  { what: "who the caller is", at: ["read", "GET /whoami", "viewer"], event: {}, logs: ok },
  { what: "a listing", at: list, event: { queryStringParameters: { prefix: "uploads/alice/sentinel" } }, logs: ok },
  { what: "a download", at: get, event: one, logs: ok },
  {
    what: "a batch of downloads",
    at: ["read", "POST /downloads", "viewer"],
    event: { json: { downloads: [{ key }] } },
    logs: ok,
  },
  { what: "versions", at: ["read", "GET /versions", "viewer"], event: { queryStringParameters: { key } }, logs: ok },
  { what: "planned uploads", at: create, event: { json: { uploads: [upload, large] } }, logs: ok },
  { what: "an upload resumed", at: ["write", "GET /uploads/{id}", "uploader"], event: planned, logs: ok },
  { what: "an upload completed", at: complete, event: planned, logs: ok },
  { what: "an upload aborted", at: ["write", "DELETE /uploads/{id}", "uploader"], event: planned, logs: ok },
  { what: "an object undeleted", at: restore, event: { json: { kind: "undelete", key } }, logs: ok },
  {
    what: "an object deleted and hidden before",
    at: ["admin", "DELETE /objects/{key+}", "admin"],
    event: one,
    logs: [404, "not-found", "Problem"],
  },
  {
    what: "a body that is no JSON",
    at: create,
    event: { body: "{sentinel" },
    logs: [400, "invalid-request", "Problem"],
  },
  {
    what: "an unknown field",
    at: create,
    event: { json: { uploads: [{ ...upload, sentinel: 1 }] } },
    logs: [400, "invalid-request", "Problem"],
  },
  {
    what: "a foreign key",
    at: get,
    event: { pathParameters: { key: "payroll/sentinel.csv" } },
    logs: [403, "outside-prefix", "Problem"],
  },
  {
    what: "a route that the role may not use",
    at: ["write", "POST /uploads", "viewer"],
    event: {},
    logs: [403, "not-allowed", "Problem"],
  },
  { what: "a stranger", at: list, event: stranger, logs: [403, "not-allowed", "Problem"] },
  {
    what: "an archived object",
    at: get,
    event: { pathParameters: { key: "uploads/alice/sentinel-archived" } },
    logs: [409, "archived", "Problem"],
  },
  {
    what: "a missing object",
    at: get,
    event: one,
    broken: { s3: { status: 404 } },
    logs: [404, "not-found", "Problem"],
  },
  {
    what: "an S3 that is busy",
    at: list,
    event: {},
    broken: { s3: xml(503, "SlowDown") },
    logs: [503, "storage-unavailable", "SlowDown"],
  },
  {
    what: "an S3 that breaks the connection",
    at: list,
    event: {},
    broken: { s3: { breaks: "at once" } },
    logs: [503, "storage-unavailable", "ECONNRESET"],
  },
  {
    what: "an STS that breaks the connection",
    at: create,
    event: { json: { uploads: [upload] } },
    broken: { sts: { breaks: "at once" } },
    logs: [503, "storage-unavailable", "ECONNRESET"],
  },
  {
    what: "an S3 that denies",
    at: list,
    event: {},
    broken: { s3: xml(403, "AccessDenied") },
    logs: [500, "internal", "AccessDenied"],
  },
  {
    what: "an S3 that answers with no XML",
    at: list,
    event: {},
    broken: { s3: { body: "sentinel" } },
    logs: [500, "internal", "Error"],
  },
  {
    what: "an STS that denies",
    at: list,
    event: {},
    broken: { sts: xml(403, "AccessDenied") },
    logs: [500, "internal", "AccessDenied"],
  },
  {
    what: "an STS that answers nonsense",
    at: list,
    event: {},
    broken: { sts: { body: "<Sentinel>sentinel</Sentinel>" } },
    logs: [500, "internal", "Error"],
  },
  {
    what: "a table that is not there",
    at: create,
    event: { json: { uploads: [upload] } },
    broken: { dynamodb: json(400, "ResourceNotFoundException") },
    logs: [500, "internal", "ResourceNotFoundException"],
  },
  {
    what: "a recorder that fails",
    at: complete,
    event: planned,
    broken: { recorder: { headers: { "x-amz-function-error": "Unhandled" }, body: '{"errorMessage":"sentinel"}' } },
    logs: [503, "storage-unavailable", "RecorderUnhandled"],
  },
];

/** What a status means for the log's level and for the metrics: each is charged by the month, and these are all. */
const duration = { Name: "Duration", Unit: "Milliseconds" };
const counts = (name: string) => ({ Name: name, Unit: "Count" });
const kinds = {
  success: { level: "INFO", metrics: [counts("Requests"), duration], values: { Requests: 1 } },
  refusal: {
    level: "WARN",
    metrics: [counts("Requests"), counts("Refusals"), duration],
    values: { Requests: 1, Refusals: 1 },
  },
  failure: {
    level: "ERROR",
    metrics: [counts("Requests"), counts("Failures"), duration],
    values: { Requests: 1, Failures: 1 },
  },
};
const kindOf = (status: number) => (status < 400 ? "success" : status < 500 ? "refusal" : "failure");

test.each(cases)(
  "$what leaves one line, with nothing secret, and one line of metrics",
  async ({ at, event, broken, logs }) => {
    const [privilege, route, role] = at;
    const [status, outcome, cause] = logs;
    const { level, metrics, values } = kinds[kindOf(status)];
    const result = await run(privilege, route, role, event, broken);
    expect(result.answer?.statusCode).toBe(status);
    expect(requestLine(result)).toMatchObject([{ message: "request", level, status, outcome, requestId: "request-1" }]);
    expect(requestLine(result)[0]?.cause).toBe(cause);
    // CloudWatch's embedded metric format, with one dimension.
    expect(result.log.filter(isMetric)).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [{ Namespace: "Coffer", Dimensions: [["service"]], Metrics: metrics }],
        },
        service: "acme-dev-eu-central-1-api",
        Duration: expect.any(Number),
        ...values,
      },
    ]);
    const text = JSON.stringify(result.log).toLowerCase();
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(result.network).toEqual([]);
  },
);

test("the line of a request names caller, action, the key's group, outcome, status and milliseconds, and nothing else", async () => {
  const [line] = requestLine(await run("read", "GET /objects/{key+}", "viewer", { ...one, by: "victor" }));
  expect(line).toEqual({
    level: "INFO",
    message: "request",
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    service: "acme-dev-eu-central-1-api",
    sampling_rate: 0,
    requestId: "request-1",
    caller: "victor",
    action: "getObject",
    prefix: "uploads/alice/",
    outcome: "ok",
    status: 200,
    ms: expect.any(Number),
  });
});
