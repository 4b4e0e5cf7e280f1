import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { ProgramError } from "../../graph/program-error";

/** How a process ended: one of the two is null. */
export interface Ended {
  code: number | null;
  signal: string | null;
}

/** A running supervisor (`supervise.py`) with the emulator below it. */
export interface Supervised {
  /** Process id of the supervisor, and id of the process group of everything that belongs to the emulator. */
  pid: number;
  port: number;
  /** Settled when the whole group is gone; never rejects. */
  ended: Promise<Ended>;
  /** Ends the whole group, and returns when it is gone. May be called more than once. */
  stop(): Promise<void>;
}

/** What {@link supervise} needs. */
export interface SuperviseOptions {
  python: string;
  directory: string;
  /** 0 for any free port. */
  port: number;
  environment: Record<string, string>;
  /** Path of the file to which the emulator's output goes. */
  log: string;
  /** How long the emulator may take to stop, and save its state, before it is killed. */
  graceSeconds: number;
}

const SCRIPT = join(__dirname, "supervise.py");
const SPARE_MS = 3000;

/** Starts the emulator under its supervisor; returns once its port is bound, which is before it answers. */
export async function supervise(options: SuperviseOptions): Promise<Supervised> {
  const { python, directory, port, environment, log, graceSeconds } = options;
  const output = openSync(log, "a");
  // Isolated; without the environment's packages, which the supervisor has no use for; writing no bytecode.
  const child = spawn(python, ["-I", "-S", "-B", "-X", "utf8", SCRIPT, String(port), String(graceSeconds)], {
    cwd: directory,
    detached: true,
    env: environment,
    stdio: ["pipe", "pipe", output],
  });
  closeSync(output);
  const graceMs = graceSeconds * 1000 + SPARE_MS;
  const exited = new Promise<Ended>((resolve, reject) => {
    child.once("error", (error) => reject(new ProgramError(`Python could not be started: ${error.message}`)));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const { pid, stdin, stdout } = child;
  if (pid === undefined || stdin === null || stdout === null) {
    await exited;
    throw new Error("Python was started without pipes, which should be impossible.");
  }
  // That it has ended already is no error: its end is told by `ended`.
  stdin.on("error", () => {});
  const ended = exited.then(async (end) => {
    // A supervisor that ended by itself has seen to the rest; one that was killed has not.
    if (end.code === null) await endGroup(pid, graceMs);
    return end;
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      stdin.end();
      const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), graceMs);
      await ended;
      clearTimeout(timer);
    })();
    return stopping;
  };
  const [word = "", rest = ""] = (await firstLine(stdout)).split(/ (.*)/);
  if (word === "listening") return { pid, port: Number(rest), ended, stop };
  await stop();
  if (word !== "refused") return { pid, port, ended, stop };
  throw new ProgramError(
    `The emulator cannot use port ${port} of 127.0.0.1: ${rest}. ` +
      "Stop what listens there, give another port, or give none to have a free one chosen.",
  );
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  return "";
}

/** Sends a signal (0: none) to a process group; whether there was one to receive it. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

async function endGroup(group: number, graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  while (signalGroup(group, 0) && Date.now() < deadline) await sleep(50);
  signalGroup(group, "SIGKILL");
}
