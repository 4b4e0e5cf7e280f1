import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A resource type of @pulumi/aws, as its declaration file gives it. */
export interface ProviderType {
  /** Such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** What is between the braces of its `…Args` interface, with the documentation of each argument. */
  readonly args: string;
}

const readType = (folder: string, file: string): ProviderType | undefined => {
  const [, args] = /export interface \w+Args \{(.*?)\n\}/s.exec(readFileSync(join(folder, file), "utf8")) ?? [];
  const script = readFileSync(join(folder, file.replace(".d.ts", ".js")), "utf8");
  const [, type] = /__pulumiType = '(aws:[^']+)'/.exec(script) ?? [];
  return type === undefined || args === undefined ? undefined : { type, args };
};

const read = new Map<string, readonly ProviderType[]>();

/** Every resource type of the package in a folder, in the order of their names. */
export const providerTypes = (sdk: string): readonly ProviderType[] => {
  let types = read.get(sdk);
  if (types === undefined) {
    types = readdirSync(sdk, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "types")
      .flatMap(({ name }) =>
        readdirSync(join(sdk, name))
          .filter((file) => file.endsWith(".d.ts") && !/^get[A-Z]/.test(file))
          .map((file) => readType(join(sdk, name), file)),
      )
      .filter((type) => type !== undefined)
      .sort((a, b) => (a.type < b.type ? -1 : 1));
    read.set(sdk, types);
  }
  return types;
};

/** The arguments in an interface's body, with their types. */
export const fieldsOf = (body: string): readonly { readonly name: string; readonly type: string }[] =>
  [...body.matchAll(/^ +(\w+)\??: (.*);$/gm)].map(([, name = "", type = ""]) => ({ name, type }));
