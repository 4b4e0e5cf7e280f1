import { credentials } from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb";
import {
  type RegisterResourceRequest,
  type ResourceInvokeRequest,
  TransformInvokeOptions,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

const limits = { "grpc.max_receive_message_length": 1 << 28, "grpc.max_send_message_length": 1 << 28 };

/**
 * The program's own functions that change resources and calls on their way to the engine ("transforms"). The program
 * serves them; they are called back by address and token.
 */
export class Callbacks {
  readonly #clients = new Map<string, CallbacksClient>();
  readonly #ofResource = new Map<string, readonly Callback[]>();
  readonly #parents = new Map<string, string>();
  readonly #ofStack: Callback[] = [];
  readonly #ofInvokes: Callback[] = [];

  forStack(callback: Callback): void {
    this.#ofStack.push(callback);
  }

  forInvokes(callback: Callback): void {
    this.#ofInvokes.push(callback);
  }

  /** Remembers a resource's own transforms: its descendants go through them as well. */
  remember(urn: string, request: RegisterResourceRequest): void {
    this.#parents.set(urn, request.getParent());
    if (request.getTransformsList().length > 0) this.#ofResource.set(urn, request.getTransformsList());
  }

  /**
   * Applies to a request, in the engine's order, the resource's own transforms, those of its parents from the inside
   * outwards, and those of the stack. Changes the request.
   */
  async transform(request: RegisterResourceRequest): Promise<void> {
    const inherited: Callback[] = [];
    for (let urn = request.getParent(); urn !== ""; urn = this.#parents.get(urn) ?? "")
      inherited.push(...(this.#ofResource.get(urn) ?? []));
    for (const callback of [...request.getTransformsList(), ...inherited, ...this.#ofStack]) {
      const asked = new TransformRequest();
      asked.setType(request.getType());
      asked.setName(request.getName());
      asked.setCustom(request.getCustom());
      asked.setParent(request.getParent());
      asked.setProperties(request.getObject() ?? new Struct());
      asked.setOptions(optionsOf(request));
      const answer = TransformResponse.deserializeBinary(await this.#call(callback, asked.serializeBinary()));
      request.setObject(answer.getProperties() ?? request.getObject());
      applyOptions(request, answer.getOptions());
    }
  }

  /** Applies the stack's transforms of provider functions. Changes the request. */
  async transformInvoke(request: ResourceInvokeRequest): Promise<void> {
    for (const callback of this.#ofInvokes) {
      const asked = new TransformInvokeRequest();
      asked.setToken(request.getTok());
      asked.setArgs(request.getArgs() ?? new Struct());
      const options = new TransformInvokeOptions();
      options.setProvider(request.getProvider());
      options.setVersion(request.getVersion());
      asked.setOptions(options);
      const answer = TransformInvokeResponse.deserializeBinary(await this.#call(callback, asked.serializeBinary()));
      request.setArgs(answer.getArgs() ?? request.getArgs());
      const provider = answer.getOptions()?.getProvider();
      if (provider) request.setProvider(provider);
    }
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  #call(callback: Callback, bytes: Uint8Array): Promise<Uint8Array> {
    const request = new CallbackInvokeRequest();
    request.setToken(callback.getToken());
    request.setRequest(bytes);
    const client = this.#client(callback.getTarget());
    return new Promise((done, fail) => {
      client.invoke(request, (error, response) =>
        error === null ? done(response.getResponse_asU8()) : fail(new Error(error.details)),
      );
    });
  }

  #client(target: string): CallbacksClient {
    const known = this.#clients.get(target);
    if (known !== undefined) return known;
    const made = new CallbacksClient(target, credentials.createInsecure(), limits);
    this.#clients.set(target, made);
    return made;
  }
}

/** Those options of a request that the graph keeps; a transform sees them and may change them. */
const optionsOf = (request: RegisterResourceRequest): TransformResourceOptions => {
  const options = new TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  const protect = request.getProtect();
  if (protect !== undefined) options.setProtect(protect);
  const retain = request.getRetainondelete();
  if (retain !== undefined) options.setRetainOnDelete(retain);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setDeletedWith(request.getDeletedwith());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setImport(request.getImportid());
  request.getProvidersMap().forEach((reference, name) => {
    options.getProvidersMap().set(name, reference);
  });
  return options;
};

const applyOptions = (request: RegisterResourceRequest, options: TransformResourceOptions | undefined): void => {
  if (options === undefined) return;
  request.setDependenciesList(options.getDependsOnList());
  const protect = options.getProtect();
  if (protect !== undefined) request.setProtect(protect);
  request.setProvider(options.getProvider());
  request.setAliasesList(options.getAliasesList());
};
