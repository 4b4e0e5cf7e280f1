import { ProgramError } from "../../graph/program-error";
import { lastLines, runCommand } from "./command";

/** A Python that can hold the emulator. */
export interface Python {
  command: string;
  /** For example `3.12.1`. */
  version: string;
  /** What a virtual environment depends on: the version, the platform and where this Python is installed. */
  identity: string;
}

const OLDEST = 10;
const NEWEST_TRIED = 14;

const ADVICE = [
  "Install one and run this again:",
  "  Debian, Ubuntu:  sudo apt install python3 python3-venv",
  "  Fedora:          sudo dnf install python3",
  "  macOS:           brew install python",
].join("\n");

// Runs on any Python, so that an old one can be told from a missing one.
const PROBE = `
import sys, json
missing = []
for name in ("venv", "ensurepip"):
    try:
        __import__(name)
    except ImportError:
        missing.append(name)
import sysconfig
print(json.dumps([list(sys.version_info[:3]), sysconfig.get_platform(), getattr(sys, "base_prefix", ""), missing]))
`;

type Finding = { python: Python } | { problem: string; advice: string };

async function examine(command: string): Promise<Finding | undefined> {
  const { code, stdout, output } = await runCommand(command, ["-I", "-c", PROBE]);
  if (code === null) return undefined;
  if (code !== 0) return { problem: `"${command}" does not work:\n${lastLines(output, 3)}`, advice: ADVICE };
  const [numbers, platform, prefix, missing] = JSON.parse(stdout) as [number[], string, string, string[]];
  const [major = 0, minor = 0] = numbers;
  const version = numbers.join(".");
  if (major !== 3 || minor < OLDEST) {
    return { problem: `"${command}" is Python ${version}.`, advice: ADVICE };
  }
  if (missing.length > 0) {
    const problem = `"${command}" (Python ${version}) cannot make virtual environments: no module ${missing.join(", ")}.`;
    // Debian and Ubuntu keep it in a package of its own, one for each version.
    const advice = `Install it and run this again:\n  Debian, Ubuntu:  sudo apt install python${major}.${minor}-venv`;
    return { problem, advice };
  }
  return { python: { command, version, identity: [version, platform, prefix].join(" ") } };
}

function candidates(given: string | undefined): string[] {
  if (given !== undefined) return [given];
  const names = ["python3"];
  // Where python3 is the system's old one, a newer one often sits beside it under its full name.
  for (let minor = NEWEST_TRIED; minor >= OLDEST; minor--) names.push(`python3.${minor}`);
  return names;
}

/**
 * The Python to install the emulator with: the one given, or the first suitable one on PATH.
 *
 * @throws ProgramError which says what to install, if there is none, or it is older than 3.10 or lacks `venv`.
 */
export async function findPython(given?: string): Promise<Python> {
  let first: { problem: string; advice: string } | undefined;
  for (const command of candidates(given)) {
    const finding = await examine(command);
    if (finding && "python" in finding) return finding.python;
    first ??= finding;
  }
  const { problem, advice } = first ?? { problem: `"${given ?? "python3"}" was not found.`, advice: ADVICE };
  throw new ProgramError(`The sandbox needs Python 3.${OLDEST} or newer. ${problem}\n${advice}`);
}
