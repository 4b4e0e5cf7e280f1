import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IAMClient } from "@aws-sdk/client-iam";
import { projectDirectory } from "../graph/evaluate";
import { spawnProgram } from "../graph/spawn";
import { readStackFile } from "../graph/stack-file";
import { createPeople, type Person } from "./deploy/people";
import { writeProfiles } from "./deploy/profiles";
import { installEmulator } from "./emulator/install";
import { type Emulator, startEmulator } from "./emulator/start";

/** What the stack exports; see `index.ts`. */
export interface StackOutputs {
  readonly endpoint: string;
  readonly bucket: string;
  readonly keyArn: string;
  readonly roleArns: Readonly<Record<string, string>>;
}

/** What a deployment left behind. */
interface Deployment {
  readonly port: number;
  readonly outputs: StackOutputs;
  readonly people: readonly Person[];
  readonly resources: number;
}

export interface Sandbox {
  readonly emulator: Emulator;
  readonly deployment: Deployment;
  /** What a client needs in its environment: endpoint, certificate and the profiles' files. */
  readonly environment: Readonly<Record<string, string>>;
  /** The profiles that assume the stack's roles. */
  readonly profiles: readonly string[];
  /** Ends everything and removes what is not kept. Safe to call twice. */
  stop(): Promise<void>;
}

export interface SandboxOptions {
  readonly stack: string;
  /** A free one by default. */
  readonly port?: number;
  /** Keep the state in `.sandbox/` for the next time. Default: false. */
  readonly persist?: boolean;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The account that the emulator pretends to be. */
const accountId = "000000000000";

const deploy = async (options: SandboxOptions, emulator: Emulator): Promise<Deployment> => {
  const graph = await spawnProgram({
    child: join(__dirname, "deploy", "child.ts"),
    options: { directory: projectDirectory, stack: options.stack },
    backend: { endpoint: emulator.endpoint, accountId: emulator.accountId },
    environment: {
      ...emulator.clientEnvironment,
      AWS_ACCESS_KEY_ID: emulator.root.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.root.secretAccessKey,
    },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const iam = new IAMClient({
    region: emulator.region,
    endpoint: emulator.endpoint,
    credentials: emulator.root,
    requestHandler: { httpsAgent: { ca: await readFile(emulator.certificate) } },
  });
  const people = await createPeople(iam, graph);
  iam.destroy();
  const resources = graph.resources.filter(({ custom }) => custom).length;
  return { port: emulator.port, outputs: graph.outputs as unknown as StackOutputs, people, resources };
};

/** Reads what a persisted sandbox left, or undefined where there is nothing yet. */
const readKept = async (file: string): Promise<Deployment | undefined> =>
  existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as Deployment) : undefined;

/**
 * AWS on this machine with the stack deployed in it. Installs the emulator the first time, and stops everything that it
 * started if anything fails.
 */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { stack, say } = options;
  const region = readStackFile(projectDirectory, stack).config["aws:region"] ?? "us-east-1";
  const python = await installEmulator({ root: projectDirectory, say });
  options.signal?.throwIfAborted();

  const state = join(projectDirectory, ".sandbox", "state", stack);
  const keptFile = join(state, "deployment.json");
  const kept = options.persist ? await readKept(keptFile) : undefined;
  // URLs of the kept state name their port.
  const port = options.port ?? kept?.port;
  const directory = await mkdtemp(join(tmpdir(), "coffer-sandbox-"));
  let emulator: Emulator | undefined;
  const stop = async (): Promise<void> => {
    await emulator?.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    if (options.persist) await mkdir(state, { recursive: true, mode: 0o700 });
    emulator = await startEmulator({
      python,
      directory,
      region,
      accountId,
      say,
      ...(port === undefined ? {} : { port }),
      ...(options.persist ? { persist: state } : {}),
    });
    options.signal?.throwIfAborted();
    const deployment = kept ?? (await deploy(options, emulator));
    if (options.persist) await writeFile(keptFile, JSON.stringify(deployment), { mode: 0o600 });
    const profiles = await writeProfiles(
      join(directory, "aws"),
      { endpoint: emulator.endpoint, region, certificate: emulator.certificate },
      deployment.people,
    );
    const environment = { ...emulator.clientEnvironment, ...profiles.environment };
    return { emulator, deployment, environment, profiles: profiles.names, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
