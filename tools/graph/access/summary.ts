import { actionClass, actionClasses } from "./action-classes";
import type { DecidedCell, DecidedSection } from "./matrix";

/** One decided request, as the summary groups it. */
interface Line {
  readonly section: string;
  readonly who: string;
  readonly does: string;
  /** What it is done to, and the circumstances, if they matter. */
  readonly on: string;
  readonly given: string;
  readonly allowed: boolean;
  readonly because: string;
}

/** What is ordinary or tested apart; it would only repeat a line of the summary. */
const ordinary = /encryption|^TLS|signature|identity|fresh MFA/;

const lineOf = (section: string, labels: readonly string[], cell: DecidedCell): Line => {
  const { action } = cell.question;
  // The label of an API route or of a caller who assumes a role says what is asked; elsewhere the action does.
  const [on = "", ...given] = labels[0] === action ? labels.slice(1) : labels;
  return {
    section,
    who: cell.column,
    does: actionClass(action),
    on,
    given: given.filter((label) => label !== "" && !ordinary.test(label)).join(", "),
    allowed: cell.allowed,
    because: cell.because,
  };
};

const linesOf = (sections: readonly DecidedSection[]): Line[] =>
  sections.flatMap(({ name, rows }) =>
    rows.flatMap(({ labels, cells }) => cells.map((cell) => lineOf(name, labels, cell))),
  );

const escapePipes = (text: string): string => text.replaceAll("|", "\\|");

const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heading, heading.map(() => "---"), ...rows.map((row) => row.map(escapePipes))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

type Group = [Line, ...Line[]];

/** Lines by a text that is made of them, in the order in which the texts first come. */
const groupBy = (lines: readonly Line[], by: (line: Line) => string): Group[] => {
  const groups = new Map<string, Group>();
  for (const line of lines) {
    const group = groups.get(by(line));
    if (group === undefined) groups.set(by(line), [line]);
    else group.push(line);
  }
  return [...groups.values()];
};

const classOrder = (a: Line, b: Line): number => actionClasses.indexOf(a.does) - actionClasses.indexOf(b.does);

/** Places, each once, with its circumstances in brackets. */
const placesOf = (lines: readonly Line[]): string =>
  groupBy(lines, ({ on }) => on)
    .map((same) => {
      const circumstances = unique(same.map(({ given }) => given)).filter((given) => given !== "");
      return `${same[0].on}${circumstances.length === 0 ? "" : ` (${circumstances.join("; ")})`}`;
    })
    .join("; ");

/** The statements, shorter: `identity: ReadPrefix; boundary: UsePrefix`. */
const statementsOf = (because: string): string =>
  because.replaceAll("identity policy", "identity").replaceAll("permissions boundary", "boundary");

/** The rows of one caller. Kinds of action with the same places and the same statements share a row. */
const rowsOf = (who: string, own: readonly Line[]): string[][] => {
  const rows = new Map<string, { readonly does: string[]; readonly cells: readonly string[] }>();
  for (const same of groupBy([...own].sort(classOrder), ({ does, because }) => `${does} ${because}`)) {
    const [{ does, because }] = same;
    const cells = [placesOf(same), statementsOf(because)];
    const row = rows.get(cells.join()) ?? { does: [], cells };
    rows.set(cells.join(), { ...row, does: [...row.does, does] });
  }
  return [...rows.values()].map(({ does, cells }) => [who, does.join(", "), ...cells]);
};

/** Each caller, what it can do, where, and the statements that allow it. */
const allowedTable = (lines: readonly Line[]): string =>
  table(
    ["who", "can", "where", "allowed by"],
    groupBy(lines, ({ who }) => who).flatMap((own) => rowsOf(own[0].who, own)),
  );

const administratorName = "Account administrator";
const isAdministrator = ({ who }: { readonly who: string }): boolean => who === administratorName;

