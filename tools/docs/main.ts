import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { commandLine } from "../graph/command-line";
import { publishedDocuments } from "./generated-documents";

const program = commandLine(
  "contracts",
  "Writes docs/openapi.json and the schema of ObjectReady from the code's schemas.",
)
  .option("--check", "write nothing; fail if a file is not what it should be")
  .parse();

const { check = false } = program.opts<{ check?: boolean }>();
for (const { name, path, text } of publishedDocuments())
  if (!check) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(`docs/${name} is not what the code's schemas say. Run \`npm run contracts\`, and commit the file.`);
    process.exitCode = 1;
  }
