import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzeDiagnostic,
  AnalyzeRequest,
  AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Graph, Resource } from "../../tools/graph/evaluate";
import { unknown } from "../../tools/graph/types";

const root = join(__dirname, "../..");

/** Node's own start of a policy pack, as Pulumi's language host runs it. */
const runner = join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");

/** What the engine is told: `mandatory s3-versioning vault: …`. */
export interface Diagnostic {
  readonly level: "advisory" | "mandatory";
  readonly policy: string;
  readonly urn: string;
  readonly message: string;
}

const diagnostics = (response: AnalyzeResponse): Diagnostic[] =>
  response.getDiagnosticsList().map((one: AnalyzeDiagnostic) => ({
    level: one.getEnforcementlevel() === EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
    policy: one.getPolicyname(),
    urn: one.getUrn(),
    message: one.getMessage(),
  }));

/** As the engine sends values: what is not known is Pulumi's own mark for it, and nothing is undefined. */
const sent = (value: unknown): JavaScriptValue => {
  if (value === unknown) return unknownValue;
  if (Array.isArray(value)) return value.map(sent);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(([name, inner]) => [name, sent(inner)]),
    );
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
};

const struct = (properties: object): Struct =>
  Struct.fromJavaScript(
    Object.fromEntries(
      Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [[name, sent(value)]])),
    ),
  );

const options = (parent: string): AnalyzerResourceOptions => {
  const made = new AnalyzerResourceOptions();
  made.setParent(parent);
  return made;
};

const provider = (region: string): AnalyzerProviderResource => {
  const made = new AnalyzerProviderResource();
  made.setType("pulumi:providers:aws");
  made.setName("default");
  made.setUrn("urn:pulumi:test::test::pulumi:providers:aws::default");
  made.setProperties(struct({ region }));
  return made;
};

type Asked = Pick<Resource, "urn" | "type" | "name" | "parent" | "inputs" | "region">;

type Level = keyof typeof EnforcementLevel;

