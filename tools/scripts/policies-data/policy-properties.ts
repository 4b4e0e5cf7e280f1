import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DataFile, declare } from "./data-file";
import { fieldsOf, providerTypes } from "./provider";
import { sources } from "./sources";

/** Settings whose names end as a policy's do, and which are no documents of statements. */
const other =
  /^(?:\w*(?:action|alpn|archive|autoscaling|browser|chooser|delivery|dns|error|exception|failure|filter|full|https|import|index|lifecycle|metadata|notification|padding|protection|protocol|propagation|pull|redirect|redrive|redriveAllow|referrer|replay|retention|routing|scaling|scheduling|security|selection|session|sizing|snapshot|ssl|stream|termination|tls|update|userContext|webAppEndpoint)(?:Policy|Policies|Document)|\w*policy(?:Metadata)Document)$/i;

const isDocument = (name: string): boolean => /(?:polic(?:y|ies)|document)$/i.test(name) && !other.test(name);

/** The interfaces of nested blocks: `inputs.s3.BucketGrant`, with their bodies. */
const nestedBlocks = (sdk: string): ReadonlyMap<string, string> => {
  const blocks = new Map<string, string[]>();
  let namespace = "";
  let current: string[] | undefined;
  for (const line of readFileSync(join(sdk, "types/input.d.ts"), "utf8").split("\n")) {
    const [, space] = /^export declare namespace (\w+) \{/.exec(line) ?? [];
    const [, name] = /^ *(?:export )?interface (\w+) \{/.exec(line) ?? [];
    if (space !== undefined) namespace = space;
    else if (name !== undefined) {
      current = [];
      blocks.set(`inputs.${namespace}.${name}`, current);
    } else current?.push(line);
  }
  return new Map([...blocks].map(([name, lines]) => [name, lines.join("\n")]));
};

const pathsIn = (body: string, blocks: ReadonlyMap<string, string>, seen: readonly string[] = []): readonly string[] =>
  fieldsOf(body).flatMap(({ name, type }) => {
    if (isDocument(name) && /\bstring\b|PolicyDocument/.test(type)) return [name];
    const [inner] = /inputs\.\w+\.\w+/.exec(type) ?? [];
    const block = inner === undefined ? undefined : blocks.get(inner);
    if (inner === undefined || block === undefined || seen.includes(inner) || seen.length > 3) return [];
    return pathsIn(block, blocks, [...seen, inner]).map((path) => `${name}.${path}`);
  });

export const policyPropertiesFile: DataFile = {
  path: "policies/data/policy-properties.ts",
  about: `Which properties of which resources hold a policy document, at any depth. The provider's declarations give a
document as text, or as a PolicyDocument; a name that ends in policy, policies or document tells it.`,
  sources: [sources.pulumiAws],
  make: (folderOf) => {
    const sdk = folderOf(sources.pulumiAws);
    const blocks = nestedBlocks(sdk);
    const found = providerTypes(sdk)
      // The *V2 names of v6 are the same resources.
      .filter(({ type }) => !/V2:\w+V2$/.test(type))
      .map(({ type, args }) => [type, [...new Set(pathsIn(args, blocks))].sort()] as const)
      .filter(([, paths]) => paths.length > 0);
    return declare("policyProperties", "Readonly<Record<string, readonly string[]>>", Object.fromEntries(found));
  },
};
