import { ProgramError } from "./program-error";
import { runProgram } from "./run-program";
import type { Backend, RunOptions } from "./types";

/** What a child process is asked to do. */
export interface ChildRequest {
  readonly options: RunOptions;
  /** What the backend needs; JSON. */
  readonly backend: unknown;
}

/** What it answers: the graph, or a failure. */
export type ChildAnswer =
  | { readonly graph: Awaited<ReturnType<typeof runProgram>> }
  | { readonly failure: string; readonly forUser: boolean };

/**
 * Serves one request in a process of its own: runs the program on a backend and answers the parent. Ends when the
 * parent does, so that nothing is left behind.
 */
export const serveChild = (makeBackend: (settings: unknown, region: string) => Backend): void => {
  const answer = (message: ChildAnswer): void => {
    process.send?.(message, () => process.exit("graph" in message ? 0 : 1));
  };
  // An exit, and no sudden end, so that the program ends too.
  for (const event of ["disconnect", "SIGTERM", "SIGINT"]) process.on(event, () => process.exit(1));
  process.once("message", ({ options, backend }: ChildRequest) => {
    runProgram(options, (region) => makeBackend(backend, region)).then(
      (graph) => answer({ graph }),
      (error: unknown) => {
        const forUser = error instanceof ProgramError;
        const text =
          error instanceof Error ? (forUser ? error.message : (error.stack ?? error.message)) : String(error);
        answer({ failure: text, forUser });
      },
    );
  });
};