const levels: Readonly<Record<string, Level>> = {
  advisory: "ADVISORY",
  mandatory: "MANDATORY",
  disabled: "DISABLED",
  remediate: "REMEDIATE",
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const lone = (resource: Asked): AnalyzeRequest => {
  const request = new AnalyzeRequest();
  request.setUrn(resource.urn);
  request.setType(resource.type);
  request.setName(resource.name);
  request.setProperties(struct(resource.inputs));
  request.setOptions(options(resource.parent));
  request.setProvider(provider(resource.region));
  return request;
};

const ofStack = (resource: Resource): AnalyzerResource => {
  const made = new AnalyzerResource();
  made.setUrn(resource.urn);
  made.setType(resource.type);
  made.setName(resource.name);
  made.setParent(resource.parent);
  made.setProperties(struct(resource.outputs));
  made.setOptions(options(resource.parent));
  made.setProvider(provider(resource.region));
  made.setDependenciesList([...resource.dependsOn]);
  for (const [property, urns] of Object.entries(resource.sources)) {
    const dependencies = new AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    made.getPropertydependenciesMap().set(property, dependencies);
  }
  return made;
};

/** What the engine asks in one preview or update: the messages as they are sent. */
interface Questions {
  readonly each: readonly Buffer[];
  readonly stack: Buffer;
}

const bytes = (message: { serializeBinary(): Uint8Array }): Buffer => Buffer.from(message.serializeBinary());

/** The engine asks analyzers about what a program registers, and not about what it reads; then it shows both. */
export const questions = ({ resources }: Pick<Graph, "resources">): Questions => {
  const stack = new AnalyzeStackRequest();
  stack.setResourcesList(resources.map(ofStack));
  const registered = resources.filter(({ external }) => !external);
  return { each: registered.map((resource) => bytes(lone(resource))), stack: bytes(stack) };
};

/** A policy pack that runs as the engine runs it, and answers what the engine asks. */
export class Engine {
  private constructor(
    private readonly pack: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  /** Starts a pack from its folder. */
  static async start(folder = join(root, "policies")): Promise<Engine> {
    const pack = spawn(process.execPath, [runner, "127.0.0.1:1", "."], { cwd: folder });
    const port = await new Promise<string>((done, fail) => {
      let said = "";
      pack.stderr.on("data", (text: Buffer) => {
        said += text.toString();
      });
      pack.stdout.on("data", (text: Buffer) => {
        const [, found] = /^(\d+)/.exec(text.toString()) ?? [];
        if (found !== undefined) done(found);
      });
      pack.on("close", (code) => fail(new Error(`the pack ended with ${code}:\n${said}`)));
    });
    const limits = { "grpc.max_receive_message_length": 1 << 28, "grpc.max_send_message_length": 1 << 28 };
    return new Engine(pack, new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), limits));
  }

  /** The process of the pack. */
  get pid(): number | undefined {
    return this.pack.pid;
  }

  stop(): void {
    this.client.close();
    this.pack.kill();
  }

  info(): Promise<AnalyzerInfo> {
    return this.#call<AnalyzerInfo>((answer) => this.client.getAnalyzerInfo(new Empty(), answer));
  }

  /** What `--policy-pack-config` says: a level and properties by policy. */
  async configure(config: Readonly<Record<string, { level: Level; properties?: object }>>) {
    const request = new ConfigureAnalyzerRequest();
    for (const [name, { level, properties = {} }] of Object.entries(config)) {
      const policy = new PolicyConfig();
      policy.setEnforcementlevel(EnforcementLevel[level]);
      policy.setProperties(struct(properties));
      request.getPolicyconfigMap().set(name, policy);
    }
    await this.#call((answer) => this.client.configure(request, answer));
  }

  /**
   * What the engine makes of a `--policy-pack-config` file before it tells the pack: every policy gets the level and the
   * defaults that the pack says, then those of `all`, then its own. Without the file, the pack's own.
   */
  async configureFrom(file: string): Promise<void> {
    const given: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    const byPolicy = isRecord(given) ? given : {};
    const config: Record<string, { level: Level; properties: object }> = {};
    for (const policy of (await this.info()).getPoliciesList()) {
      const own = byPolicy[policy.getName()] ?? byPolicy.all;
      const { enforcementLevel, ...properties } = isRecord(own) ? own : { enforcementLevel: own };
      const schema = policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
      const defaults = Object.entries(schema).flatMap(([name, property]) =>
        isRecord(property) && "default" in property ? [[name, property.default]] : [],
      );
      const said = policy.getEnforcementlevel() === EnforcementLevel.MANDATORY ? "MANDATORY" : "ADVISORY";
      config[policy.getName()] = {
        level: levels[String(enforcementLevel)] ?? said,
        properties: { ...Object.fromEntries(defaults), ...properties },
      };
    }
    await this.configure(config);
  }

  /** Asks about one resource, before it is made. */
  async analyze(resource: Asked): Promise<Diagnostic[]> {
    const request = lone(resource);
    return diagnostics(await this.#call((answer) => this.client.analyze(request, answer)));
  }

  /** Asks what to mend in one resource, before anything else. */
  async remediate(
    resource: Asked,
  ): Promise<{ readonly policy: string; readonly properties: unknown; readonly diagnostic: string }[]> {
    const request = lone(resource);
    const response = await this.#call<RemediateResponse>((answer) => this.client.remediate(request, answer));
    return response.getRemediationsList().map((one) => ({
      policy: one.getPolicyname(),
      properties: one.getProperties()?.toJavaScript(),
      diagnostic: one.getDiagnostic(),
    }));
  }

  /** A preview or an update: every resource by itself, to be mended and to be judged, then all of them. */
  run(graph: Pick<Graph, "resources">): Promise<Diagnostic[]> {
    return this.ask(questions(graph));
  }

  /** Asks what {@link questions} made. */
  async ask({ each, stack }: Questions): Promise<Diagnostic[]> {
    const answers: Buffer[] = [];
    for (const question of each) {
      await this.#send("Remediate", question);
      answers.push(await this.#send("Analyze", question));
    }
    answers.push(await this.#send("AnalyzeStack", stack));
    return answers.flatMap((answer) => diagnostics(AnalyzeResponse.deserializeBinary(answer)));
  }

  /** Sends a message that is encoded already, and answers the response as it came. */
  #send(method: "Remediate" | "Analyze" | "AnalyzeStack", message: Buffer): Promise<Buffer> {
    const asIs = (value: Buffer): Buffer => value;
    return new Promise((done, fail) => {
      this.client.makeUnaryRequest(`/pulumirpc.Analyzer/${method}`, asIs, asIs, message, (error, response) =>
        response === undefined ? fail(error ?? new Error(`no answer to ${method}`)) : done(response),
      );
    });
  }

  #call<R>(ask: (answer: (error: ServiceError | null, response: R) => void) => unknown): Promise<R> {
    return new Promise((done, fail) => {
      ask((error, response) => (error === null ? done(response) : fail(error)));
    });
  }
}
