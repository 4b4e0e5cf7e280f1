import { packResource, type ResourceFacts } from "../../policies/framework/resource";
import { runRules } from "../../policies/framework/run";
import { StackIndex } from "../../policies/framework/stack-index";
import { rules } from "../../policies/rules";
import { askPack } from "./policy-engine";
import { stack } from "./policy-stack";
import { readsState } from "./policy-state";

/**
 * `npm run bench:policies`: all rules over stacks of 1,000, 3,000 and 10,000 resources. 1,000 may take a second, and the
 * time for each resource may not grow with the stack. Then 1,000 as the engine asks a pack that has just started, for
 * which there are three seconds, and the reading of an exported state of 10,000, for which there are two.
 */
const limit = 1_000;
const engineLimit = 3_000;
const stateLimit = 2_000;
const sizes = [1_000, 3_000, 10_000];
const rounds = 5;

interface Run {
  readonly time: number;
  readonly cpu: number;
  readonly findings: number;
}

/** The index is part of what is measured: a stack is joined anew each time. Times are milliseconds. */
const run = (facts: readonly ResourceFacts[]): Run => {
  const begin = performance.now();
  const before = process.cpuUsage();
  const index = new StackIndex(facts.map(packResource));
  const { violations, unknown } = runRules(rules, index, { today: "2026-01-01" });
  const { user, system } = process.cpuUsage(before);
  const time = performance.now() - begin;
  return { time, cpu: (user + system) / 1_000, findings: violations.length + unknown.length };
};

for (let warm = 0; warm < 20; warm++) run(stack(1_000));
console.log(`${rules.length} rules, the best of ${rounds} rounds`);
let first: number | undefined;
for (const size of sizes) {
  const facts = stack(size);
  const results = Array.from({ length: rounds }, () => run(facts));
  const time = Math.min(...results.map((result) => result.time));
  const cpu = Math.min(...results.map((result) => result.cpu));
  const each = (time * 1_000) / size;
  first ??= each;
  console.log(
    `${String(size).padStart(6)} resources ${time.toFixed(1).padStart(8)} ms, ${each.toFixed(1).padStart(6)} µs each ` +
      `(×${(each / first).toFixed(2)}), ${cpu.toFixed(0)} ms of CPU, ${results[0]?.findings} findings`,
  );
  if (size === 1_000 && time > limit) process.exitCode = 1;
  if (each > 2 * first) process.exitCode = 1;
}

const row = (what: string, time: number, most: number, more: string): void => {
  console.log(`${what.padEnd(16)} ${time.toFixed(1).padStart(8)} ms (at most ${most.toLocaleString("en")}), ${more}`);
  if (time > most) process.exitCode = 1;
};

const main = async (): Promise<void> => {
  const { time, cpu, requests, findings, start } = await askPack(stack(1_000));
  const spent = cpu === undefined ? "" : `${cpu} ms of CPU in the pack, `;
  const started = `${(start / 1_000).toFixed(1)} s to start it before`;
  row("  1000 over gRPC", time, engineLimit, `${spent}${requests} requests, ${findings} findings, ${started}`);
  const read = readsState(stack(10_000));
  row("  10000 in a state", read.time, stateLimit, `${read.megabytes.toFixed(1)} MB read`);
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
