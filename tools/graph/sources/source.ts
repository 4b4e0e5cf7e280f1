import type { Graph } from "../types";

/** A stack that was read from a file of Pulumi's, whatever the language of its program. */
export interface Source {
  readonly graph: Graph;
  /** The URNs of resources with values that the file does not tell: encrypted, or `[secret]`. */
  readonly hidden: ReadonlySet<string>;
  /** Where the program registers a resource, by URN: `project:///index.ts#21,3`. Newer CLIs write it. */
  readonly positions: ReadonlyMap<string, string>;
  /** Whether a value that is not known will never be: a state's, not a preview's. */
  readonly final: boolean;
}
