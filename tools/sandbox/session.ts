import { ProgramError } from "../graph/evaluate";
import type { EmptySandbox, SandboxOptions } from "./sandbox";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Starts a sandbox, works with it and stops it, whatever happens: an error, Ctrl-C or another signal. A second Ctrl-C
 * does not wait; the emulator then ends by itself, for it watches this process. Sets the process's exit code.
 */
export const withSandbox = async <S extends EmptySandbox>(
  start: (options: SandboxOptions) => Promise<S>,
  options: Omit<SandboxOptions, "signal">,
  work: (sandbox: S, signal: AbortSignal) => Promise<number>,
): Promise<void> => {
  const abort = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    if (abort.signal.aborted) process.exit(130);
    process.exitCode = signal === "SIGINT" ? 130 : 143;
    options.say("Stopping ...");
    abort.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  let sandbox: S | undefined;
  try {
    sandbox = await start({ ...options, signal: abort.signal });
    const code = await work(sandbox, abort.signal);
    if (!abort.signal.aborted) process.exitCode = code;
  } catch (error) {
    if (!abort.signal.aborted) {
      process.exitCode = 1;
      console.error(error instanceof ProgramError ? error.message : error);
    }
  } finally {
    await sandbox?.stop();
    for (const signal of signals) process.off(signal, onSignal);
  }
};
