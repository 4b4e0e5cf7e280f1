/**
 * Runs one of the project's TypeScript programs: `node tools/scripts/ts.mjs FILE [ARGUMENT...]`. Transpiles without
 * checking types, which `npm run typecheck` does, and replaces no signal handling of the program's own. What was compiled is
 * kept (decision 43), so that TypeScript is loaded only after a change.
 */
import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error("usage: node tools/scripts/ts.mjs FILE [ARGUMENT...]");
  process.exit(2);
}

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const { kept } = require("../graph/program/kept.cjs");
const { keepCode } = require("../graph/program/code-cache.cjs");
const modules = join(root, "node_modules");
const settings = join(root, "tsconfig.json");
const base = ["ts.mjs", require("typescript/package.json").version, readFileSync(settings, "utf8")];

const compile = (source, path) => {
  const ts = require("typescript");
  const { config } = ts.readConfigFile(settings, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const compilerOptions = { ...options, inlineSourceMap: true };
  return ts.transpileModule(source, { fileName: path, compilerOptions }).outputText;
};

require.extensions[".ts"] = (module, path) => {
  const source = readFileSync(path, "utf8");
  // By its place in this project, so that a copy of the project compiles nothing again: no path is in the compiled text.
  const parts = [...base, relative(root, path), source];
  module._compile(
    kept(join(modules, ".cache", "coffer", "compiled"), parts, () => compile(source, path)),
    path,
  );
};
process.setSourceMapsEnabled(true);
keepCode(realpathSync(modules), relative(root, resolve(file)));

// The README says which Node.js the AWS SDK asks for; it need not say so again in every process.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
process.argv = [process.argv[0], resolve(file), ...rest];
require(resolve(file));
