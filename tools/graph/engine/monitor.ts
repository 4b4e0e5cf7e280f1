import {
  type ReadResourceRequest,
  ReadResourceResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceInvokeRequest,
  ResourceInvokeResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isFields } from "../../../policies/framework/fields";
import { ProgramError } from "../program-error";
import { type Backend, type Properties, type Question, type Resource, type ResourceRequest, unknown } from "../types";
import type { Unseen } from "../unseen";
import { Callbacks } from "./callbacks";
import { tagsWithDefaults } from "./default-tags";
import { sourceOf } from "./source";
import { urnOf } from "./urn";
import { fromWire, propertiesFromWire, propertiesToWire, settleAll, unknownOnWire } from "./wire";

const stackType = "pulumi:pulumi:Stack";
const referenceType = "pulumi:pulumi:StackReference";
const answersRemedy =
  "Run again with --record-answers answers.json, fill in what is asked there, and give it as --answers answers.json.";

/** Where a program runs. */
export interface Place {
  readonly project: string;
  readonly stack: string;
  /** The default provider's region. */
  readonly region: string;
  /** The default provider's tags. */
  readonly defaultTags: Properties;
  /** The folder of the program, from which sources are told. */
  readonly directory: string;
  /** Whether nothing exists yet, and nothing is made. */
  readonly preview: boolean;
  /** Whether resources are really made. */
  readonly update: boolean;
  /** The names of the properties that a provider function answers with, as far as the program's SDK tells. */
  readonly resultNames: (token: string) => readonly string[];
}

/**
 * What the Pulumi engine does with a program's requests, as far as an evaluation needs it: names resources, applies
 * transforms, refuses what is there twice, and leaves the making of resources and the answers of functions to a backend.
 */
export class Monitor {
  readonly resources = new Map<string, Resource>();
  readonly unseen: Unseen[] = [];
  readonly unanswered: Question[] = [];
  readonly callbacks = new Callbacks();
  /** What the program exports; absent until it has ended. */
  outputs: Properties | undefined;
  readonly #urns = new Set<string>();
  readonly #states = new Map<string, { [name: string]: JavaScriptValue }>();

  constructor(
    private readonly place: Place,
    private readonly backend: Backend,
  ) {}

  async register(request: RegisterResourceRequest): Promise<RegisterResourceResponse> {
    await this.callbacks.transform(request);
    const given = (request.getObject() ?? new Struct()).toJavaScript();
    const resource = this.#read(request, given);
    this.#take(resource.urn);
    this.callbacks.remember(resource.urn, request);
    const remote = request.getRemote();
    if (remote)
      this.unseen.push({
        kind: "remote-component",
        cause: `${resource.type} is a component that a provider plugin runs, so that its children are not registered here.`,
        resource: resource.urn,
        remedy:
          "Check what the engine previews: pulumi preview --json > preview.json, then --preview-json preview.json.",
      });
    const exists = resource.custom && !this.place.preview && !remote;
    const { id, outputs } = exists ? await this.backend.create(resource) : { id: "", outputs: {} };
    const tags = tagsWithDefaults(resource, this.#defaultTags(resource.provider));
    const all: Properties = { ...resource.inputs, ...tags, ...outputs };
    this.resources.set(resource.urn, { ...resource, id, outputs: all });
    const state = remote ? {} : { ...settleAll(given), ...propertiesToWire({ ...tags, ...outputs }) };
    this.#states.set(resource.urn, state);
    const response = new RegisterResourceResponse();
    response.setUrn(resource.urn);
    response.setId(id);
    response.setObject(Struct.fromJavaScript(state));
    return response;
  }

  registerOutputs(request: RegisterResourceOutputsRequest): void {
    const resource = this.resources.get(request.getUrn());
    if (resource?.type !== stackType) return;
    this.outputs = propertiesFromWire((request.getOutputs() ?? new Struct()).toJavaScript());
  }

  /** An existing resource, or another stack's outputs. */
  async read(request: ReadResourceRequest): Promise<ReadResourceResponse> {
    const [type, name, parent, id] = [request.getType(), request.getName(), request.getParent(), request.getId()];
    const given = (request.getProperties() ?? new Struct()).toJavaScript();
    const inputs = propertiesFromWire(given);
    const urn = urnOf(this.place, { parent, type, name });
    this.#take(urn);
    const provider = providerUrn(request.getProvider());
    const region = this.#region(provider, inputs);
    const found = this.place.preview ? undefined : await this.backend.read({ type, id, inputs, region });
    if (found === undefined) this.#miss(urn, { type, id, known: id !== unknownOnWire });
    const answer = found ?? (type === referenceType ? { outputs: unknown, secretOutputNames: unknown } : {});
    const state = { ...settleAll(given), ...propertiesToWire(answer) };
    this.#states.set(urn, state);
    const source = sourceOf(request.getStacktrace(), this.place.directory);
    this.resources.set(urn, {
      ...{ urn, type, name, parent, provider, region, inputs, custom: true, external: true, protect: false },
      ...(source === undefined ? {} : { source }),
      dependsOn: request.getDependenciesList(),
      sources: {},
      id: id === unknownOnWire ? "" : id,
      outputs: { ...inputs, ...answer },
    });
    const response = new ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(Struct.fromJavaScript(state));
    return response;
  }

  async invoke(request: ResourceInvokeRequest): Promise<ResourceInvokeResponse> {
    const token = request.getTok();
    if (token === "pulumi:pulumi:getResource") return this.#getResource(request);
    await this.callbacks.transformInvoke(request);
    const args = propertiesFromWire((request.getArgs() ?? new Struct()).toJavaScript());
    const region = this.#region(providerUrn(request.getProvider()), args);
    // As the engine does: what waits for a resource that is still to be made is not known.
    const waits = this.place.preview && request.getDependsonList().some((urn) => this.resources.get(urn)?.custom);
    const answer = waits ? undefined : await this.backend.invoke({ token, args, region });
    const response = new ResourceInvokeResponse();
    if (answer !== undefined) {
      response.setReturn(Struct.fromJavaScript(propertiesToWire(answer)));
      return response;
    }
    if (!waits) this.#missFunction(token, args);
    // `getZone` takes the properties one by one, `getZoneOutput` the mark: both are to see that nothing is known.
    const names = this.place.resultNames(token);
    response.setReturn(Struct.fromJavaScript(Object.fromEntries(names.map((name) => [name, unknownOnWire]))));
    response.setUnknown(names.length === 0);
    return response;
  }

  /** A resource's method runs in its provider. */
  missCall(token: string): void {
    this.unseen.push({
      kind: "provider-function",
      cause: `The method ${token} runs in a provider plugin, and its answer is not known here.`,
      remedy: "Check what the engine previews: pulumi preview --json > preview.json, then --preview-json preview.json.",
    });
  }

  #read(request: RegisterResourceRequest, given: { [name: string]: JavaScriptValue }): ResourceRequest {
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    const inputs = propertiesFromWire(given);
    const provider = providerUrn(request.getProvider());
    const source = sourceOf(request.getStacktrace(), this.place.directory);
    return {
      urn: urnOf(this.place, { parent, type, name }),
      ...{ type, name, parent, provider, inputs },
      region: this.#region(provider, inputs),
      sources: sourcesOf(request),
      custom: request.getCustom(),
      protect: request.getProtect() ?? false,
      dependsOn: request.getDependenciesList(),
      ...(source === undefined ? {} : { source }),
    };
  }

