import { performance } from "node:perf_hooks";
import type { Resource } from "../graph/types";
import type { ResourceFacts } from "../policies/framework/resource";
import { Engine } from "../tests/support/engine";

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

/**
 * Asks the pack over gRPC what the engine asks in a deployment: each resource to be mended and to be judged, one after
 * the other, then the whole stack. The pack has just started, as it always has.
 */
export const askPack = async (facts: readonly ResourceFacts[]) => {
  const begin = performance.now();
  const engine = await Engine.start();
  try {
    const resources = facts.map(resourceOf);
    const started = performance.now();
    const found = await engine.run({ resources });
    const time = performance.now() - started;
    return { time, findings: found.length, requests: 2 * resources.length + 1, start: started - begin };
  } finally {
    engine.stop();
  }
};
