import type { Graph, Resource } from "../../tools/graph/evaluate";
import { signatureKey, signatures } from "../../tools/graph/sources/property-values";
import { unknown } from "../../tools/graph/types";

/**
 * Writes a graph as Pulumi's CLI would: pulumi/pulumi, `sdk/go/common/apitype/core.go` (`UntypedDeployment`, `ResourceV3`)
 * and `pkg/display/json.go` (`PreviewDigest`). The CLI itself is not on this machine.
 */
type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const written = (value: unknown): unknown => {
  if (value === unknown) return "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  if (Array.isArray(value)) return value.map(written);
  if (!isFields(value)) return value;
  if (value.asset === "text") return { [signatureKey]: signatures.asset, hash: "00", text: value.text };
  if (value.asset === "path") return { [signatureKey]: signatures.asset, hash: "00", path: value.path };
  if (value.asset === "archive")
    return { [signatureKey]: signatures.archive, hash: "00", assets: properties(value.files) };
  return properties(value);
};

const properties = (value: unknown): Fields =>
  Object.fromEntries(Object.entries(isFields(value) ? value : {}).map(([name, inner]) => [name, written(inner)]));

const defaultProvider = ({ project, stack }: Graph): string =>
  `urn:pulumi:${stack}::${project}::pulumi:providers:aws::default_7_48_0`;

const providerId = "5f5e3c1a-6e6f-4f0e-9d0b-1f4c8e7a2b3d";

const isProvider = ({ type }: Resource): boolean => type.startsWith("pulumi:providers:");

const stateOf = (graph: Graph, resource: Resource): Fields => ({
  urn: resource.urn,
  custom: resource.custom,
  ...(resource.id === "" ? {} : { id: resource.id }),
  type: resource.type,
  inputs: { __defaults: [], ...properties(resource.inputs) },
  outputs: properties(resource.outputs),
  ...(resource.parent === "" ? {} : { parent: resource.parent }),
  ...(resource.protect ? { protect: true } : {}),
  ...(resource.dependsOn.length === 0 ? {} : { dependencies: resource.dependsOn }),
  ...(resource.custom && !isProvider(resource)
    ? { provider: `${resource.provider || defaultProvider(graph)}::${providerId}` }
    : {}),
  propertyDependencies: Object.fromEntries(
    Object.keys(resource.inputs).map((property) => [property, resource.sources[property] ?? null]),
  ),
  created: "2026-11-01T10:00:00.000000000Z",
  modified: "2026-11-01T10:00:00.000000000Z",
});

/** The default provider, which the engine registers by itself. */
const provider = (graph: Graph, region: string): Fields => ({
  urn: defaultProvider(graph),
  custom: true,
  id: providerId,
  type: "pulumi:providers:aws",
  inputs: { region, version: "7.48.0" },
  outputs: { region, version: "7.48.0" },
  created: "2026-11-01T10:00:00.000000000Z",
});

/** What `pulumi stack export` writes. */
export const exportedState = (graph: Graph, region: string): Fields => {
  const [stack, ...rest] = graph.resources.map((resource) => stateOf(graph, resource));
  return {
    version: 3,
    deployment: {
      manifest: {
        time: "2026-11-01T10:00:00.000000000Z",
        magic: "0b0f7a0a",
        version: "v3.270.0",
        plugins: [{ name: "aws", path: "/plugins/resource-aws-v7.48.0", type: "resource", version: "7.48.0" }],
      },
      secrets_providers: { type: "passphrase", state: { salt: "v1:…" } },
      resources: [stack, provider(graph, region), ...rest],
      metadata: {},
    },
  };
};

/** What `pulumi preview --json --show-sames` writes for a new stack. */
export const previewDigest = (graph: Graph, region: string): Fields => {
  const { resources } = graph;
  return {
    config: { "aws:region": region },
    steps: resources.map((resource) => ({
      op: "create",
      urn: resource.urn,
      ...(resource.custom ? { provider: `${defaultProvider(graph)}::unknown` } : {}),
      newState: stateOf(graph, resource),
      detailedDiff: null,
    })),
    duration: 4_000_000_000,
    changeSummary: { create: resources.length },
  };
};
