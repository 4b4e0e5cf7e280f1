import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { check } from "../../tools/graph/check/run-pack";
import { projectDirectory } from "../../tools/graph/evaluate";

/** `mfa: not-required` is the one switch for a machine: the policy pack takes it as it stands in the trust policy. */
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), "coffer-machines-"));
beforeAll(() => {
  const main = relative(folder, join(projectDirectory, "index.ts"));
  writeFileSync(join(folder, "Pulumi.yaml"), `name: coffer\nruntime: nodejs\nmain: ${main}\n`);
  writeFileSync(
    join(folder, "Pulumi.machines.yaml"),
    `config:
  aws:region: us-east-1
  coffer:company: globex
  coffer:standbyRegion: us-west-2
  coffer:uploaders: [{ role: build, as: build-server, mfa: not-required }, { user: alice }]
  coffer:viewers: [{ role: ci/reader, as: reader, mfa: not-required }]
  coffer:auditors: [{ user: audrey }]
  coffer:admins: [{ user: grace }, { role: operator, as: operator, mfa: not-required }]
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["before the deployment", true],
  ["in it", false],
])("a stack whose configuration names machines is not refused, %s", async (_, preview) => {
  const { outcome, index } = await check({ directory: folder, stack: "machines", preview, today: "2026-11-22" });
  const about = (findings: typeof outcome.unknown) =>
    findings.filter(({ rule }) => rule.id === "iam-human-mfa").map(({ resource }) => resource.name);
  expect(about(outcome.violations)).toEqual([]);
  // Roles of functions trust roles whose ARNs a preview does not know. Those that people and machines assume are known.
  expect(about(outcome.unknown).filter((name) => name.startsWith("roles-"))).toEqual([]);
  const trusted = index
    .ofType("aws:iam/role:Role")
    .flatMap(({ inputs }) => (inputs.isKnown("assumeRolePolicy") ? [inputs.text("assumeRolePolicy") ?? ""] : []));
  expect(trusted.filter((policy) => policy.includes('"Machine0"'))).toHaveLength(3);
});
