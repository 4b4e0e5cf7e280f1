import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DocumentInputs, GeneratedDocument } from "./registry";

/** A generated document, what its file holds and what it should hold. */
export interface ComparedDocument {
  readonly file: string;
  readonly from: string;
  readonly path: string;
  readonly written: string | undefined;
  readonly text: string;
}

/** Generates a document and reads its file below `folder`. */
export const compare = async (
  { file, from, text }: GeneratedDocument,
  folder: string,
  inputs: Omit<DocumentInputs, "written">,
): Promise<ComparedDocument> => {
  const path = join(folder, file);
  const written = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  try {
    return { file, from, path, written, text: await text({ ...inputs, written: written ?? "" }) };
  } catch (cause) {
    throw new Error(`${file} cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
};

/** Why the file is stale, and what to do; undefined if it is up to date. */
export const staleness = ({ file, from, written, text }: ComparedDocument): string | undefined => {
  if (written === text) return undefined;
  const remedy = "Run `npm run docs`, look at what has changed, and commit the file.";
  if (written === undefined) return `${file} is missing. It is made of ${from}. ${remedy}`;
  const [should, is] = [text.split("\n"), written.split("\n")];
  const line = should.findIndex((each, index) => each !== is[index]);
  const at = line === -1 ? should.length : line;
  return `${file} is stale: line ${at + 1} should be '${(should[at] ?? "").slice(0, 200)}'. It is made of ${from}. ${remedy}`;
};

/** Writes the file if it is stale. Returns whether it was. */
export const update = (document: ComparedDocument): boolean => {
  const stale = staleness(document) !== undefined;
  if (stale) writeFileSync(document.path, document.text);
  return stale;
};
