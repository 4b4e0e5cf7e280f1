import type { Graph } from "../types";
import type { AccessModel, Actor } from "./access-model";
import { type Decision, decide, type Question } from "./decide";
import { readAccessModel } from "./read-access-model";

/** One part of the matrix: requests, each asked about several callers. */
export interface Section {
  /** By which `--section` asks for it. */
  readonly name: string;
  readonly title: string;
  /** What it shows, in a sentence or two. */
  readonly about: string;
  /** The headings of the rows' labels, such as `action`. */
  readonly labels: readonly string[];
  readonly rows: (model: AccessModel) => readonly Row[];
}

export interface Row {
  /** What is asked, one for each of the section's headings. */
  readonly labels: readonly string[];
  readonly cells: readonly Cell[];
}

export interface Cell {
  /** The column: who asks, or which role is assumed. The same in every row of a section. */
  readonly column: string;
  readonly question: Question;
}

export interface DecidedSection extends Omit<Section, "rows"> {
  readonly rows: readonly { readonly labels: readonly string[]; readonly cells: readonly DecidedCell[] }[];
}

export type DecidedCell = Cell & Decision;

/** One request, whoever makes it. */
export interface AccessRequest {
  readonly action: string;
  /** What is acted on, in words. */
  readonly on: string;
  readonly resource: string | ((actor: Actor) => string);
  /** What is special about the request, in words. */
  readonly given?: string;
  readonly context?: Question["context"];
}

/** The headings of what {@link grid} makes. */
export const requestLabels = ["action", "on", "with"];

/** Every request, asked about every actor. */
export const grid = (actors: readonly Actor[], requests: readonly AccessRequest[]): Row[] =>
  requests.map(({ action, on, resource, given = "", context }) => ({
    labels: [action, on, given],
    cells: actors.map((actor) => ({
      column: actor.name,
      question: {
        principal: actor.principal,
        action,
        resource: typeof resource === "string" ? resource : resource(actor),
        ...(context ? { context } : {}),
      },
    })),
  }));

/** Decides every request of the sections, in their order. Throws if one cannot be decided. */
export const decideAll = (graph: Graph, sections: readonly Section[]): Promise<DecidedSection[]> => {
  const model = readAccessModel(graph);
  const decideCell = async (cell: Cell) => ({ ...cell, ...(await decide(graph, cell.question)) });
  const decideRow = async ({ labels, cells }: Row) => ({ labels, cells: await Promise.all(cells.map(decideCell)) });
  return Promise.all(
    sections.map(async (section) => ({ ...section, rows: await Promise.all(section.rows(model).map(decideRow)) })),
  );
};
