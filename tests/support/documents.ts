import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { generatedDocuments } from "../../tools/docs/registry";
import { projectDirectory } from "../../tools/graph/evaluate";

/** A fenced block of commands, and what its fence says of it: `sh sandbox=uploader`, `sh held-by=FILE`, `sh not-run="WHY"`. */
export interface CommandBlock {
  /** `docs/api.md:11` */
  readonly where: string;
  readonly text: string;
  readonly held:
    | { readonly kind: "sandbox"; readonly role: string }
    | { readonly kind: "held-by"; readonly file: string }
    | { readonly kind: "not-run"; readonly why: string }
    | undefined;
}

/** Documents of which nothing is written by hand. */
const generated = generatedDocuments.map(({ file }) => file).filter((file) => file !== "docs/audit.md");

const markdownIn = (folder: string): string[] =>
  readdirSync(join(projectDirectory, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file));

/** The documents that people follow, by their path in the project. */
export const documents = (): string[] =>
  ["README.md", "policies/README.md", ...markdownIn("docs"), ...markdownIn("examples")]
    .filter((file) => !generated.includes(file) && !file.includes("node_modules"))
    .sort();

export const readDocument = (file: string): string => readFileSync(join(projectDirectory, file), "utf8");

const heldBy = (info: string): CommandBlock["held"] => {
  const [, kind, value = ""] = /^(sandbox|held-by|not-run)=(?:"([^"]+)"|(\S+))$/.exec(info)?.filter(Boolean) ?? [];
  if (kind === "sandbox") return { kind, role: value };
  if (kind === "held-by") return { kind, file: value };
  return kind === "not-run" ? { kind, why: value } : undefined;
};

/** The fenced blocks of shell commands in a document. */
export const commandBlocks = (file: string): CommandBlock[] => {
  const text = readDocument(file);
  return [...text.matchAll(/^ *```(?:sh|bash|shell|console)\b *(.*)\n([\s\S]*?)^ *```$/gm)].map(
    ({ index, 1: info = "", 2: body = "" }) => ({
      where: `${relative(".", file)}:${text.slice(0, index).split("\n").length}`,
      text: body,
      held: heldBy(info.trim()),
    }),
  );
};

/** The commands in the running text, such as `npm run demo`: what stands in backticks and begins with a program's name. */
export const inlineCommands = (file: string): string[] =>
  [
    ...readDocument(file)
      .replace(/^ *```[\s\S]*?^ *```$/gm, "")
      .matchAll(/`((?:npm|npx|aws|pulumi|curl|bash|node|coffer) [^`]+)`/g),
  ].map(([, command = ""]) => command.replaceAll("\\|", "|"));
