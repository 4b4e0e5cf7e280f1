import { styleText } from "node:util";

import Table = require("cli-table3");

import type { DecidedCell, DecidedSection } from "./matrix";

/** How wide a line may be: a narrow terminal's width. */
const lineWidth = 80;
const verdictWidth = 7;

// The table is of words alone: no borders, so that it can be searched and copied.
const noBorders = Object.fromEntries(
  ["top", "bottom", "mid", "left", "right"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((part) => [side + part, ""]),
  ),
);

const verdict = ({ allowed }: DecidedCell): "allow" | "deny" => (allowed ? "allow" : "deny");

const asked = (labels: readonly string[]): string => labels.filter((label) => label !== "").join(", ");

const paint = (style: "bold" | "green" | "dim", text: string): string =>
  styleText(style, text, { stream: process.stdout });

const sectionTable = ({ title, about, name, rows }: DecidedSection): string => {
  const columns = rows.flatMap(({ cells }) => cells.map(({ column }) => column.length));
  // Two spaces before, and two after.
  const columnWidth = Math.max(0, ...columns) + 4;
  const text = new Table({
    chars: { ...noBorders, middle: "" },
    style: { "padding-left": 0, "padding-right": 0 },
    colWidths: [columnWidth, verdictWidth, lineWidth - columnWidth - verdictWidth],
    wordWrap: true,
  });
  const line = (content: string) => text.push([{ content, colSpan: 3 }]);
  line(paint("bold", `${title} (--section ${name})`));
  line(about);
  for (const { labels, cells } of rows) {
    line("");
    line(paint("bold", asked(labels)));
    for (const cell of cells)
      text.push([
        `  ${cell.column}`,
        paint(cell.allowed ? "green" : "dim", verdict(cell)),
        cell.because.replaceAll("; ", "\n"),
      ]);
  }
  return text.toString().replaceAll(/ +$/gm, "");
};

/** For people, on a terminal of 80 columns or more: each request, and below it a line for each who makes it. */
export const table = (sections: readonly DecidedSection[]): string => sections.map(sectionTable).join("\n\n\n");

/** For `grep` and `cut`: each request on one line, its section, decision, column, labels and statements parted by tabs. */
export const lines = (sections: readonly DecidedSection[]): string =>
  sections
    .flatMap(({ name, rows }) =>
      rows.flatMap(({ labels, cells }) =>
        cells.map((cell) => [name, verdict(cell), cell.column, asked(labels), cell.because].join("\t")),
      ),
    )
    .join("\n");
