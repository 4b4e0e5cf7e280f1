import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A frame of a stack trace: `at f (/folder/file.ts:3:5)` or `at /folder/file.ts:3:5`. */
const frame = /^\s+at (?:.*\()?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*):(\d+):(\d+)\)?$/;

const isFrame = (line: string): boolean => /^\s+at /.test(line);

const pathOf = (text: string): string => (text.startsWith("file://") ? fileURLToPath(text) : text);

/** The first frame that is in the program's folder, and outside of `node_modules`: `index.ts:3:5`. */
const placeIn = (lines: readonly string[], directory: string): string | undefined => {
  for (const line of lines) {
    const [, path, row, column] = frame.exec(line) ?? [];
    if (path === undefined) continue;
    const file = relative(directory, pathOf(path));
    if (!file.startsWith("..") && !file.split(sep).includes("node_modules")) return `${file}:${row}:${column}`;
  }
  return undefined;
};

/** What colours a text on a terminal. */
const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** What the runtime puts before an error's own text. */
const lead = /^Running program '.*' failed with an unhandled exception:\n/;

/**
 * A program's error as it is shown to whoever wrote it: the message, and the place in the program. No frames of Node.js,
 * of Pulumi or of this project.
 */
export const programMessage = (text: string, directory: string): string => {
  const lines = text.replaceAll(colours, "").replace(lead, "").trim().split("\n");
  const message = lines.filter((line) => !isFrame(line) && line.trim() !== "").join("\n");
  const place = placeIn(lines, directory);
  return place === undefined ? message : `${message}\n    at ${place}`;
};

/** Whether an error's text says nothing of where it was. */
export const lacksPlace = (text: string): boolean =>
  lead.test(text) && !text.replaceAll(colours, "").split("\n").some(isFrame);
