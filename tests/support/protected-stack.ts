import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as yaml from "yaml";
import { evaluate, type Graph, projectDirectory } from "../../graph/evaluate";
import { readStackFile } from "../../graph/stack-file";

/** This project's stack with the development stack's configuration and some changes; `undefined` takes a key out. */
export const changedStack = async (changes: Readonly<Record<string, unknown>>): Promise<Graph> => {
  const directory = await mkdtemp(join(tmpdir(), "coffer-stack-"));
  try {
    const { config } = readStackFile(projectDirectory, "dev");
    await writeFile(
      join(directory, "Pulumi.yaml"),
      yaml.stringify({ name: "coffer", main: join(projectDirectory, "index.ts") }),
    );
    await writeFile(join(directory, "Pulumi.dev.yaml"), yaml.stringify({ config: { ...config, ...changes } }));
    return await evaluate({ directory, stack: "dev" });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

/** The stack of a team that keeps its files: nothing is said of protection. */
export const protectedStack = (): Promise<Graph> => changedStack({ "coffer:protect": undefined });
