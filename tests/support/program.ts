import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as yaml from "yaml";
import { evaluate, type Graph, projectDirectory } from "../../graph/evaluate";

interface Options {
  readonly preview?: boolean;
}

/** Below the project, so that programs find its packages; git ignores it. */
const parent = join(projectDirectory, ".sandbox");

/** What this project's own program would deploy with the configuration of `dev` and these keys in its place. */
export const changedStack = async (changes: Readonly<Record<string, unknown>>): Promise<Graph> => {
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, "stack-"));
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
  try {
    const dev: { readonly config: Readonly<Record<string, unknown>> } = yaml.parse(
      readFileSync(join(projectDirectory, "Pulumi.dev.yaml"), "utf8"),
    );
    write(
      "Pulumi.yaml",
      yaml.stringify({ name: "coffer", runtime: "nodejs", main: join(projectDirectory, "index.ts") }),
    );
    write("Pulumi.dev.yaml", yaml.stringify({ config: { ...dev.config, ...changes } }));
    return await evaluate({ directory, stack: "dev" });
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
    return await evaluate({ directory, stack: "test", ...options });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};
