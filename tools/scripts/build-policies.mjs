/**
 * Makes the package of the policies: `node tools/scripts/build-policies.mjs [FOLDER]`, by default `policies/dist`. The pack and
 * the command `coffer-check` in it are compiled from policies/ and tools/graph/, and need nothing else of this repository.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = resolve(process.argv[2] ?? join(root, "policies", "dist"));
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");

rmSync(folder, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [compiler, "-p", join(root, "policies", "tsconfig.build.json"), "--outDir", folder],
  { stdio: "inherit" },
);
if (status !== 0) process.exit(status ?? 1);

for (const file of ["package.json", "PulumiPolicy.yaml", "README.md"])
  copyFileSync(join(root, "policies", file), join(folder, file));
copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
// Plain JavaScript, which the compiler does not copy.
for (const file of ["preload.cjs", "code-cache.cjs", "kept.cjs"])
  copyFileSync(join(root, "tools/graph/program", file), join(folder, "tools/graph/program", file));

// Pulumi runs the folder of the pack; npm links the command.
writeFileSync(join(folder, "index.js"), 'require("./policies");\n');
writeFileSync(join(folder, "coffer-check.js"), '#!/usr/bin/env node\nrequire("./tools/graph/check/coffer-check");\n');
chmodSync(join(folder, "coffer-check.js"), 0o755);
