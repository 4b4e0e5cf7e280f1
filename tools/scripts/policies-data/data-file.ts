import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Source, SourceFolders } from "./sources";

export const root = join(__dirname, "../../..");

/** A committed file that is made from published packages. */
export interface DataFile {
  /** From the root of the repository. */
  readonly path: string;
  /** What the data is, and which AWS document says so: the first lines of the file. */
  readonly about: string;
  readonly sources: readonly Source[];
  /** The declarations of the file, before formatting. */
  make(folderOf: SourceFolders["folderOf"]): string;
}

const described = ({ registry, name, version, date }: Source): string => `${name} ${version} (${registry}) of ${date}`;

/** What a made file states about where it comes from. A test asks that each one does. */
export const statedSources = (sources: readonly Source[]): string => `Source: ${sources.map(described).join(", ")}.`;

const header = ({ about, sources }: DataFile): string =>
  [
    "/**",
    ...about.split("\n").map((line) => ` * ${line}`.trimEnd()),
    " *",
    ` * ${statedSources(sources)}`,
    " * Made by `npm run policies:data`: do not edit.",
    " */",
  ].join("\n");

const formatted = (text: string, path: string): string => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules/@biomejs/biome/bin/biome"), "format", `--stdin-file-path=${path}`],
    { input: text, encoding: "utf8", cwd: root, maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`biome could not format ${path}: ${stderr}`);
  return stdout;
};

/** The text of a file, as it is committed. */
export const render = (file: DataFile, folderOf: SourceFolders["folderOf"]): string =>
  formatted(`${header(file)}\n${file.make(folderOf)}`, file.path);

/** `export const NAME: TYPE = VALUE;` */
export const declare = (name: string, type: string, value: unknown): string =>
  `export const ${name}: ${type} = ${JSON.stringify(value, null, 2)};\n`;

/** A record with its keys in order, so that the file does not depend on the order of its source. */
export const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Texts in lines of at most 110 characters, for a template literal: much shorter than an array of strings. */
export const wrapped = (words: readonly string[]): string => {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 110) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
};
