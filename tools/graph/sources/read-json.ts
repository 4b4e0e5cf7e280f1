import { readFileSync } from "node:fs";
import { ProgramError } from "../program-error";

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** PowerShell's `>` writes UTF-16; other programs begin UTF-8 with a byte order mark. */
const decoded = (bytes: Buffer): string => {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
};

const isLines = (text: string): boolean => {
  const [first = "", second = ""] = text.trimStart().split("\n");
  return first.startsWith("{") && first.trimEnd().endsWith("}") && second.startsWith("{");
};

/**
 * A JSON file that Pulumi wrote; `-` is standard input. `made` is the command that writes one. Throws a `ProgramError`
 * that says what the file holds instead.
 */
export const readJson = (file: string, made: string): unknown => {
  const name = file === "-" ? "Standard input" : file;
  let text: string;
  try {
    text = decoded(readFileSync(file === "-" ? 0 : file));
  } catch (error) {
    throw new ProgramError(`${name} cannot be read: ${reasonOf(error)}. Give the file that \`${made}\` wrote.`);
  }
  if (text.trim() === "") throw new ProgramError(`${name} is empty. Write it with \`${made}\`.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isLines(text))
      throw new ProgramError(
        `${name} holds one JSON object per line: the event log, or a preview with PULUMI_ENABLE_STREAMING_JSON_PREVIEW. ` +
          `Unset that variable, and write the file with \`${made}\`.`,
      );
    throw new ProgramError(
      `${name} is not JSON: ${reasonOf(error)}. Write it with \`${made}\`, and let nothing else write into it (\`2>&1\`).`,
    );
  }
};
