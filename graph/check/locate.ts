import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackResource } from "../../policies/framework/resource";
import type { StackIndex } from "../../policies/framework/stack-index";

export interface Location {
  /** From the program's folder, with `/`. */
  readonly file: string;
  /** From 1; absent if the program does not write the name as text. */
  readonly line: number | undefined;
}

/**
 * Where the program makes a resource, as far as its text tells: the line of the main file that quotes the resource's
 * logical name, or the name of the component that it belongs to.
 */
export const locator = (directory: string, main: string, index: StackIndex): ((resource: PackResource) => Location) => {
  const lines = readFileSync(join(directory, main), "utf8").split("\n");
  const lineOf = (name: string): number | undefined => {
    const at = lines.findIndex((line) => ['"', "'", "`"].some((quote) => line.includes(`${quote}${name}${quote}`)));
    return at < 0 ? undefined : at + 1;
  };
  return (resource) => {
    let one: PackResource | undefined = resource;
    while (one !== undefined) {
      const line = lineOf(one.name);
      if (line !== undefined) return { file: main, line };
      one = index.byUrn(one.parent);
    }
    return { file: main, line: undefined };
  };
};
