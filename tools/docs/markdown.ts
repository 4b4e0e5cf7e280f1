/** A Markdown table, padded as the formatter wants it. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill = " ") =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
  const rule = line(
    head.map(() => ""),
    "-",
  );
  return [line(head), rule, ...rows.map((row) => line(row))];
};

const begin = (name: string): string => `<!-- ${name}: made by \`npm run docs\`. A change by hand is lost. -->`;
const end = (name: string): string => `<!-- end of ${name} -->`;

/**
 * A document written by hand, with one of its parts replaced. The part stands between two comments that name it. Throws
 * if they are not there, once each and in this order.
 */
export const withPart = (document: string, name: string, lines: readonly string[]): string => {
  const [before = "", ...rest] = document.split(begin(name));
  const [, after = "", ...more] = rest.join("").split(end(name));
  if (rest.length !== 1 || rest.join("").split(end(name)).length !== 2 || more.length > 0)
    throw new Error(`needs the lines '${begin(name)}' and '${end(name)}', once each and in this order`);
  return [before, begin(name), "\n\n", lines.join("\n"), "\n\n", end(name), after].join("");
};
