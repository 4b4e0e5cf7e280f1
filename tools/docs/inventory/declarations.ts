import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** One property of a resource type of the installed @pulumi/aws, at any depth. */
export interface DeclaredProperty {
  /** The type token, such as `aws:rds/instance:Instance`. */
  readonly type: string;
  /** The property, with its blocks: `vpcConfig.endpointPublicAccess`. Lists are not marked. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  /** Its TypeScript type. */
  readonly declared: string;
  /** Its documentation, on one line. */
  readonly doc: string;
}

interface Field {
  readonly name: string;
  readonly declared: string;
  readonly doc: string;
}

const sdk = dirname(require.resolve("@pulumi/aws/package.json"));

/** The version of @pulumi/aws whose declarations are read. */
export const providerVersion = (JSON.parse(readFileSync(join(sdk, "package.json"), "utf8")) as { version: string })
  .version;

/** How deep blocks are followed: some, such as those of WAF, hold themselves. */
const deepest = 6;

const fieldsOf = (body: string): readonly Field[] =>
  [...body.matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ +(\w+)\??: (.*);$/gm)].map(
    ([, doc = "", name = "", declared = ""]) => ({
      name,
      declared,
      doc: doc
        .replace(/^\s*\* ?/gm, " ")
        .replace(/\s+/g, " ")
        .trim(),
    }),
  );

/** The fields of each block, by the name that the declarations use: `inputs.eks.ClusterVpcConfig`. */
const readBlocks = (): ReadonlyMap<string, readonly Field[]> => {
  const bodies = new Map<string, string[]>();
  let namespace = "";
  let current: string[] = [];
  for (const line of readFileSync(join(sdk, "types", "input.d.ts"), "utf8").split("\n")) {
    const [, space] = /^export declare namespace (\w+) \{/.exec(line) ?? [];
    const [, name] = /^ *(?:export )?interface (\w+) \{/.exec(line) ?? [];
    if (space !== undefined) namespace = space;
    else if (name === undefined) current.push(line);
    else {
      current = [];
      bodies.set(`inputs.${namespace}.${name}`, current);
    }
  }
  return new Map([...bodies].map(([name, lines]) => [name, fieldsOf(lines.join("\n"))]));
};

const below = (
  type: string,
  fields: readonly Field[],
  blocks: ReadonlyMap<string, readonly Field[]>,
  above: readonly { readonly name: string; readonly block: string }[] = [],
): readonly DeclaredProperty[] =>
  fields.flatMap(({ name, declared, doc }) => {
    const path = [...above.map((step) => step.name), name].join(".");
    const own = { type, path, name, declared, doc };
    const [block = ""] = /inputs\.\w+\.\w+/.exec(declared) ?? [];
    const inner = blocks.get(block);
    if (inner === undefined || above.length >= deepest || above.some((step) => step.block === block)) return [own];
    return [own, ...below(type, inner, blocks, [...above, { name, block }])];
  });

/** Every argument of every resource type; of a `*V2` name and its canonical one, the latter. */
export const readDeclarations = (): readonly DeclaredProperty[] => {
  const blocks = readBlocks();
  const found: DeclaredProperty[] = [];
  for (const folder of readdirSync(sdk, { withFileTypes: true })) {
    if (!folder.isDirectory() || folder.name === "types") continue;
    for (const file of readdirSync(join(sdk, folder.name))) {
      if (!file.endsWith(".d.ts") || /^get[A-Z]/.test(file)) continue;
      const script = readFileSync(join(sdk, folder.name, file.replace(".d.ts", ".js")), "utf8");
      const [, type] = /__pulumiType = '(aws:[^']+)'/.exec(script) ?? [];
      if (type === undefined || /V2:\w+V2$/.test(type)) continue;
      const text = readFileSync(join(sdk, folder.name, file), "utf8");
      const [, body] = /export interface \w+Args \{([\s\S]*?)\n\}/.exec(text) ?? [];
      if (body !== undefined) found.push(...below(type, fieldsOf(body), blocks));
    }
  }
  return found.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
};

const keyOf = ({ type, path }: DeclaredProperty): string => `${type} ${path}`;
