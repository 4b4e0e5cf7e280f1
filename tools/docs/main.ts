import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decideAll } from "../graph/access/matrix";
import { sections } from "../graph/access/sections";
import { commandLine } from "../graph/command-line";
import { evaluate, projectDirectory } from "../graph/evaluate";
import { compare, staleness, update } from "./compare";
import { documentedStack, generatedDocuments } from "./registry";

const program = commandLine(
  "docs",
  `Writes every generated document:\n\n${generatedDocuments.map(({ file, from }) => `${file}: from ${from}`).join("\n")}`,
)
  .option("--check", "write nothing; fail if a document is not up to date")
  .parse();

/** Computes a value when it is first asked for. */
const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const run = async (check: boolean): Promise<void> => {
  const packageJson = JSON.parse(readFileSync(join(projectDirectory, "package.json"), "utf8")) as {
    readonly version: string;
  };
  const graph = once(() => evaluate({ stack: documentedStack }));
  const matrix = once(async () => decideAll(await graph(), sections));
  const inputs = { version: packageJson.version, graph, matrix };
  for (const document of generatedDocuments) {
    const compared = await compare(document, projectDirectory, inputs);
    if (!check) console.log(`${document.file}: ${update(compared) ? "written" : "up to date"}`);
    const stale = check ? staleness(compared) : undefined;
    if (stale === undefined) continue;
    console.error(stale);
    process.exitCode = 1;
  }
};

run(program.opts<{ check?: boolean }>().check ?? false).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
