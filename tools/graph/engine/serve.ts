import { type handleUnaryCall, Server, ServerCredentials, status } from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { CallResponse } from "@pulumi/pulumi/proto/provider_pb";
import { type IResourceMonitorServer, ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  DeploymentInfo,
  ExistsResourceResponse,
  RegisterPackageResponse,
  ResourceMonitorFeature,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Monitor } from "./monitor";

/** What the program says through `pulumi.log`, and what its runtime says of it. */
export interface Said {
  readonly level: "debug" | "info" | "warning" | "error";
  readonly text: string;
}

/** An engine that a program can talk to. */
export interface Served {
  readonly address: string;
  /** Ends every conversation. */
  readonly stop: () => void;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const levels: Readonly<Record<LogSeverity, Said["level"]>> = {
  [LogSeverity.DEBUG]: "debug",
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};

const features = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
]);

/** Programs have no limit on the size of what they send, such as a function's code. */
const limits = { "grpc.max_receive_message_length": 1 << 28, "grpc.max_send_message_length": 1 << 28 };

/**
 * Serves the two halves of the engine that a language runtime talks to: the resource monitor
 * (pulumi/proto/resource.proto) and the engine (pulumi/proto/engine.proto). Tells `onFailure` of the first request that
 * could not be served.
 */
export const serveEngine = (
  monitor: Monitor,
  { onSaid, onFailure }: { readonly onSaid: (said: Said) => void; readonly onFailure: (error: unknown) => void },
): Promise<Served> => {
  const unary =
    <Q, R>(serve: (request: Q) => R | Promise<R>): handleUnaryCall<Q, R> =>
    async ({ request }, answer) => {
      try {
        answer(null, await serve(request));
      } catch (error) {
        onFailure(error);
        answer({ code: status.UNKNOWN, details: textOf(error) });
      }
    };
  const empty = unary<unknown, Empty>(() => new Empty());
  let root = "";

  const monitorServer: IResourceMonitorServer = {
    getDeploymentInfo: unary(() => {
      const info = new DeploymentInfo();
      info.setSupportedfeaturesList(
        Object.values(ResourceMonitorFeature).filter((feature) => typeof feature === "number"),
      );
      return info;
    }),
    supportsFeature: unary((request) => {
      const response = new SupportsFeatureResponse();
      response.setHassupport(features.has(request.getId()));
      return response;
    }),
    invoke: unary((request) => monitor.invoke(request)),
    call: unary((request) => {
      monitor.missCall(request.getTok());
      const response = new CallResponse();
      response.setReturn(new Struct());
      return response;
    }),
    readResource: unary((request) => monitor.read(request)),
    existsResource: unary((request) => {
      monitor.missCall(`exists(${request.getType()})`);
      const response = new ExistsResourceResponse();
      response.setUnknown(true);
      return response;
    }),
    registerResource: unary((request) => monitor.register(request)),
    registerResourceOutputs: unary((request) => {
      monitor.registerOutputs(request);
      return new Empty();
    }),
    registerStackTransform: unary((callback) => {
      monitor.callbacks.forStack(callback);
      return new Empty();
    }),
    registerStackInvokeTransform: unary((callback) => {
      monitor.callbacks.forInvokes(callback);
      return new Empty();
    }),
    // Hooks run beside the making of a resource, and change nothing of it.
    registerResourceHook: empty,
    registerErrorHook: empty,
    registerPackage: unary((request) => {
      const response = new RegisterPackageResponse();
      response.setRef(`${request.getName()}@${request.getVersion()}`);
      return response;
    }),
    signalAndWaitForShutdown: empty,
  };

  const engineServer: IEngineServer = {
    log: unary((request) => {
      onSaid({ level: levels[request.getSeverity()], text: request.getMessage() });
      return new Empty();
    }),
    getRootResource: unary(() => {
      const response = new GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: unary((request) => {
      root = request.getUrn();
      return new SetRootResourceResponse();
    }),
    startDebugging: empty,
    requirePulumiVersion: unary(() => new RequirePulumiVersionResponse()),
  };

  const server = new Server(limits);
  server.addService(ResourceMonitorService, monitorServer);
  server.addService(EngineService, engineServer);
  return new Promise((done, fail) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error !== null) fail(error);
      else
        done({
          address: `127.0.0.1:${port}`,
          stop: () => {
            monitor.callbacks.close();
            server.forceShutdown();
          },
        });
    });
  });
};
