import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as yaml from "yaml";
import { ProgramError } from "./program-error";

/** What `Pulumi.yaml` and `Pulumi.<stack>.yaml` say, as the engine would read them. */
export interface StackFile {
  readonly project: string;
  /** The program's file, from the project's folder. */
  readonly main: string;
  /** Full keys, such as `coffer:company`; what is not text is JSON. */
  readonly config: Readonly<Record<string, string>>;
}

const readYaml = (path: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = yaml.parse(readFileSync(path, "utf8"));
    return isRecord(value) ? value : {};
  } catch (error) {
    throw new ProgramError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The stacks that have a file in a folder. */
const stacksIn = (directory: string): string[] =>
  readdirSync(directory)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined);

/** Reads a project's and a stack's file. Throws a `ProgramError` that says what is missing and what there is. */
export const readStackFile = (directory: string, stack: string): StackFile => {
  const project = readYaml(join(directory, "Pulumi.yaml"));
  const path = join(directory, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    const known = stacksIn(directory).join(", ") || "none";
    throw new ProgramError(`There is no stack '${stack}': ${path} does not exist. The stacks here are: ${known}.`);
  }
  const name = String(project.name ?? "");
  const { config } = readYaml(path);
  const entries = Object.entries(isRecord(config) ? config : {}).map(([key, value]) => {
    if (isRecord(value) && "secure" in value)
      throw new ProgramError(`${path}: ${key} is encrypted, and only the Pulumi engine can read it.`);
    return [key.includes(":") ? key : `${name}:${key}`, typeof value === "string" ? value : JSON.stringify(value)];
  });
  return { project: name, main: String(project.main ?? "index.ts"), config: Object.fromEntries(entries) };
};
