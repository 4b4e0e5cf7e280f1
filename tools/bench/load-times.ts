import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { bundleCallback } from "../../components/internal/inline-function";
import { environmentNames } from "../../functions/api/config";
import type { GatewayEvent } from "../../functions/api/handler";
import { config, environment } from "../../tests/support/api-config";
import { nodeForBundles } from "../../tests/support/deployed-node";
import { call } from "../../tests/support/fake-platform";
import type { Figure } from "./measure";

const bundles = {
  read: async (event: GatewayEvent) => (await import("../../functions/read")).readApi(config)(event),
  write: async (event: GatewayEvent) => (await import("../../functions/write")).writeApi(config)(event),
  admin: async (event: GatewayEvent) => (await import("../../functions/admin")).adminApi(config)(event),
};

/** The wall time of a bare process that runs this script, in milliseconds. */
const processTime = (script: string): number => {
  const variables = Object.entries(environmentNames).map(([field, name]) => [name, environment[field as "bucket"]]);
  const env = {
    ...Object.fromEntries(variables),
    AWS_REGION: environment.region,
    POWERTOOLS_METRICS_NAMESPACE: "Coffer",
  };
  const began = performance.now();
  const { status, stderr } = spawnSync(nodeForBundles(), ["-e", script], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`a bundle failed:\n${stderr}`);
  return performance.now() - began;
};

/** Loading and the first answer: a bundle evaluates its modules when it is first called. */
export const loadTimes = async (): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-bench-"));
  try {
    const scripts: [name: string, script: string, bytes: number][] = [];
    for (const [name, callback] of Object.entries(bundles)) {
      const text = await bundleCallback(callback, __dirname);
      const file = join(folder, `${name}.js`);
      writeFileSync(file, text);
      // A route that is not there is answered without any AWS, after everything is loaded.
      const event = JSON.stringify(call("GET /nowhere", { as: "admin" }));
      const script = `require(${JSON.stringify(file)}).handler(${event}).then(({ statusCode }) => process.exit(statusCode === 404 ? 0 : 1))`;
      scripts.push([name, script, Buffer.byteLength(text)]);
    }
    const times = new Map<string, number[]>();
    // In turn, so that whatever else the machine does falls on all of them.
    for (let round = 0; round < 21; round += 1)
      for (const [name, script] of [["bare", "process.exit(0)"] as const, ...scripts])
        times.set(name, [...(times.get(name) ?? []), processTime(script)]);
    const best = (name: string): number => Math.min(...(times.get(name) ?? []));
    const bare = best("bare");
    return [
      { what: "bare Node.js", value: bare, unit: "ms" },
      ...scripts.map(([name, , bytes]) => ({
        what: `loading the ${name} function (${(bytes / 1024).toFixed(1)} KB), above bare Node.js`,
        value: best(name) - bare,
        unit: "ms",
        target: { atMost: 70 },
      })),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