/** Whom a statement denied something; many by their number. */
const deniedTo = (lines: readonly Line[]): string => {
  const names = unique(lines.map(({ who }) => who));
  if (names.length <= 5) return names.join("; ");
  return `${names.length} of the callers asked${lines.some(isAdministrator) ? ", the account's administrator too" : ""}`;
};

/** Each statement that denies something, what, and to whom. */
const denialTable = (lines: readonly Line[]): string => {
  const denials = lines
    .filter(({ allowed }) => !allowed)
    .flatMap((line) =>
      line.because.split("; ").flatMap((policy) => {
        const [kind = "", statements = ""] = policy.split(": ");
        return statements.split(", ").map((statement) => ({ ...line, because: `${kind}: ${statement}` }));
      }),
    )
    .filter(({ because }) => /: \w+$/.test(because));
  // Statements that deny the same to the same callers share a row.
  const rows = new Map<string, { readonly statements: string[]; readonly cells: readonly string[] }>();
  for (const same of groupBy(denials, ({ because }) => because)) {
    const cells = [unique([...same].sort(classOrder).map(({ does }) => does)).join("; "), deniedTo(same)];
    const [kind = "", statement = ""] = same[0].because.split(": ");
    const key = [kind, ...cells].join();
    rows.set(key, { statements: [...(rows.get(key)?.statements ?? [`${kind}:`]), statement], cells });
  }
  return table(
    ["statement", "denies", "to"],
    [...rows.values()].map(({ statements: [kind = "", ...names], cells }) => [`${kind} ${names.join(", ")}`, ...cells]),
  );
};

/** Sections that ask again, with other headers or a session policy, what another section shows. */
const repeated = ["encryption", "signing"];

const people = ["assuming", "api-routes", "objects", "other-buckets"];

/**
 * The matrix as a page that a person reads: what is allowed, by caller, kind of action and place, and which statements
 * deny. The same for the same policies, wherever and whenever it is made.
 */
export const summary = (stack: string, sections: readonly DecidedSection[]): string => {
  const lines = linesOf(sections);
  const shown = lines.filter(({ allowed, section }) => allowed && !repeated.includes(section));
  const persons = unique(lines.filter(({ section }) => people.includes(section)).map(({ who }) => who));
  const parts = [
    ["People", "The roles that people assume.", shown.filter(({ who }) => persons.includes(who))],
    [
      "Functions and services",
      "The roles that the system runs as, and AWS services. A presigner signs for one caller at a time: a session policy " +
        "limits it to that caller's own places (`--section signing`).",
      shown.filter((line) => !persons.includes(line.who) && !isAdministrator(line)),
    ],
    [
      "The account's administrator",
      "An IAM user with AdministratorAccess. No policy of the stack limits it except where a bucket, key or topic policy says so.",
      shown.filter(isAdministrator),
    ],
  ] as const;
  return `${[
    "# Who can do what",
    "<!-- Made by `npm run docs`. A change by hand is lost. -->",
    `This page summarises ${lines.length} requests, decided by the policies that the stack \`${stack}\` deploys. The stack's ` +
      "program is evaluated without a cloud, and [iam-simulate](https://github.com/cloud-copilot/iam-simulate) decides as IAM does. " +
      "[access-matrix.tsv](access-matrix.tsv) lists every request with its decision; a test compares it with the policies. " +
      "`npm run access` prints the requests of any stack (`--stack`, `--section`, `--json`), and `npm run access -- --markdown` this page.",
    "What is not listed as allowed is denied. Service control policies and object locks are not included: they can only deny more. " +
      "Every request uses TLS 1.3, a fresh signature and, for uploads, the right encryption, unless the table says otherwise.",
    ...parts.flatMap(([title, about, own]) => (own.length === 0 ? [] : [`## ${title}`, about, allowedTable(own)])),
    "## Statements that deny",
    "These hold whatever other policies allow. All other denials come from the absence of a statement that allows the request.",
    denialTable(lines),
  ].join("\n\n")}\n`;
};
