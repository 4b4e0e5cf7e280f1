import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectDirectory } from "../../tools/graph/evaluate";
import type { ModuleSettings } from "./compile";

const modules = join(projectDirectory, "node_modules");

const run = (command: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout.trim();
};

/** A folder with one project of another team for each name that is asked for, and the packed package. */
export interface Consumers {
  readonly folder: string;
  /** What `npm pack` wrote. */
  readonly tarball: string;
  /** An empty project that has installed the tarball. */
  readonly project: (name: string) => Promise<Consumer>;
  readonly remove: () => Promise<void>;
}

export interface Consumer {
  readonly folder: string;
  readonly write: (file: string, text: string) => Promise<void>;
}

/**
 * Packs a copy of the repository's own files, so that the repository's `dist` stays as it is. The projects get what the
 * tarball declares and nothing else: an import that is not declared fails in them.
 */
export const packConsumers = async (): Promise<Consumers> => {
  const folder = await mkdtemp(join(tmpdir(), "coffer-package-"));
  const copy = join(folder, "source");
  const listed = run("git", ["ls-files", "--cached", "--others", "--exclude-standard"], projectDirectory).split("\n");
  const packed = /^(client|components|functions)\/|^(package\.json|LICENSE|README\.md|tsconfig[\w.]*\.json)$/;
  for (const file of listed.filter((each) => packed.test(each)))
    await cp(join(projectDirectory, file), join(copy, file));
  await symlink(modules, join(copy, "node_modules"));
  const tarball = join(folder, run("npm", ["pack", "--silent", "--pack-destination", folder], copy));

  const project = async (name: string): Promise<Consumer> => {
    const home = join(folder, name);
    const installed = join(home, "node_modules", "coffer");
    await mkdir(installed, { recursive: true });
    run("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed], folder);
    const { dependencies, peerDependencies } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
    for (const each of [...Object.keys({ ...dependencies, ...peerDependencies }), "@types/node"]) {
      const link = join(home, "node_modules", each);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(modules, each), link);
    }
    return { folder: home, write: (file, text) => writeFile(join(home, file), text) };
  };
  return { folder, tarball, project, remove: () => rm(folder, { recursive: true, force: true }) };
};

/** Compiles each of the projects; returns what the compiler reports of each, which is empty if all is well. */
export const compileEach = (projects: readonly (ModuleSettings & { readonly folder: string })[]): string[] =>
  JSON.parse(
    run(
      process.execPath,
      ["tools/scripts/ts.mjs", "tests/support/compile.ts", JSON.stringify(projects)],
      projectDirectory,
    ),
  );
