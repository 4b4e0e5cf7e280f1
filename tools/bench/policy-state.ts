import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { ResourceFacts } from "../../policies/framework/resource";
import { exportedState } from "../../tests/support/pulumi-files";
import { readState } from "../graph/sources/state";
import { resourceOf } from "./policy-engine";

/** Reads the exported state of a stack. */
export const readsState = (facts: readonly ResourceFacts[]) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-bench-"));
  try {
    const file = join(folder, "state.json");
    const graph = {
      project: "bench",
      stack: "bench",
      resources: facts.map(resourceOf),
      outputs: {},
      unseen: [],
      notes: [],
      unanswered: [],
    };
    writeFileSync(file, JSON.stringify(exportedState(graph, "eu-central-1"), null, 4));
    const began = performance.now();
    const { length } = readState(file).graph.resources;
    const time = performance.now() - began;
    if (length !== facts.length + 1) throw new Error(`${length} resources were read of ${facts.length}`);
    return { time, megabytes: statSync(file).size / 1e6 };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
