import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ProgramError } from "../../graph/program-error";
import { type CertificateFiles, makeCertificate } from "./certificate";
import { lastLines } from "./command";
import { type AccessKey, clientEnvironment, emulatorEnvironment, makeAccessKey } from "./environment";
import { type Ended, supervise } from "./process";
import { untilReady } from "./ready";

/** What {@link startEmulator} needs. */
export interface StartOptions {
  /** The Python that `installEmulator` returned. */
  python: string;
  /** A temporary folder of the caller's: log, certificate and everything that the emulator writes go there. */
  directory: string;
  /** The port on 127.0.0.1. @default a free one */
  port?: number;
  /** What stands before it: clients and functions are given its port, and it has the same certificate. @default nothing */
  front?: { port: number; tls: CertificateFiles };
  /** The region of requests that name none. */
  region: string;
  /** Twelve digits. */
  accountId: string;
  /** A folder that keeps the state from one run to the next. @default nothing is kept */
  persist?: string;
  /** Told what is being done. */
  say?: (line: string) => void;
}

/** A running emulator. */
export interface Emulator {
  /** `https://127.0.0.1:PORT`; of what stands before it, if anything does. */
  endpoint: string;
  port: number;
  /** Its own endpoint and port. */
  direct: { endpoint: string; port: number };
  region: string;
  accountId: string;
  /** Path of the server's certificate (PEM), which clients are to trust. */
  certificate: string;
  /** The account's root user, made for this run. */
  root: AccessKey;
  /** What an AWS SDK or CLI needs to find the emulator and trust it; no credentials. See {@link clientEnvironment}. */
  clientEnvironment: Record<string, string>;
  /** Id of the process group in which all of the emulator's processes are. */
  pid: number;
  /** Path of the log file. */
  log: string;
  /** Settled when the emulator and all of its processes are gone, for whatever reason. */
  ended: Promise<Ended>;
  /** Saves the state, if it is kept, and ends the emulator. May be called more than once. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const GRACE_SECONDS = 5;
const SAVING_GRACE_SECONDS = 20;

/**
 * Starts the emulator and returns when it answers. It listens on 127.0.0.1 only, over TLS, and ends with this process
 * at the latest, even if that is killed.
 *
 * @throws ProgramError if the port given cannot be used, or the emulator does not start (with the end of its log).
 */
export async function startEmulator(options: StartOptions): Promise<Emulator> {
  const { python, region, accountId, front } = options;
  const directory = resolve(options.directory);
  const persist = options.persist === undefined ? undefined : resolve(options.persist);
  options.say?.("Starting the emulator ...");
  const log = join(directory, "emulator.log");
  await Promise.all(["home", "tmp"].map((name) => mkdir(join(directory, name), { recursive: true })));
  const tls = front?.tls ?? (await makeCertificate(join(directory, "tls")));
  const root = makeAccessKey();
  const supervised = await supervise({
    python,
    directory,
    port: options.port ?? 0,
    environment: emulatorEnvironment({ directory, region, accountId, root, tls, persist, publicPort: front?.port }),
    log,
    graceSeconds: persist === undefined ? GRACE_SECONDS : SAVING_GRACE_SECONDS,
  });
  const { pid, port: own, ended, stop } = supervised;
  const outcome = await untilReady({
    port: own,
    certificate: await readFile(tls.certificate, "utf8"),
    withinMs: READY_WITHIN_MS,
    over: ended.then(({ code, signal }) => `ended with ${signal ?? `code ${code}`} before it answered`),
  });
  if (outcome !== "ready") {
    await stop();
    const lines = lastLines(await readFile(log, "utf8"), 15);
    throw new ProgramError(`The emulator ${outcome}. The end of its log (${log}):\n${lines}`);
  }
  const port = front?.port ?? own;
  const endpoint = `https://127.0.0.1:${port}`;
  return {
    endpoint,
    port,
    direct: { endpoint: `https://127.0.0.1:${own}`, port: own },
    region,
    accountId,
    certificate: tls.certificate,
    root,
    clientEnvironment: clientEnvironment(endpoint, region, tls.certificate, directory),
    pid,
    log,
    ended,
    stop,
  };
}
