import { join } from "node:path";
import type { Finding } from "../../policies/framework/rule";
import { levelOf } from "../../policies/framework/run";
import { rules } from "../../policies/rules";
import { readSettings } from "../../tools/graph/check/policy-settings";
import { judge } from "../../tools/graph/check/run-pack";
import { evaluate, type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { Engine } from "../support/engine";

/**
 * One pack, two roads: `npm run check` reads the graph itself, and the engine shows the pack one resource after the
 * other, without what their values come from, and then the whole stack. Both must find the same.
 */
jest.setTimeout(240_000);

const insecure = join(projectDirectory, "examples/insecure");
const today = new Date().toJSON().slice(0, 10);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

/** What `npm run check` finds, in the words that the engine is told. */
const byCheck = (graph: Graph, directory: string): string[] => {
  const { outcome, settings } = judge(graph, readSettings(rules, { directory, file: undefined, today }));
  const said = ({ resource, message }: Finding) => `${resource.name} ${message}.`;
  return [
    ...outcome.violations.map(
      (one) => `${levelOf(one.rule, settings)} ${one.rule.id} ${one.resource.urn}\n${said(one)} ${one.rule.fix}.`,
    ),
    ...outcome.unknown.map(
      ({ rule, resource, message }) =>
        `advisory not-known-yet ${resource.urn}\n${rule.id} cannot decide about ${resource.name}: ${message}.`,
    ),
    ...outcome.accepted.map(
      ({ finding, exception: { expires, reason } }) =>
        `advisory accepted-exceptions ${finding.resource.urn}\n${finding.rule.id}: ${said(finding)} Accepted until ${expires}: ${reason}`,
    ),
    ...outcome.problems.map((problem) => `problem ${problem}`),
  ].sort();
};

const byEngine = async (graph: Graph, directory: string): Promise<string[]> => {
  await engine.configureFrom(join(directory, "policy-config.json"));
  const found = await engine.run(graph);
  return found
    .map(({ level, policy, urn, message }) => `${level} ${policy} ${urn}\n${message.slice(message.indexOf("\n") + 1)}`)
    .sort();
};

test.each([
  ["our own stack, in a preview", projectDirectory, "dev", true],
  ["our own stack, in an update", projectDirectory, "dev", false],
  ["the sandbox's stack, in a preview", projectDirectory, "sandbox", true],
  ["the insecure example, in a preview", insecure, "dev", true],
  ["the insecure example, in an update", insecure, "dev", false],
])("%s: check and the engine's pack find the same", async (_, directory, stack, preview) => {
  const graph = await evaluate({ directory, stack, preview, foreign: true });
  const here = byCheck(graph, directory);
  expect(await byEngine(graph, directory)).toEqual(here);
  if (directory === insecure) expect(here.length).toBeGreaterThan(100);
});
