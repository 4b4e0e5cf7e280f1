import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as yaml from "yaml";
import { evaluate, type Graph, projectDirectory } from "../../graph/evaluate";

type Config = Readonly<Record<string, unknown>>;

interface Options {
  readonly preview?: boolean;
}

/** Evaluates a program of which only the text is given, in a folder that is deleted afterwards. */
const evaluateIn = async (files: Readonly<Record<string, string>>, options: Options): Promise<Graph> => {
  const directory = mkdtempSync(join(tmpdir(), "coffer-program-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    return await evaluate({ directory, stack: "test", ...options });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const projectFile = (main: string): string => yaml.stringify({ name: "coffer", runtime: "nodejs", main });
const stackFile = (config: Config): string => yaml.stringify({ config });

/** What this project's own program would deploy with the configuration of `dev` and these keys; null removes one. */
export const stackWith = (keys: Config, options: Options = {}): Promise<Graph> => {
  const dev: { readonly config: Config } = yaml.parse(readFileSync(join(projectDirectory, "Pulumi.dev.yaml"), "utf8"));
  const config = { ...dev.config, "coffer:environment": "dev", ...keys };
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
  const files = {
    "Pulumi.yaml": projectFile(join(projectDirectory, "index.ts")),
    "Pulumi.test.yaml": stackFile(given),
  };
  return evaluateIn(files, options);
};

/** What a program of these lines would deploy. The components and `aws`, `pulumi` and `naming` are in scope. */
export const programWith = (lines: string, config: Config = {}, options: Options = {}): Promise<Graph> => {
  const from = (path: string) => JSON.stringify(join(projectDirectory, path));
  const index = `
const coffer = require(${from("components")});
const aws = require(${from("node_modules/@pulumi/aws")});
const pulumi = require(${from("node_modules/@pulumi/pulumi")});
const naming = { company: "acme", environment: "test", region: "eu-central-1" };
${lines}
`;
  return evaluateIn(
    {
      "Pulumi.yaml": projectFile("index.js"),
      "Pulumi.test.yaml": stackFile({ "aws:region": "eu-central-1", ...config }),
      "index.js": index,
    },
    options,
  );
};
