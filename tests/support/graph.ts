import type { Graph, Resource } from "../../tools/graph/evaluate";
import { evaluated } from "./evaluations";

/** The graph of one of this project's stacks. */
export const graphOf = (stack = "dev"): Promise<Graph> => evaluated({ stack });

/** A resource by its type's last part and its logical name. Fails if there is not exactly one. */
export const find = (graph: Graph, type: string, name: string): Resource => {
  const found = graph.resources.filter((resource) => resource.type.endsWith(`:${type}`) && resource.name === name);
  const [resource] = found;
  if (resource === undefined || found.length > 1)
    throw new Error(`${found.length} resources are called ${type} ${name}`);
  return resource;
};

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: object;
}

/** The statements of a policy document. */
export const statementsOf = (document: unknown): Statement[] =>
  (JSON.parse(String(document)) as { Statement: Statement[] }).Statement;
