/**
 * Runs one of the project's TypeScript programs: `node tools/scripts/ts.mjs FILE [ARGUMENT...]`. Transpiles without
 * checking types, which `npm run typecheck` does, and replaces no signal handling of the program's own.
 */
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error("usage: node tools/scripts/ts.mjs FILE [ARGUMENT...]");
  process.exit(2);
}
require("ts-node").register({
  transpileOnly: true,
  project: resolve(dirname(fileURLToPath(import.meta.url)), "../../tsconfig.json"),
});
// The README says which Node.js the AWS SDK asks for; it need not say so again in every process.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
process.argv = [process.argv[0], resolve(file), ...rest];
require(resolve(file));
