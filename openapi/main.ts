import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { commandLine } from "../graph/command-line";
import { openApiFile, openApiText } from "./file";

const program = commandLine("openapi", "Writes docs/openapi.json from the table of routes and its schemas.")
  .option("--check", "write nothing; fail if the file is not what it should be")
  .parse();

const { check = false } = program.opts<{ check?: boolean }>();
const text = openApiText();
if (!check) writeFileSync(openApiFile, text);
else if (!existsSync(openApiFile) || readFileSync(openApiFile, "utf8") !== text) {
  console.error("docs/openapi.json is not what the table of routes says. Run `npm run openapi`, and commit the file.");
  process.exitCode = 1;
}
