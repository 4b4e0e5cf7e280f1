import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { decideAll } from "../../tools/graph/access/matrix";
import { sections } from "../../tools/graph/access/sections";
import { evaluate, projectDirectory } from "../../tools/graph/evaluate";

const access = (...options: string[]) => {
  const command = [
    join(projectDirectory, "tools/scripts/ts.mjs"),
    join(projectDirectory, "tools/graph/access/main.ts"),
    ...options,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  return { status, stdout, stderr };
};

test("where its output is read by a program, every request is one plain line", () => {
  const { status, stdout } = access("--section", "guardrails", "api-routes");
  const found = stdout.trimEnd().split("\n");
  expect(status).toBe(0);
  expect(new Set(found.map((line) => line.split("\t")[0]))).toEqual(new Set(["api-routes", "guardrails"]));
  expect(found.filter((line) => line.split("\t").length !== 5)).toEqual([]);
  expect(found).toContain(
    "guardrails\tdeny\tAdmin\ts3:DeleteBucket, main bucket\tpermissions boundary: KeepGuardrails",
  );
  expect(stdout).not.toContain("\u001b");
}, 60_000);

test("--json gives each request with its condition keys", () => {
  const { stdout } = access("--section", "assuming", "--json", "--stack", "sandbox");
  expect(JSON.parse(stdout)).toMatchObject([
    {
      name: "assuming",
      rows: expect.arrayContaining([
        {
          labels: ["user/alice", "MFA, as victor"],
          cells: expect.arrayContaining([
            {
              column: "Uploader",
              allowed: false,
              because: "trust policy: no statement allows it",
              question: {
                principal: { user: "alice" },
                action: "sts:AssumeRole",
                resource: "arn:aws:iam::123456789012:role/acme-sandbox-eu-central-1-uploader",
                context: {
                  "aws:MultiFactorAuthPresent": "true",
                  "aws:MultiFactorAuthAge": "0",
                  "sts:RoleSessionName": "victor",
                },
              },
            },
          ]),
        },
      ]),
    },
  ]);
}, 60_000);

test.each([
  ["a section that there is not", ["--section", "nope"], "Allowed choices are assuming, api-routes, objects"],
  ["two formats at once", ["--json", "--markdown"], "cannot be used with"],
  ["an option that there is not", ["--csv"], "unknown option '--csv'"],
])(
  "%s is refused with what there is",
  (_, options, message) => {
    const { status, stderr } = access(...options);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  },
  60_000,
);

test("a stack that does not exist is named, without a stack trace", () => {
  const { status, stderr } = access("--stack", "nope");
  expect(status).toBe(1);
  expect(stderr).toContain("There is no Pulumi.nope.yaml");
  expect(stderr).not.toMatch(/^\s+at /m);
}, 60_000);

describe("a stack that is configured otherwise", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "coffer-access-"));
    const main = relative(folder, join(projectDirectory, "index.ts"));
    writeFileSync(join(folder, "Pulumi.yaml"), `name: coffer\nruntime: nodejs\nmain: ${main}\n`);
    writeFileSync(
      join(folder, "Pulumi.other.yaml"),
      `config:
  aws:region: us-east-1
  coffer:company: globex
  coffer:standbyRegion: us-west-2
  coffer:layout: shared
  coffer:uploaders: [{ role: build, as: build-server, mfa: not-required }]
  coffer:viewers: [{ saml: "arn:aws:iam::123456789012:saml-provider/idp" }]
  coffer:admins: [{ user: grace }, { role: operator, as: operator, mfa: not-required }]
  coffer:auditors: [{ role: audit, as: audit, mfa: not-required }]
  coffer:trail: { kind: organisation, logGroupName: organisation/trail }
`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is asked about its own people, names and layout", async () => {
    const graph = await evaluate({ directory: folder, stack: "other" });
    const decided = await decideAll(graph, sections);
    const allowed = decided.flatMap(({ name, rows }) =>
      rows.flatMap(({ labels, cells }) =>
        cells
          .filter((cell) => cell.allowed)
          .map(({ column }) => `${name}: ${column}: ${labels.filter((label) => label !== "").join(", ")}`),
      ),
    );
    expect(allowed.filter((what) => what.startsWith("assuming:"))).toEqual([
      "assuming: Uploader: role/build, as build-server",
      "assuming: Admin: user/grace, MFA, as grace",
      "assuming: Admin: user/grace, MFA 300 s ago, as grace",
      "assuming: Admin: role/operator, as operator",
      "assuming: Auditor: role/audit, as audit",
      "assuming: Viewer: SAML: saml-provider/idp, as zoe@example.com",
      "assuming: Viewer: SAML: saml-provider/idp, as mallory",
    ]);
    // The trail's bucket and key are the organisation's.
    expect(allowed.filter((what) => /^trail: (?!Account administrator)/.test(what))).toEqual([
      "trail: Auditor: logs:StartQuery, the log group",
      "trail: Auditor: logs:FilterLogEvents, the log group",
      "trail: Auditor: logs:GetQueryResults, the log group",
      "trail: Auditor: logs:DescribeLogGroups, every log group",
    ]);
    expect(allowed).toContain("objects: Uploader: s3:PutObject, another's prefix, the right encryption");
    expect(allowed).toContain("signing: access-write-presigner: s3:PutObject, another's prefix, the right encryption");
    expect(allowed).not.toContain("objects: Viewer: s3:PutObject, own prefix, the right encryption");
  }, 60_000);
});