  #take(urn: string): void {
    if (this.#urns.has(urn))
      throw new ProgramError(`Two resources have the URN ${urn}. Give each of them a name of its own.`);
    this.#urns.add(urn);
  }

  #region(provider: string, inputs: Properties): string {
    const own = inputs.region ?? this.resources.get(provider)?.inputs.region;
    return typeof own === "string" ? own : this.place.region;
  }

  #defaultTags(provider: string): Properties {
    if (provider === "") return this.place.defaultTags;
    const given = this.resources.get(provider)?.inputs.defaultTags;
    return tagsOf(given);
  }

  #getResource(request: ResourceInvokeRequest): ResourceInvokeResponse {
    const { urn } = propertiesFromWire((request.getArgs() ?? new Struct()).toJavaScript());
    const resource = this.resources.get(String(urn));
    if (resource === undefined) throw new ProgramError(`The program asks for the resource ${urn}, which is not there.`);
    const response = new ResourceInvokeResponse();
    response.setReturn(
      Struct.fromJavaScript({ urn: resource.urn, id: resource.id, state: this.#states.get(resource.urn) ?? {} }),
    );
    return response;
  }

  #missFunction(token: string, args: Properties): void {
    if (this.place.update)
      throw new ProgramError(`The provider function ${token} is not known here, and a deployment needs its answer.`);
    const results = this.place.resultNames(token);
    this.unanswered.push({ kind: "function", token, args, results });
    this.unseen.push({
      kind: "provider-function",
      cause: `Only AWS can answer ${shortToken(token)}(${argsText(args)}); what the program makes of the answer is not known.`,
      remedy: answersRemedy,
    });
  }

  #miss(
    urn: string,
    { type, id, known }: { readonly type: string; readonly id: string; readonly known: boolean },
  ): void {
    if (this.place.update)
      throw new ProgramError(`${type} '${id}' exists outside of the program, and cannot be read here.`);
    // An id that is not known yet belongs to something that was not answered, and that is said there.
    if (!known || this.place.preview) return;
    if (type === referenceType) {
      this.unanswered.push({ kind: "stack", stack: id });
      const cause = `The outputs of the stack ${id} are not known here.`;
      this.unseen.push({ kind: "stack-reference", cause, resource: urn, remedy: answersRemedy });
    } else {
      this.unanswered.push({ kind: "resource", type, id });
      const cause = `The program reads the existing ${type} '${id}', whose properties only AWS can tell.`;
      this.unseen.push({ kind: "read", cause, resource: urn, remedy: answersRemedy });
    }
  }
}

/** `aws:route53/getZone:getZone` as programs write it: `aws.route53.getZone`. */
const shortToken = (token: string): string => {
  const [provider = "", path = "", name = ""] = token.split(":");
  const module = path.split("/")[0] ?? "";
  return [provider, ...(module === "index" ? [] : [module]), name].join(".");
};

const argsText = (args: Properties): string => {
  const text = Object.keys(args).length === 0 ? "" : JSON.stringify(args);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
};

const providerUrn = (reference: string): string => reference.replace(/::[^:]*$/, "");

/** The tags in a provider's `defaultTags`, which reach the engine as JSON. */
export const tagsOf = (defaultTags: unknown): Properties => {
  let value = defaultTags;
  if (typeof value === "string" && value.startsWith("{")) {
    try {
      value = fromWire(JSON.parse(value));
    } catch {
      return {};
    }
  }
  const tags = isFields(value) ? value.tags : undefined;
  return isFields(tags) ? tags : {};
};

const sourcesOf = (request: RegisterResourceRequest): Record<string, string[]> => {
  const sources: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((from, property) => {
    if (from.getUrnsList().length > 0) sources[property] = from.getUrnsList();
  });
  return sources;
};
