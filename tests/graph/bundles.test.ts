import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { evaluate, type Graph } from "../../tools/graph/evaluate";
import { deployedMajor } from "../../tools/sandbox/emulator/function-node";
import { type Bundle, bundlesOf, runBundle } from "../support/bundle";
import { nodeForBundles } from "../support/deployed-node";
import { fakeAws } from "../support/fake-aws";
import { call } from "../support/fake-platform";
import { type LocalServer, startServer } from "../support/local-server";
import { presignedSignature } from "../support/sigv4";

let folder: string;
let bundles: Bundle[];
let again: Bundle[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "coffer-bundles-"));
  const graphs: Graph[] = await Promise.all([evaluate({ stack: "dev" }), evaluate({ stack: "dev" })]);
  [bundles = [], again = []] = graphs.map(bundlesOf);
  for (const { name, text } of bundles) writeFileSync(join(folder, `${name}.js`), text);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = ["access-admin", "access-read", "access-write"];
const all = [...names, "alerts-notices", "index"];
const bundle = (name: string): Bundle => {
  const found = bundles.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`there is no function ${name}`);
  return found;
};
const run = (name: string, event: object, more: Readonly<Record<string, string>> = {}) =>
  runBundle(join(folder, `${name}.js`), event, { AWS_REGION: "eu-central-1", ...bundle(name).environment, ...more });

test("they run here on the Node.js that they are deployed on", async () => {
  const { stdout } = await promisify(execFile)(nodeForBundles(), ["--version"]);
  expect(stdout).toMatch(new RegExp(`^v${deployedMajor}\\.`));
  expect(new Set(bundles.map(({ runtime }) => runtime))).toEqual(new Set([`nodejs${deployedMajor}.x`]));
});

test("there is one bundle for each privilege, one that records, and one that tells", () => {
  expect(bundles.map(({ name }) => name)).toEqual(all);
});

test.each(all)("%s has the same bytes in every evaluation", (name) => {
  expect(bundle(name).text.length).toBeGreaterThan(1000);
  expect(again.find((other) => other.name === name)?.text).toBe(bundle(name).text);
});

test.each(all)("%s holds nothing of Pulumi, and no path of the machine that built it", (name) => {
  for (const foreign of ["@pulumi", "serializeFunction", process.cwd(), "node_modules"])
    expect(bundle(name).text).not.toContain(foreign);
});

test.each(names)("%s loads without the project and refuses a stranger without any network", async (name) => {
  const stranger = { iam: { userArn: "arn:aws:sts::123456789012:assumed-role/Administrator/alice" } };
  const event = call("GET /objects", { requestContext: { requestId: "request-1", authorizer: stranger } });
  const { answer, log, network } = await run(name, event);
  expect(answer).toMatchObject({ statusCode: 403, headers: { "content-type": "application/problem+json" } });
  expect(JSON.parse(answer?.body ?? "")).toMatchObject({
    type: "urn:coffer:problem:not-allowed",
    status: 403,
    requestId: "request-1",
  });
  const line = { requestId: "request-1", status: 403, outcome: "not-allowed", service: "acme-dev-eu-central-1-api" };
  expect(log).toHaveLength(2);
  expect(log).toEqual(
    expect.arrayContaining([expect.objectContaining(line), expect.objectContaining({ Refusals: 1 })]),
  );
  expect(network).toEqual([]);
});

test("a problem is told as such from the bundle too: an error class survives the serialisation", async () => {
  const { answer, network } = await run("access-write", call("POST /uploads", { json: { uploads: [] } }));
  expect(answer?.statusCode).toBe(400);
  expect(JSON.parse(answer?.body ?? "")).toMatchObject({
    type: "urn:coffer:problem:invalid-request",
    field: "uploads",
  });
  expect(network).toEqual([]);
});

test("whoami answers with what the program configured", async () => {
  const { answer, network } = await run("access-read", call("GET /whoami", { as: "viewer", by: "victor" }));
  expect(answer?.statusCode).toBe(200);
  expect(JSON.parse(answer?.body ?? "")).toEqual({
    caller: "victor",
    role: "viewer",
    reads: "uploads/",
    operations: ["whoami", "listObjects", "getObject", "createDownloads", "listVersions"],
    limits: {
      urlSeconds: 900,
      largestObject: 1_099_511_627_776,
      largestBatch: 100,
      openUploads: 1000,
      planning: { perSecond: 50, burst: 1000, perRequest: 10 },
      resumeDays: 3,
      sessionSeconds: 3600,
    },
  });
  expect(network).toEqual([]);
});

test("the guard against the network works: what needs STS is seen to ask for it", async () => {
  const { answer, network } = await run("access-read", call("GET /objects", { as: "viewer" }));
  expect(network).toContain("sts.eu-central-1.amazonaws.com");
  expect(answer?.statusCode).toBe(500);
});

describe("with AWS on this machine", () => {
  let aws: LocalServer;
  beforeAll(async () => {
    aws = await startServer(fakeAws(() => ({})));
  });
  afterAll(() => aws.close());

  test("an upload is signed by a session of the presigner, narrowed to its caller", async () => {
    const event = call("POST /uploads", { json: { uploads: [{ key: "notes.txt", size: 11 }] } });
    const { answer, network } = await run("access-write", event, { AWS_ENDPOINT_URL: aws.url });
    expect(answer?.statusCode).toBe(200);
    expect(network).toEqual([]);
    const { uploads } = JSON.parse(answer?.body ?? "") as {
      uploads: { url: string; headers: Record<string, string> }[];
    };
    const { url = "", headers = {} } = uploads[0] ?? {};
    expect(url).toContain(`${aws.url}/acme-dev-eu-central-1-main-123456789012/uploads/alice/notes.txt?`);
    expect(url.split("X-Amz-Signature=")[1]).toBe(
      presignedSignature({ method: "PUT", url, headers }, "sentinel secret"),
    );

    const asked = new URLSearchParams(aws.received[0]?.body);
    expect(asked.get("RoleArn")).toBe("arn:aws:iam::123456789012:role/acme-dev-eu-central-1-api-write-presigner");
    expect(asked.get("RoleSessionName")).toBe("alice");
    expect(asked.get("Policy")).toContain("main-123456789012/uploads/alice/*");
  });
});
