import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../policies/rules";
import { readSettings } from "../../tools/graph/check/policy-settings";
import { type Checked, check, judge } from "../../tools/graph/check/run-pack";
import { evaluate, projectDirectory } from "../../tools/graph/evaluate";
import { exportedState, previewDigest } from "../support/pulumi-files";

/** A state and a preview of a stack, in the form that Pulumi's CLI writes, say what the evaluated program says. */
jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), "coffer-sources-"));
const insecure = join(projectDirectory, "examples/insecure");
const today = "2026-11-22";
const region = "eu-central-1";

const written = (name: string, value: object): string => {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value, null, 4));
  return file;
};

const found = ({ outcome, settings }: Pick<Checked, "outcome" | "settings">): string[] => [
  ...outcome.violations.map(({ rule, resource, message }) => `${rule.id} ${resource.urn}: ${message}`).sort(),
  ...outcome.unknown.map(({ rule, resource, message }) => `unknown ${rule.id} ${resource.urn}: ${message}`).sort(),
  ...outcome.accepted.map(({ finding }) => `accepted ${finding.rule.id} ${finding.resource.urn}`).sort(),
  `${Object.keys(settings.rules ?? {}).length} tuned`,
];

test.each([
  ["our own stack", projectDirectory],
  ["the insecure example", insecure],
])("%s: its state says what its program says", async (name, directory) => {
  const graph = await evaluate({ directory, stack: "dev", foreign: true });
  const state = written(`${name}.json`, exportedState(graph, region));
  const here = judge(graph, readSettings(rules, { directory, file: undefined, today }));
  const there = await check({ directory, stack: "dev", today, state });
  expect(found(there)).toEqual(found(here));
  expect(there.unseen).toEqual([]);
  expect(there.index.resources).toHaveLength(here.index.resources.length + 1);
});

test.each([
  ["our own stack", projectDirectory],
  ["the insecure example", insecure],
])("%s: its preview says what the preview of its program says", async (name, directory) => {
  const graph = await evaluate({ directory, stack: "dev", preview: true, foreign: true });
  const previewJson = written(`${name}-preview.json`, previewDigest(graph, region));
  const here = judge(graph, readSettings(rules, { directory, file: undefined, today }));
  const there = await check({ directory, stack: "dev", today, previewJson });
  expect(found(there)).toEqual(found(here));
  expect(there.unseen).toEqual([]);
});
