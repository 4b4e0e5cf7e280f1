import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ProgramError } from "../program-error";

/** The Pulumi SDK that a program itself uses. */
export interface Sdk {
  /** The file with which a language host starts a program. */
  readonly runner: string;
  /** Finds a file of a package as the program would; undefined if it has none. */
  readonly find: (request: string) => string | undefined;
}

const finder =
  (directory: string) =>
  (request: string): string | undefined => {
    try {
      return createRequire(join(directory, "index.js")).resolve(request);
    } catch {
      return undefined;
    }
  };

/** The folder of the nearest `package.json`, upwards. */
const packageFolder = (directory: string): string | undefined => {
  if (existsSync(join(directory, "package.json"))) return directory;
  const above = dirname(directory);
  return above === directory ? undefined : packageFolder(above);
};

/** Finds the SDK from a program's folder. Throws a `ProgramError` that says what to install where. */
export const findSdk = (directory: string): Sdk => {
  const find = finder(directory);
  const runner = find("@pulumi/pulumi/cmd/run");
  if (runner !== undefined) return { runner, find };
  const folder = packageFolder(directory);
  if (folder === undefined)
    throw new ProgramError(
      `${directory} has no package.json, here or above: this is no Node.js program. Add one that depends on @pulumi/pulumi.`,
    );
  throw new ProgramError(
    `The program in ${directory} has no @pulumi/pulumi. Install its dependencies first: run 'npm install' (or yarn, pnpm) in ${folder}.`,
  );
};

/**
 * The properties that a provider function answers with, as the declaration file of the program's own SDK tells: of
 * `aws:route53/getZone:getZone` those of the interface `GetZoneResult` in `@pulumi/aws/route53/getZone.d.ts`. Empty if it
 * does not tell.
 */
export const resultNamesIn = ({ find }: Pick<Sdk, "find">): ((token: string) => readonly string[]) => {
  const known = new Map<string, readonly string[]>();
  return (token) => {
    const names = known.get(token) ?? readResultNames(token, find);
    known.set(token, names);
    return names;
  };
};

const readResultNames = (token: string, find: Sdk["find"]): readonly string[] => {
  const [provider = "", path = "", name = ""] = token.split(":");
  const file = path.startsWith("index/") ? path.slice("index/".length) : path;
  const script = find(`@pulumi/${provider}/${file}.js`) ?? find(`@pulumi/${provider}/${file}`);
  const types = script?.replace(/\.js$/, ".d.ts");
  if (types === undefined || !existsSync(types)) return [];
  const result = `${name.charAt(0).toUpperCase()}${name.slice(1)}Result`;
  const [, body = ""] = new RegExp(`interface ${result} \\{([\\s\\S]*?)\\n\\}`).exec(readFileSync(types, "utf8")) ?? [];
  return [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??:/gm)].map(([, property = ""]) => property);
};
