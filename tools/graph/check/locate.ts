import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import type { PackResource } from "../../../policies/framework/resource";
import type { StackIndex } from "../../../policies/framework/stack-index";
import type { Graph } from "../types";

export interface Location {
  /** From the program's folder, with `/`. */
  readonly file: string;
  /** From 1; absent if the program does not write the name as text. */
  readonly line: number | undefined;
}

interface Source {
  readonly file: string;
  readonly lines: readonly string[];
}

/** The main file, and the files beside it that it imports. */
const sourcesOf = (directory: string, main: string | undefined): readonly Source[] => {
  if (main === undefined) return [];
  const text = readFileSync(main, "utf8");
  const imported = [...text.matchAll(/(?:from|import|require\()\s*["'](\.\/[^"']+)["']/g)]
    .map(([, name = ""]) => join(dirname(main), name.replace(/\.[cm]?[jt]s$/, "")))
    .flatMap((path) => [".ts", ".js", ".mts", ".mjs"].map((end) => path + end))
    .filter(existsSync);
  return [main, ...imported].map((path) => ({
    file: relative(directory, path).split(sep).join("/"),
    lines: readFileSync(path, "utf8").split("\n"),
  }));
};

/** The first line that quotes a name after `(`, as the first argument of what makes a resource. */
const lineOf = ({ lines }: Source, { name, token }: PackResource): number | undefined => {
  const quoted = ['"', "'", "`"].map((quote) => `${quote}${name}${quote}`);
  const made = token.split(":").at(-1) ?? "";
  const exact = lines.findIndex((line) => quoted.some((text) => line.includes(`${made}(${text}`)));
  const at = exact >= 0 ? exact : lines.findIndex((line) => quoted.some((text) => line.includes(text)));
  return at < 0 ? undefined : at + 1;
};

/**
 * Where the program makes a resource: the line that quotes the resource's logical name, or the name of the component that
 * it belongs to; where no line does, the line that the SDK reports. The main file comes before those that it imports.
 */
export const locator = (
  directory: string,
  main: string | undefined,
  { resources }: Pick<Graph, "resources">,
  index: StackIndex,
): ((resource: PackResource) => Location) => {
  const sources = sourcesOf(directory, main);
  const reported = new Map(resources.flatMap(({ urn, source }) => (source === undefined ? [] : [[urn, source]])));
  return (resource) => {
    for (const source of sources)
      for (let one: PackResource | undefined = resource; one !== undefined; one = index.byUrn(one.parent)) {
        const line = lineOf(source, one);
        if (line !== undefined) return { file: source.file, line };
      }
    for (let one: PackResource | undefined = resource; one !== undefined; one = index.byUrn(one.parent)) {
      const source = reported.get(one.urn);
      if (source !== undefined) return source;
    }
    return { file: sources[0]?.file ?? "Pulumi.yaml", line: undefined };
  };
};

/**
 * Where a file of Pulumi's says that the program registers a resource: `project:///index.ts#21,3`. The resource's own
 * place, or that of the component that it belongs to; the file itself where there is none.
 */
export const positionLocator = (
  file: string,
  positions: ReadonlyMap<string, string>,
  index: StackIndex,
): ((resource: PackResource) => Location) => {
  return (resource) => {
    for (let one: PackResource | undefined = resource; one !== undefined; one = index.byUrn(one.parent)) {
      const [, path, line] = /^project:\/+([^#]+)(?:#(\d+))?/.exec(positions.get(one.urn) ?? "") ?? [];
      if (path !== undefined) return { file: path, line: line === undefined ? undefined : Number(line) };
    }
    return { file: file === "-" ? "stdin" : basename(file), line: undefined };
  };
};
