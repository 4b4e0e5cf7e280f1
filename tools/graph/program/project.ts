import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import * as yaml from "yaml";
import { type Fields, isFields } from "../../../policies/framework/fields";
import { ProgramError } from "../program-error";

/** What `Pulumi.yaml` says (https://www.pulumi.com/docs/iac/concepts/projects/project-file/). */
export interface Project {
  readonly name: string;
  /** The project's folder, whole. */
  readonly directory: string;
  /** The file that says so. */
  readonly file: string;
  /** The working directory of the program. */
  readonly workingDirectory: string;
  /** What is run there: a file, or `.` for what its `package.json` names. */
  readonly entry: string;
  readonly runtime: Runtime;
  /** The configuration that the project declares. */
  readonly config: Fields;
  /** Where the stacks' files are. */
  readonly configDirectory: string;
}

/** How the language host is to run the program. */
export interface Runtime {
  /** Whether TypeScript is compiled on the way; default: true. */
  readonly typescript: boolean;
  /** Arguments for Node.js itself. */
  readonly nodeArguments: readonly string[];
  /** Another `tsconfig.json`, from the working directory. */
  readonly tsconfig: string | undefined;
}

/** Reads a YAML or JSON file. Throws a `ProgramError` for what is neither. */
export const readYaml = (path: string): Fields => {
  try {
    const value: unknown = yaml.parse(readFileSync(path, "utf8"));
    return isFields(value) ? value : {};
  } catch (error) {
    throw new ProgramError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const names = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** Reads a project. Throws a `ProgramError` if there is none, or if its program cannot be run here. */
export const readProject = (directory: string): Project => {
  const root = resolve(directory);
  const file = names.map((name) => join(root, name)).find(existsSync);
  if (file === undefined)
    throw new ProgramError(`There is no Pulumi project in ${root}: it has no Pulumi.yaml. Name its folder.`);
  const given = readYaml(file);
  if (typeof given.name !== "string" || given.name === "")
    throw new ProgramError(`${file} gives the project no name. Add one: 'name: my-project'.`);
  const runtime = runtimeOf(given.runtime, file);
  return {
    name: given.name,
    directory: root,
    file,
    ...programOf(root, given.main, file),
    runtime,
    config: isFields(given.config) ? given.config : {},
    configDirectory: typeof given.stackConfigDir === "string" ? resolve(root, given.stackConfigDir) : root,
  };
};

const runtimeOf = (given: unknown, file: string): Runtime => {
  const name = isFields(given) ? given.name : given;
  if (name !== "nodejs")
    throw new ProgramError(
      `${file} says 'runtime: ${String(name)}'; only Node.js programs can be run here. Check what Pulumi itself wrote: 'pulumi preview --json > preview.json' and --preview-json preview.json, or 'pulumi stack export > state.json' and --state state.json.`,
    );
  const options = isFields(given) && isFields(given.options) ? given.options : {};
  return {
    typescript: options.typescript !== false && options.typescript !== "false",
    nodeArguments: typeof options.nodeargs === "string" ? options.nodeargs.split(/\s+/).filter(Boolean) : [],
    tsconfig: typeof options.tsconfig === "string" ? options.tsconfig : undefined,
  };
};

/** As the engine finds the program: `main` is a file, or a folder that is run as a package; without it, the project. */
const programOf = (root: string, given: unknown, file: string): Pick<Project, "workingDirectory" | "entry"> => {
  if (given === undefined || given === null || given === "") return { workingDirectory: root, entry: "." };
  const main = resolve(root, String(given));
  if (!existsSync(main)) throw new ProgramError(`${file} says 'main: ${String(given)}', but ${main} does not exist.`);
  return statSync(main).isDirectory()
    ? { workingDirectory: main, entry: "." }
    : { workingDirectory: dirname(main), entry: basename(main) };
};

const extensions = [".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"];

/** The program's main file, for whoever wants to read its text; undefined if only running it would tell. */
export const mainFile = ({ workingDirectory, entry }: Project): string | undefined => {
  const packaged = entry === "." ? packageMain(workingDirectory) : entry;
  const path = join(workingDirectory, packaged);
  const candidates = [
    path,
    ...extensions.map((one) => path + one),
    ...extensions.map((one) => join(path, `index${one}`)),
  ];
  return candidates.find((one) => extensions.includes(extname(one)) && existsSync(one));
};

const packageMain = (directory: string): string => {
  const path = join(directory, "package.json");
  if (!existsSync(path)) return "index";
  const { main } = readYaml(path);
  return typeof main === "string" ? main : "index";
};
