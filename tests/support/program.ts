import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as yaml from "yaml";
import { type Graph, projectDirectory } from "../../tools/graph/evaluate";
import { evaluated } from "./evaluations";

interface Options {
  readonly preview?: boolean;
}

/** Below the project, so that programs find its packages; git ignores it. */
const parent = join(projectDirectory, ".sandbox");

/** What this project's own program would deploy with the configuration of `dev` and these keys; null removes one. */
export const stackWith = async (keys: Readonly<Record<string, unknown>>, options: Options = {}): Promise<Graph> => {
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, "stack-"));
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
  try {
    const dev: { readonly config: Readonly<Record<string, unknown>> } = yaml.parse(
      readFileSync(join(projectDirectory, "Pulumi.dev.yaml"), "utf8"),
    );
    const config = { ...dev.config, "coffer:environment": "dev", ...keys };
    const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
    const main = relative(directory, join(projectDirectory, "index.ts"));
    write("Pulumi.yaml", yaml.stringify({ name: "coffer", runtime: "nodejs", main }));
    write("Pulumi.test.yaml", yaml.stringify({ config: given }));
    return await evaluated({ directory, stack: "test", ...options });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/** What a program of these lines would deploy. The components and `aws`, `pulumi` and `naming` are in scope. */
export const programWith = async (
  lines: string,
  config: Readonly<Record<string, unknown>> = {},
  options: Options = {},
): Promise<Graph> => {
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, "program-"));
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
  try {
    write("Pulumi.yaml", yaml.stringify({ name: "coffer", runtime: "nodejs", main: "index.ts" }));
    write("Pulumi.test.yaml", yaml.stringify({ config: { "aws:region": "eu-central-1", ...config } }));
    write(
      "index.ts",
      `const coffer = require(${JSON.stringify(join(projectDirectory, "components"))});
       const aws = require("@pulumi/aws");
       const pulumi = require("@pulumi/pulumi");
       const naming: any = { company: "acme", environment: "test", region: "eu-central-1" };
       ${lines}`,
    );
    return await evaluated({ directory, stack: "test", ...options });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/**
 * How a program refuses each of these lines, by their name: one program runs all of them. A line that is not refused has no
 * message. For what is refused as soon as it is constructed; resources of two lines need two names.
 */
export const refusalsOf = async (
  lines: Readonly<Record<string, string>>,
  config: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<string, string>>> => {
  const attempts = Object.entries(lines).map(
    ([name, line]) => `try { ${line} } catch (error) { refused[${JSON.stringify(name)}] = error.message; }`,
  );
  const { outputs } = await programWith(
    `const refused = {}; ${attempts.join("\n")} exports.refused = refused;`,
    config,
  );
  return outputs.refused as Readonly<Record<string, string>>;
};
