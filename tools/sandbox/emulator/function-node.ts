import { createRequire } from "node:module";
import { join } from "node:path";

/** The Node.js that the functions are deployed on (`components/internal/inline-function.ts`, `runtime`), by its major number. */
export const deployedMajor = 24;

const packages = join(__dirname, "..", "..", "node24", "package.json");

/**
 * The path of that Node.js on this machine: from the package that `tools/node24` names for this platform, or this process's
 * own if it is of that major. Undefined where there is none: there is a package for Linux only.
 */
export const deployedNode = (): string | undefined => {
  try {
    return createRequire(packages).resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    return process.versions.node.startsWith(`${deployedMajor}.`) ? process.execPath : undefined;
  }
};
