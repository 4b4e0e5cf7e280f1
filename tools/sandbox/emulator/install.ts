import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ProgramError } from "../../graph/program-error";
import { lastLines, runCommand } from "./command";
import { findPython, type Python } from "./python";

/** What {@link installEmulator} needs. */
export interface InstallOptions {
  /** The project's folder; the emulator goes to `.sandbox/` below it. */
  root: string;
  /** Told what is being done, only if there is something to do. */
  say: (line: string) => void;
  /** The Python to use. @default the first suitable one on PATH */
  python?: string;
}

const REQUIREMENTS = join(__dirname, "requirements.txt");
const UNFINISHED = ".unfinished-";
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * Installs the pinned emulator into a virtual environment of its own, the first time only; returns the path of that
 * environment's Python. Another version of Python or of the requirements makes another environment.
 *
 * @throws ProgramError if Python is missing or unfit, or pip fails.
 */
export async function installEmulator(options: InstallOptions): Promise<string> {
  const python = await findPython(options.python);
  const requirements = await readFile(REQUIREMENTS, "utf8");
  const key = createHash("sha256").update(requirements).update(python.identity).digest("hex").slice(0, 16);
  const parent = join(options.root, ".sandbox");
  const home = join(parent, `emulator-${key}`);
  const installed = join(home, "bin", "python");
  if (existsSync(installed)) return installed;

  options.say(`Installing the emulator with Python ${python.version} into ${home} (once) ...`);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  // Built beside its place and moved there in one step: what has the final name is complete, whoever made it.
  const building = await mkdtemp(join(parent, UNFINISHED));
  try {
    await build(python, building);
    // An environment whose Python has gone from the system is in the way of the new one.
    if (existsSync(home) && !existsSync(installed)) await rm(home, { recursive: true, force: true });
    await rename(building, home).catch((error: unknown) => {
      if (!existsSync(installed)) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return installed;
}

async function build(python: Python, directory: string): Promise<void> {
  const environment = {
    ...process.env,
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_NO_INPUT: "1",
    // A user's own pip settings must not send the packages elsewhere than into the environment.
    PIP_USER: "0",
    PIP_TARGET: "",
    PIP_PREFIX: "",
  };
  const step = async (what: string, command: string, args: string[], advice: string) => {
    const { code, output } = await runCommand(command, ["-I", ...args], environment);
    if (code !== 0) {
      throw new ProgramError(`${what} failed (Python ${python.version}):\n${lastLines(output, 8)}\n${advice}`);
    }
  };
  const inside = join(directory, "bin", "python");
  await step(
    "Making a virtual environment",
    python.command,
    ["-m", "venv", directory],
    "Check that Python's venv works.",
  );
  await step(
    `Installing ${REQUIREMENTS}`,
    inside,
    // Wheels only: a source package would run its own build with dependencies that nobody pinned.
    [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--require-hashes",
      "--only-binary",
      ":all:",
      "--no-compile",
      "-r",
      REQUIREMENTS,
    ],
    "Check the network, and the proxy and index that pip uses (`python3 -m pip config list`); then run this again.",
  );
  // On all processors, for pip compiles on one. Unchecked, for a cache that changes the files' times must not undo it.
  // Its status says nothing: a package may carry templates that are no Python.
  await runCommand(inside, [
    "-I",
    "-m",
    "compileall",
    "-q",
    "-j",
    "0",
    "--invalidation-mode",
    "unchecked-hash",
    join(directory, "lib"),
  ]);
}

/** Removes what interrupted installations left. A young folder may be another process's work. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const path = join(parent, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}
