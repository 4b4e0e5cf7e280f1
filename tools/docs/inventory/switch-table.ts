import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "../../graph/evaluate";
import { providerVersion, readDeclarations } from "./declarations";
import { switchesIn } from "./switch-terms";

/**
 * Writes policies/exposure/public-switches.ts from the declarations of the installed @pulumi/aws. Run it after an update:
 *
 *     node tools/scripts/ts.mjs tools/docs/inventory/switch-table.ts && npx biome check --write policies/exposure
 */
const path = join(projectDirectory, "policies", "exposure", "public-switches.ts");
const switches = switchesIn(readDeclarations());
writeFileSync(
  path,
  `import type { PublicSwitch } from "./public-switch";

/** Made by tools/docs/inventory/switch-table.ts from @pulumi/aws ${providerVersion}: do not edit. */
export const publicSwitches: readonly PublicSwitch[] = ${JSON.stringify(switches, undefined, 2)};
`,
);
console.log(`${path}: ${switches.length} switches`);
