/**
 * Puts the sources of `functions/` beside their compiled form in `dist/`. The bundler that makes the inline functions
 * prefers a `.ts` file to the `.js` file of the same name, and can drop unused code only from sources: so a stack that
 * installs the package deploys the very bytes that this repository tests.
 */
import { cpSync } from "node:fs";

cpSync("functions", "dist/functions", { recursive: true, filter: (source) => !source.endsWith(".test.ts") });
