import type { DecidedCell, DecidedSection } from "./matrix";

const escapePipes = (text: string): string => text.replaceAll("|", "\\|");

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const cellText = ({ allowed, because }: DecidedCell): string =>
  `${allowed ? "**allow**" : "deny"}<br>${escapePipes(because).replaceAll("; ", "<br>")}`;

/** Actions and routes are code; the other labels are words. */
const labelText = (label: string): string =>
  /^[a-z0-9-]+:\w+$|^[A-Z]+ \//.test(label) ? `\`${label}\`` : escapePipes(label);

const sectionText = ({ name, title, about, labels, rows }: DecidedSection): string => {
  const columns = rows[0]?.cells.map(({ column }) => column) ?? [];
  // A label that no row uses would be an empty column.
  const used = labels.map((_, index) => rows.some((row) => row.labels[index] !== ""));
  const pick = (texts: readonly string[]) => texts.filter((_, index) => used[index]);
  const headings = [...pick(labels), ...columns];
  return [
    `## ${title}`,
    `${about} (\`--section ${name}\`)`,
    [
      line(headings),
      line(headings.map(() => "---")),
      ...rows.map((row) => line([...pick(row.labels).map(labelText), ...row.cells.map(cellText)])),
    ].join("\n"),
  ].join("\n\n");
};

const introduction = (stack: string): string => `# Who may do what

<!-- Made by \`npm run --silent access -- --markdown > docs/access.md\`; a change by hand is lost. -->

Every cell is one request, decided by the very policies that the stack \`${stack}\` deploys: identity policies, permissions
boundaries, session policies, and the policies of buckets, keys and roles. The stack's program is evaluated without a cloud, and
[iam-simulate](https://github.com/cloud-copilot/iam-simulate) decides as IAM does. A test compares this document with
what the policies say today, so a change of access is a change here, to be seen in review.

- **allow** is followed by every statement that allows it.
- deny is followed by the statements that deny it. Where none does, AWS denies what nothing allows: then the policy that
  lacks a statement is named, if it is only one.
- A request comes by TLS 1.3 with a fresh signature and without MFA, unless the row says otherwise. An upload
  asks for encryption only where the row says so.
- What only an organisation could add (service control policies), and object locks, are not policies of the stack and are left
  out: both can only deny more.

\`npm run access\` shows the same on a terminal; \`--section NAME\` one part, \`--stack NAME\` another stack,
\`--json\` every request with all of its condition keys.`;

/** The matrix as a Markdown document; the same for the same policies, wherever and whenever it is made. */
export const markdown = (stack: string, sections: readonly DecidedSection[]): string =>
  [introduction(stack), ...sections.map(sectionText)].join("\n\n");
