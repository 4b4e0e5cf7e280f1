import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IAMClient } from "@aws-sdk/client-iam";
import { ProgramError, projectDirectory, type Resource } from "../graph/evaluate";
import { spawnProgram } from "../graph/spawn";
import { readStackFile } from "../graph/stack-file";
import { type Relay, startRelay } from "./audit/relay";
import { createPeople, type Person } from "./deploy/people";
import { writeProfiles } from "./deploy/profiles";
import { makeCertificate } from "./emulator/certificate";
import { installEmulator } from "./emulator/install";
import { type Emulator, startEmulator } from "./emulator/start";

/** What the stack exports; see `index.ts`. */
export interface StackOutputs {
  readonly endpoint: string;
  readonly bucket: string;
  readonly keyArn: string;
  readonly vaultBucket: string;
  readonly indexTable: string;
  readonly indexBus: string;
  readonly deadLetterQueueUrl: string;
  readonly trailLogGroup: string;
  readonly alertTopicArn: string;
  readonly roleArns: Readonly<Record<string, string>>;
}

/** What a deployment left behind. */
interface Deployment {
  readonly port: number;
  readonly outputs: StackOutputs;
  readonly people: readonly Person[];
  readonly resources: number;
  /** All that was made, for its deletion. */
  readonly made: readonly Resource[];
}

/** A running emulator with nothing in it. */
export interface EmptySandbox {
  readonly emulator: Emulator;
  /** Stands before the emulator, and records what a deployed trail selects. */
  readonly relay: Pick<Relay, "settled">;
  /** A folder for files that go when it stops. */
  readonly directory: string;
  /** Ends everything and removes what is not kept. Safe to call twice. */
  stop(): Promise<void>;
}

export interface Sandbox extends EmptySandbox {
  readonly deployment: Deployment;
  /** What a client needs in its environment: endpoint, certificate and the profiles' files. */
  readonly environment: Readonly<Record<string, string>>;
  /** The profiles that assume the stack's roles. */
  readonly profiles: readonly string[];
}

export interface SandboxOptions {
  readonly stack: string;
  /** The folder of the `Pulumi.yaml` to deploy. Default: this project's. */
  readonly directory?: string;
  /** A free one by default. */
  readonly port?: number;
  /** A folder that keeps the state for the next time; see {@link stateFolder}. Default: nothing is kept. */
  readonly keep?: string;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The account that the emulator pretends to be. */
const accountId = "000000000000";

const deploy = async (options: SandboxOptions, emulator: Emulator): Promise<Deployment> => {
  const graph = await spawnProgram({
    child: join(__dirname, "deploy", "deployment-child.ts"),
    options: {
      directory: options.directory ?? projectDirectory,
      stack: options.stack,
      update: true,
      timeout: 600,
    },
    backend: { endpoint: emulator.endpoint, accountId: emulator.accountId },
    environment: {
      ...emulator.clientEnvironment,
      // Not through the relay: what the sandbox does itself is no activity of the stack's.
      AWS_ENDPOINT_URL: emulator.direct.endpoint,
      AWS_ACCESS_KEY_ID: emulator.root.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.root.secretAccessKey,
    },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const iam = new IAMClient({
    region: emulator.region,
    endpoint: emulator.direct.endpoint,
    credentials: emulator.root,
    requestHandler: { httpsAgent: { ca: await readFile(emulator.certificate) } },
  });
  const people = await createPeople(iam, graph);
  iam.destroy();
  const resources = graph.resources.filter(({ custom }) => custom).length;
  return {
    port: emulator.port,
    outputs: graph.outputs as unknown as StackOutputs,
    people,
    resources,
    made: graph.resources,
  };
};

/** Reads what a persisted sandbox left, or undefined where there is nothing yet. */
const readKept = async (file: string): Promise<Deployment | undefined> =>
  existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as Deployment) : undefined;

/** Where `npm run sandbox -- --persist` keeps a stack's state. */
export const stateFolder = (stack: string): string => join(projectDirectory, ".sandbox", "state", stack);

/** AWS on this machine, with nothing in it: for the real Pulumi CLI, say. Installs the emulator the first time. */
export const startEmptySandbox = async (options: SandboxOptions): Promise<EmptySandbox> => {
  const { stack, directory: project = projectDirectory, port, keep, say, signal } = options;
  const region = readStackFile(project, stack).config["aws:region"] ?? "us-east-1";
  const python = await installEmulator({ root: projectDirectory, say });
  signal?.throwIfAborted();
  const directory = await mkdtemp(join(tmpdir(), "coffer-sandbox-"));
  const tls = await makeCertificate(join(directory, "tls"));
  let relay: Relay | undefined;
  const remove = async () => {
    await relay?.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    relay = await startRelay({ port: port ?? 0, tls, say });
    const place = { python, directory, region, accountId, say, front: { port: relay.port, tls } };
    const emulator = await startEmulator({ ...place, ...(keep === undefined ? {} : { persist: keep }) });
    relay.connect({ ...emulator, ...emulator.direct, certificate: await readFile(emulator.certificate, "utf8") });
    const stop = async () => {
      // First, for it has yet to write to the emulator.
      await relay?.stop();
      await emulator.stop();
      await remove();
    };
    return { emulator, relay, directory, stop };
  } catch (error) {
    await remove();
    throw error;
  }
};

/**
 * AWS on this machine with the stack deployed in it. Installs the emulator the first time, and stops everything that it
 * started if anything fails.
 */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { stack, keep } = options;
  if (keep !== undefined) await mkdir(keep, { recursive: true, mode: 0o700 });
  const keptFile = keep === undefined ? undefined : join(keep, "deployment.json");
  const kept = keptFile === undefined ? undefined : await readKept(keptFile);
  // The URLs of a kept deployment name their port.
  const port = options.port ?? kept?.port;
  if (kept && port !== kept.port)
    throw new ProgramError(
      `The kept sandbox of stack '${stack}' answers on port ${kept.port}, and --port says ${port}. Leave --port out, or delete ${keep} to start anew.`,
    );
  const empty = await startEmptySandbox({ ...options, ...(port === undefined ? {} : { port }) });
  try {
    options.signal?.throwIfAborted();
    const { emulator, directory } = empty;
    const deployment = kept ?? (await deploy(options, emulator));
    if (keptFile !== undefined) await writeFile(keptFile, JSON.stringify(deployment), { mode: 0o600 });
    const profiles = await writeProfiles(join(directory, "aws"), emulator, deployment.people);
    const environment = { ...emulator.clientEnvironment, ...profiles.environment };
    return { ...empty, deployment, environment, profiles: profiles.names };
  } catch (error) {
    await empty.stop();
    throw error;
  }
};
