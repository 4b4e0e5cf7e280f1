import { fork } from "node:child_process";
import { join } from "node:path";
import type { ChildAnswer, ChildRequest } from "./evaluation-child";
import { withoutAws } from "./program/launch";
import { ProgramError } from "./program-error";
import type { Graph, RunOptions } from "./types";

const runner = join(__dirname, "..", "scripts", "ts.mjs");

export interface SpawnOptions {
  /** The child's file, which calls `serveChild`. */
  readonly child: string;
  readonly options: RunOptions;
  /** For the child's backend; JSON. */
  readonly backend?: unknown;
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends the child. */
  readonly signal?: AbortSignal;
}

/** Runs a program in a process of its own. Throws a `ProgramError` for what is the user's to mend. */
export const spawnProgram = ({ child, options, backend, environment, signal }: SpawnOptions): Promise<Graph> =>
  new Promise((done, fail) => {
    const started = fork(runner, [child], {
      env: { ...withoutAws(), ...environment },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      ...(signal === undefined ? {} : { signal }),
    });
    let said = "";
    const listen = (text: Buffer) => {
      said = (said + text.toString()).slice(-20_000);
    };
    started.stdout?.on("data", listen);
    started.stderr?.on("data", listen);
    let answered = false;
    started.on("message", (answer: ChildAnswer) => {
      answered = true;
      if ("graph" in answer) done(answer.graph);
      else
        fail(
          answer.forUser
            ? new ProgramError(answer.failure)
            : new Error(`the program failed:\n${answer.failure}\n${said}`),
        );
    });
    started.on("error", fail);
    started.on("close", (code, killedBy) => {
      if (!answered)
        fail(new Error(`the program's process ended with ${killedBy ?? code} before it answered:\n${said}`));
    });
    const request: ChildRequest = { options, backend: backend ?? null };
    started.send(request);
  });
