import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { evaluate, type Graph, projectDirectory } from "../../tools/graph/evaluate";

/** What is evaluated. */
export interface Evaluation {
  /** The folder of `Pulumi.yaml`. Default: this project's. */
  readonly directory?: string;
  readonly stack: string;
  readonly preview?: boolean;
  /** See `evaluate`. */
  readonly foreign?: boolean;
}

/** Not read by any evaluation, or not this project's own: packages are known by `package-lock.json`. */
const leftOut = new Set(["node_modules", "dist", "docs", "tests", "coverage"]);

const filesBelow = (folder: string, skip: ReadonlySet<string>): string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith(".") && !skip.has(name))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path, skip) : [path];
    });

/** The names and contents of a folder's files. */
const digestOf = (folder: string, skip: ReadonlySet<string>): string => {
  const hash = createHash("sha256");
  for (const file of filesBelow(folder, skip)) {
    const content = readFileSync(file);
    hash.update(`${relative(folder, file)}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
};

/** The variables that change what a program or its runtime does. AWS's own never reach it. */
const variables = (): (string | undefined)[][] =>
  Object.entries(process.env)
    .filter(([name]) => /^(PULUMI|COFFER|NODE)_/.test(name))
    .sort();

/**
 * The name of an evaluation: a digest of all that it depends on, which is every source of this project, the program's own
 * folder, the options, and Node.js. `root` is this project.
 */
export const keyOf = ({ directory, ...options }: Evaluation, root = projectDirectory): string => {
  const program = directory === undefined ? "" : digestOf(directory, new Set(["node_modules"]));
  const parts = [digestOf(root, leftOut), program, options, process.version, variables()];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
};

const store = join(projectDirectory, "node_modules", ".cache", "coffer", "graphs");

/** So many are kept: of some 1.4 MB each. */
const most = 80;

/** Removes those that were written first. Another worker may have removed one by now. */
const prune = (folder: string): void => {
  const written = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const time = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    return time === undefined ? [] : [{ path, time }];
  });
  const oldest = written.sort((one, other) => other.time - one.time).slice(most);
  for (const { path } of oldest) rmSync(path, { force: true });
};

/** Writes a graph as a whole or not at all; two workers may write the same one. */
const write = (file: string, graph: Graph): void => {
  const text = JSON.stringify(graph);
  // Only what reads back as it was.
  if (!isDeepStrictEqual(JSON.parse(text), graph)) return;
  mkdirSync(store, { recursive: true });
  const part = `${file}.${process.pid}`;
  writeFileSync(part, text);
  renameSync(part, file);
  prune(store);
};

const inThisFile = new Map<string, Promise<Graph>>();

const evaluateOrRead = async (key: string, evaluation: Evaluation): Promise<Graph> => {
  const file = join(store, `${key}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const graph = await evaluate(evaluation);
  write(file, graph);
  return graph;
};

/**
 * As `evaluate`, but evaluates a program once for all test files, and again when anything that it depends on has changed.
 * A program that fails is evaluated each time. Not for tests of the evaluation itself.
 */
export const evaluated = (evaluation: Evaluation): Promise<Graph> => {
  const directory = evaluation.directory === undefined ? undefined : realpathSync(evaluation.directory);
  const key = keyOf({ ...evaluation, ...(directory === undefined ? {} : { directory }) });
  const graph = inThisFile.get(key) ?? evaluateOrRead(key, evaluation);
  inThisFile.set(key, graph);
  return graph;
};
