import { relative } from "node:path";
import { mainFile, readProject } from "./program/project";
import { readStackConfig } from "./program/stack-config";

/** What `Pulumi.yaml` and `Pulumi.<stack>.yaml` say, as the engine would read them. */
export interface StackFile {
  readonly project: string;
  /** The program's main file, from the project's folder; undefined if only running it would tell. */
  readonly main: string | undefined;
  /** Full keys, such as `coffer:company`; what is not text is JSON. */
  readonly config: Readonly<Record<string, string>>;
}

/** Reads a project's and a stack's file. Throws a `ProgramError` that says what is wrong. */
export const readStackFile = (directory: string, stack: string): StackFile => {
  const project = readProject(directory);
  const main = mainFile(project);
  const { config } = readStackConfig(project, stack);
  return { project: project.name, main: main && relative(project.directory, main), config };
};
