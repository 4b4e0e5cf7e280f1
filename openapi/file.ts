import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openApiDocument } from "./document";

const root = join(__dirname, "..");

/** Where the document is committed. */
export const openApiFile = join(root, "docs", "openapi.json");

/** The file's text as it should be. */
export const openApiText = (): string => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
  return `${JSON.stringify(openApiDocument(version), null, 2)}\n`;
};
