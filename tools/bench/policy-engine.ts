import { existsSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { ResourceFacts } from "../../policies/framework/resource";
import { Engine, questions } from "../../tests/support/engine";
import type { Resource } from "../graph/types";

/** The facts of a stack as the engine has them. */
export const resourceOf = ({ urn, token, name, inputs, sources = {}, region }: ResourceFacts): Resource => {
  const properties = Object.fromEntries(Object.entries(inputs ?? {}));
  return {
    urn,
    type: token,
    name,
    parent: "",
    provider: "",
    region: String(region),
    custom: true,
    protect: false,
    dependsOn: [],
    inputs: properties,
    outputs: properties,
    sources,
    id: name,
  };
};

/** The CPU time of another process so far, in milliseconds; undefined where no file of the system says (proc(5), `stat`). */
const cpuOf = (pid: number | undefined): number | undefined => {
  const file = `/proc/${pid}/stat`;
  if (pid === undefined || !existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  // The name of the program, in brackets, may hold blanks. The 14th and 15th fields count hundredths of a second.
  const [user, system] = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
};

/**
 * Asks the pack over gRPC what the engine asks in a deployment: each resource to be mended and to be judged, one after
 * the other, then the whole stack. The pack has just started, as it always has. The messages are made before: that is
 * the engine's work, which is done in Go.
 */
export const askPack = async (facts: readonly ResourceFacts[]) => {
  const begin = performance.now();
  const engine = await Engine.start();
  try {
    const asked = questions({ resources: facts.map(resourceOf) });
    const started = performance.now();
    const before = cpuOf(engine.pid);
    const found = await engine.ask(asked);
    const time = performance.now() - started;
    const after = cpuOf(engine.pid);
    return {
      time,
      cpu: before === undefined || after === undefined ? undefined : after - before,
      findings: found.length,
      requests: 2 * asked.each.length + 1,
      start: started - begin,
    };
  } finally {
    engine.stop();
  }
};
