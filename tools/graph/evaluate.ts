import { join } from "node:path";
import { noAnswers } from "./answers/answers-file";
import { type GraphSettings, graphBackend } from "./aws-values";
import { runProgram } from "./run-program";
import type { Graph, RunOptions } from "./types";

export { ProgramError } from "./program-error";
export type { AssetValue, Graph, Properties, Resource } from "./types";

/** The folder of this project. */
export const projectDirectory = join(__dirname, "..", "..");

/**
 * What a program would deploy, without a cloud, a Pulumi CLI or credentials: runs it unmodified in a process of its
 * own. Throws a `ProgramError` for what is the user's to mend, such as a wrong configuration.
 */
export const evaluate = ({
  directory = projectDirectory,
  foreign = false,
  answers = noAnswers,
  ...options
}: Partial<Omit<RunOptions, "update">> & GraphSettings & { stack: string }): Promise<Graph> =>
  runProgram({ directory, ...options }, () => graphBackend({ foreign, answers }));
