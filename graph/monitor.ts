import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { deserializeProperties, serializeProperties } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { plainProperties } from "./plain";
import type { Backend, Properties, Resource, ResourceRequest } from "./types";

type Answer = (error: Error | null, response: unknown) => void;

const stackType = "pulumi:pulumi:Stack";

/**
 * Pulumi's own mock monitor, which resolves a resource's inputs and waits for what it depends on before it registers
 * it. This one keeps what the mock forgets (parent, provider, the source of each input) and leaves the making of
 * resources to a backend.
 */
export class RecordingMonitor extends MockMonitor {
  readonly recorded = new Map<string, Resource>();
  readonly #regions = new Map<string, string>();

  constructor(
    private readonly place: {
      readonly project: string;
      readonly stack: string;
      readonly region: string;
      /** Whether nothing exists yet, and nothing is made. */
      readonly preview: boolean;
    },
    private readonly backend: Backend,
  ) {
    super({
      newResource: () => {
        throw new Error("resources are registered by RecordingMonitor itself");
      },
      call: async ({ token, inputs }) => ({ ...(await backend.invoke(token, inputs)) }),
    });
  }

  override async registerResource(request: RegisterResourceRequest, answer: Answer): Promise<void> {
    try {
      const resource = await this.#read(request);
      const exists = resource.custom && !this.place.preview;
      const { id, outputs } = exists ? await this.backend.create(resource) : { id: "", outputs: {} };
      const all: Properties = { ...resource.inputs, ...outputs };
      this.recorded.set(resource.urn, { ...resource, id, outputs: all });
      const state = Struct.fromJavaScript(await serializeProperties("", withoutAssets(all)));
      this.resources.set(resource.urn, { urn: resource.urn, id, state });
      const response = new RegisterResourceResponse();
      response.setUrn(resource.urn);
      response.setId(id);
      response.setObject(state);
      answer(null, response);
    } catch (error) {
      answer(error instanceof Error ? error : new Error(String(error)), undefined);
    }
  }

  async #read(request: RegisterResourceRequest): Promise<ResourceRequest> {
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    const inputs = await plainProperties(deserializeProperties(request.getObject() ?? new Struct()));
    const sources: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((from, property) => {
      if (from.getUrnsList().length > 0) sources[property] = from.getUrnsList();
    });
    const urn = this.#urnOf(parent, type, name);
    const provider = request.getProvider().replace(/::[^:]*$/, "");
    const region = String(inputs.region ?? this.#regions.get(provider) ?? this.place.region);
    if (type.startsWith("pulumi:providers:")) this.#regions.set(urn, region);
    return {
      urn,
      type,
      name,
      parent,
      provider,
      region,
      inputs,
      sources,
      custom: request.getCustom(),
      protect: request.getProtect() ?? false,
      dependsOn: request.getDependenciesList(),
    };
  }

  /** As the engine makes URNs: the types of all parents but the stack, then the resource's own type and name. */
  #urnOf(parent: string, type: string, name: string): string {
    const parentType = parent.split("::")[2];
    const qualified = parentType === undefined || parentType === stackType ? type : `${parentType}$${type}`;
    return [`urn:pulumi:${this.place.stack}`, this.place.project, qualified, name].join("::");
  }
}

/** A program never reads a file back from its resource, and an answer cannot carry one. */
const withoutAssets = (properties: Properties): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).filter(
      ([, value]) => !(typeof value === "object" && value !== null && "asset" in value),
    ),
  );
