import { ProgramError } from "../program-error";
import type { Graph, Resource } from "../types";

/** The resources of one type, by its full token. */
export const ofType = (graph: Graph, type: string): Resource[] =>
  graph.resources.filter((resource) => resource.type === type);

type Named = { readonly name: string };

/** For sorting: registration order depends on which promise was kept first. */
export const byName = (a: Named, b: Named): number => (a.name < b.name ? -1 : 1);

/** Fails for a program that is not a store with an API, three roles and auditors. */
export const needed = <T>(value: T | undefined, what: string): T => {
  if (value === undefined)
    throw new ProgramError(`The access matrix is about a store with an API: ${what} is missing.`);
  return value;
};
