import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { objectReadySchema } from "../../functions/records/object-ready";
import { openApiDocument } from "./openapi";

const root = join(__dirname, "..", "..");

const version = (): string =>
  (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string }).version;

/** What is published of the schemas that the functions check with, by file below `docs/`. */
const documents: Readonly<Record<string, () => object>> = {
  "openapi.json": () => openApiDocument(version()),
  "object-ready.v1.schema.json": () => ({ title: "ObjectReady", ...toJsonSchema(objectReadySchema) }),
};

/** A committed document, and the text that it should be. */
export interface PublishedDocument {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

export const publishedDocuments = (): PublishedDocument[] =>
  Object.entries(documents).map(([name, document]) => ({
    name,
    path: join(root, "docs", name),
    text: `${JSON.stringify(document(), null, 2)}\n`,
  }));
