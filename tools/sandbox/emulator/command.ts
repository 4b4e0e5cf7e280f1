import { spawn } from "node:child_process";

/** How a command ended, and what it wrote to its standard output, and to both of its outputs in order. */
export interface CommandResult {
  /** The exit code; null if a signal ended it or it could not be started at all. */
  code: number | null;
  stdout: string;
  output: string;
}

/** Runs a command to its end without a shell. Never throws: a command that cannot be started has a null code. */
export function runCommand(
  file: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", (error) => resolve({ code: null, stdout, output: output + error.message }));
    child.on("close", (code) => resolve({ code, stdout, output }));
  });
}

/** The last lines of a text, indented for the end of an error message. */
export function lastLines(text: string, count: number): string {
  const lines = text.trimEnd().split("\n").slice(-count);
  return lines.map((line) => `  ${line.trimEnd()}`).join("\n");
}
