/**
 * Makes policies/iam/policy-properties.ts from the declaration files of the installed @pulumi/aws: which properties of which
 * resources hold a policy document, at any depth. Run it after an update of @pulumi/aws:
 *
 *     node tools/scripts/provider-policies.mjs && npx biome check --write policies/iam/policy-properties.ts
 *
 * The provider's declarations give a document as text, or as a `PolicyDocument`. A name that ends in policy, policies or
 * document tells it. Settings with such a name that are no documents of statements, such as `sslPolicy`, are left out.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const sdk = dirname(createRequire(join(root, "index.js")).resolve("@pulumi/aws/package.json"));
const { version } = JSON.parse(readFileSync(join(sdk, "package.json"), "utf8"));

const isDocument = (name) => /(?:polic(?:y|ies)|document)$/i.test(name) && !other.test(name);
const other =
  /^(?:\w*(?:action|alpn|archive|autoscaling|browser|chooser|delivery|dns|error|exception|failure|filter|full|https|import|index|lifecycle|metadata|notification|padding|protection|protocol|propagation|pull|redirect|redrive|redriveAllow|referrer|replay|retention|routing|scaling|scheduling|security|selection|session|sizing|snapshot|ssl|stream|termination|tls|update|userContext|webAppEndpoint)(?:Policy|Policies|Document)|\w*policy(?:Metadata)Document)$/i;

/** The properties of an interface's body, with their types. */
const fieldsOf = (body) => [...body.matchAll(/^ +(\w+)\??: (.*);$/gm)].map(([, name, type]) => ({ name, type }));

const nested = new Map();
let namespace = "";
let current;
for (const line of readFileSync(join(sdk, "types/input.d.ts"), "utf8").split("\n")) {
  const [, space] = /^export declare namespace (\w+) \{/.exec(line) ?? [];
  const [, name] = /^ *(?:export )?interface (\w+) \{/.exec(line) ?? [];
  if (space !== undefined) namespace = space;
  else if (name !== undefined) {
    current = [];
    nested.set(`inputs.${namespace}.${name}`, current);
  } else current?.push(line);
}

const pathsIn = (fields, seen) =>
  fields.flatMap(({ name, type }) => {
    if (isDocument(name) && /\bstring\b|PolicyDocument/.test(type)) return [name];
    const [inner] = /inputs\.\w+\.\w+/.exec(type) ?? [];
    if (inner === undefined || seen.includes(inner) || seen.length > 3 || !nested.has(inner)) return [];
    return pathsIn(fieldsOf(nested.get(inner).join("\n")), [...seen, inner]).map((path) => `${name}.${path}`);
  });

const found = {};
for (const folder of readdirSync(sdk, { withFileTypes: true })) {
  if (!folder.isDirectory() || folder.name === "types") continue;
  for (const file of readdirSync(join(sdk, folder.name))) {
    if (!file.endsWith(".d.ts") || /^get[A-Z]/.test(file)) continue;
    const [, body] =
      /export interface \w+Args \{(.*?)\n\}/s.exec(readFileSync(join(sdk, folder.name, file), "utf8")) ?? [];
    const script = readFileSync(join(sdk, folder.name, file.replace(".d.ts", ".js")), "utf8");
    const [, type] = /__pulumiType = '(aws:[^']+)'/.exec(script) ?? [];
    if (type === undefined || body === undefined || /V2:\w+V2$/.test(type)) continue;
    const paths = [...new Set(pathsIn(fieldsOf(body), []))].sort();
    if (paths.length > 0) found[type] = paths;
  }
}

const date = new Date().toISOString().slice(0, 10);
const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(
  join(root, "policies/iam/policy-properties.ts"),
  `/** Made by tools/scripts/provider-policies.mjs from @pulumi/aws ${version} on ${date}: do not edit. */\nexport const policyProperties: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(sorted, undefined, 2)};\n`,
);
