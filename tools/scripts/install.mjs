/**
 * Installs the pinned dependencies if they are missing or older than the lockfile, so that a bare clone needs no
 * step of its own before `npm run demo` or `npm test`. Uses nothing but Node.js, for nothing else is there yet.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const installed = join(root, "node_modules", ".package-lock.json");
const lockfile = join(root, "package-lock.json");

const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  console.error(`Coffer needs Node.js 20 or newer; this is ${process.version}. Install one from https://nodejs.org.`);
  process.exit(1);
}

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockfile).mtimeMs) {
  console.error("Installing the pinned dependencies (npm ci) ...");
  // No install scripts: the only ones would fetch Pulumi plugins that neither the tests nor the sandbox use.
  const { status, error } = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      // What the script prints may be piped on; this is not part of it.
      stdio: ["ignore", 2, "inherit"],
    },
  );
  if (error) console.error(`npm could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
