/**
 * Makes tools/graph/provider/constraints.ts from the documentation in the declaration files of the installed @pulumi/aws: which
 * arguments of a resource exclude each other, and of which one must be given. Run it after an update of @pulumi/aws:
 *
 *     node tools/scripts/provider-constraints.mjs && npx biome check --write tools/graph/provider
 *
 * The provider's own schema (ConflictsWith, ExactlyOneOf, AtLeastOneOf) is in its plugin only. Its documentation says most
 * of it in fixed phrases. A phrase counts only if all that it names are arguments of the same resource.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const sdk = dirname(createRequire(join(root, "index.js")).resolve("@pulumi/aws/package.json"));
const { version } = JSON.parse(readFileSync(join(sdk, "package.json"), "utf8"));

const names = "((?:`\\w+`(?:,? (?:and|or) |, )?)+)";
const phrases = [
  { kind: "conflicts", phrase: new RegExp(`[Cc]onflicts with ${names}\\s*(?:\\.|$)`, "gm") },
  {
    kind: "exactlyOne",
    phrase: new RegExp(`[Ee]xactly one of ${names} (?:must be (?:specified|set|provided)|is required)`, "g"),
  },
  {
    kind: "atLeastOne",
    phrase: new RegExp(`At least one of ${names} (?:must be (?:specified|set|provided)|is required)`, "g"),
  },
  {
    kind: "atLeastOne",
    phrase: new RegExp(`(?<!xactly )[Oo]ne of ${names} (?:must be (?:specified|set|provided)|is required)`, "g"),
  },
];
const namesIn = (text) => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name);

const types = {};
for (const folder of readdirSync(sdk, { withFileTypes: true })) {
  if (!folder.isDirectory()) continue;
  for (const file of readdirSync(join(sdk, folder.name))) {
    if (!file.endsWith(".d.ts") || file.startsWith("get")) continue;
    const text = readFileSync(join(sdk, folder.name, file), "utf8");
    const script = readFileSync(join(sdk, folder.name, file.replace(".d.ts", ".js")), "utf8");
    const [, type] = /__pulumiType = '(aws:[^']+)'/.exec(script) ?? [];
    const [, body] = /export interface \w+Args \{(.*?)\n\}/s.exec(text) ?? [];
    if (type === undefined || body === undefined) continue;
    const documented = [...body.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*(\w+)\??:/gs)].map(([, doc, name]) => ({
      name,
      doc: doc.replace(/^\s*\* ?/gm, ""),
    }));
    const known = new Set([...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name));
    const found = { conflicts: new Set(), exactlyOne: new Set(), atLeastOne: new Set() };
    for (const { name, doc } of documented)
      for (const { kind, phrase } of phrases)
        for (const [, list] of doc.matchAll(phrase)) {
          const named = namesIn(list);
          if (!named.every((one) => known.has(one))) continue;
          if (kind !== "conflicts") found[kind].add([...new Set(named)].sort().join(" "));
          else for (const other of named) if (other !== name) found.conflicts.add([name, other].sort().join(" "));
        }
    const own = Object.entries(found)
      .filter(([, sets]) => sets.size > 0)
      .map(([kind, sets]) => [kind, [...sets].sort().map((one) => one.split(" "))]);
    if (own.length > 0) types[type] = Object.fromEntries(own);
  }
}
const sorted = Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1)));
const made = `/** Made by tools/scripts/provider-constraints.mjs on ${new Date().toJSON().slice(0, 10)}. Do not edit. */
export const constrainedBy = "@pulumi/aws ${version}";

/** What the arguments of a resource type exclude, and of which one must be given. */
export interface Constraints {
  readonly conflicts?: readonly (readonly string[])[];
  readonly exactlyOne?: readonly (readonly string[])[];
  readonly atLeastOne?: readonly (readonly string[])[];
}

export const constraints: Readonly<Record<string, Constraints>> = ${JSON.stringify(sorted, null, 2)};
`;
const path = join(root, "tools", "graph", "provider", "constraints.ts");
writeFileSync(path, made);
console.log(`${path}: ${Object.keys(sorted).length} types`);
