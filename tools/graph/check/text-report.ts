import * as colors from "picocolors";
import type { Finding } from "../../../policies/framework/rule";
import { levelOf, type Outcome, type Settings, type Weakened } from "../../../policies/framework/run";
import { type Unseen, unseenText } from "../unseen";

/** At most 80, so that lines stay readable; a pipe has no width. */
const columns = Math.max(40, Math.min(80, process.stdout.columns ?? 80));

/** Breaks a text between words, so that every line fits; a word that is longer than a line stays whole. */
export const wrap = (text: string, indent: string): string => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => indent + one).join("\n");
};

type Groups = ReadonlyMap<string, readonly Finding[]>;

const groupedBy = (findings: readonly Finding[], keyOf: (finding: Finding) => string): Groups => {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(keyOf(finding), [...(groups.get(keyOf(finding)) ?? []), finding]);
  return groups;
};

const severities = ["critical", "high", "medium", "low"];

const worstFirst = (settings: Settings) => {
  const rank = ({ rule }: Finding): number =>
    (levelOf(rule, settings) === "mandatory" ? 0 : 10) + severities.indexOf(rule.severity);
  return (a: Finding, b: Finding): number => rank(a) - rank(b);
};

const heading = ({ name, token }: Finding["resource"]): string => {
  const fits = name.length + 2 + token.length <= columns;
  return `${colors.bold(name)}${fits ? "" : "\n"}  ${colors.dim(token)}`;
};

const printFinding = (finding: Finding, level: string): string[] => {
  const { rule, message } = finding;
  const mark = level === "mandatory" ? colors.red("✗") : colors.yellow("!");
  return [
    `  ${mark} ${wrap(`${rule.fix}.`, "    ").trimStart()}`,
    wrap(`It ${message}. ${rule.why.charAt(0).toUpperCase()}${rule.why.slice(1)}.`, "    "),
    colors.dim(wrap([`${rule.id}, ${level}, ${rule.severity}`, ...rule.controls].join(" · "), "    ")),
  ];
};

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

/** The rules that the settings take away, by what became of them. */
const printWeakened = (weakened: readonly Weakened[]): string[] => {
  const section = (level: Weakened["level"], title: string): string[] => {
    const ids = weakened.filter((one) => one.level === level).map(({ rule }) => rule.id);
    return ids.length === 0 ? [] : [colors.bold(`${title}: ${ids.length}`), wrap(ids.join(", "), "  "), ""];
  };
  return [...section("disabled", "Rules switched off"), ...section("advisory", "Mandatory rules made advisory")];
};

/** What a check found, for people: by resource, what to do first. No line is wider than 80 columns, but for URNs. */
export const printOutcome = (
  outcome: Outcome,
  given: {
    readonly settings: Settings;
    readonly resources: number;
    readonly rules: number;
    /** Resource types that the graph does not know. */
    readonly foreign: readonly string[];
    readonly others: readonly string[];
    readonly unseen: readonly Unseen[];
    /** What the evaluation had to assume. */
    readonly notes: readonly string[];
  },
): string => {
  const { settings, resources, rules, foreign, others, unseen, notes } = given;
  const lines: string[] = [];
  for (const findings of groupedBy(outcome.violations, ({ resource }) => resource.urn).values()) {
    const [first] = findings;
    if (first !== undefined) lines.push(heading(first.resource));
    for (const finding of [...findings].sort(worstFirst(settings)))
      lines.push(...printFinding(finding, levelOf(finding.rule, settings)), "");
  }
  if (outcome.accepted.length > 0) {
    lines.push(colors.bold("Accepted"));
    for (const { finding, exception } of outcome.accepted) {
      const { rule, resource, message } = finding;
      lines.push(wrap(`${rule.id}: ${resource.name} ${message}.`, "  "));
      lines.push(wrap(`Until ${exception.expires}: ${exception.reason}`, "    "));
    }
    lines.push("");
  }
  if (outcome.unknown.length > 0) {
    lines.push(colors.bold("Not known yet"));
    for (const [rule, findings] of groupedBy(outcome.unknown, ({ rule }) => rule.id)) {
      const about = findings.map(({ resource, message }) => `${resource.name} (${message})`).join(", ");
      lines.push(wrap(`${rule} cannot decide about ${about}.`, "  "));
    }
    lines.push("");
  }
  lines.push(...printWeakened(outcome.weakened));
  if (outcome.problems.length > 0) {
    lines.push(colors.bold("Exceptions"));
    for (const problem of outcome.problems) lines.push(wrap(problem, "  "));
    lines.push("");
  }
  if (foreign.length > 0) {
    lines.push(colors.bold("Ids and ARNs made up"));
    lines.push(wrap("What else AWS would answer for these types is not known here.", "  "));
    for (const type of foreign) lines.push(`    ${type}`);
    lines.push("");
  }
  if (others.length > 0) {
    lines.push(colors.bold("Not judged: other providers"));
    lines.push(wrap(others.join(", "), "  "), "");
  }
  if (notes.length > 0) {
    lines.push(colors.bold("Assumed"));
    for (const note of notes) lines.push(wrap(note, "  "));
    lines.push("");
  }
  if (unseen.length > 0) {
    lines.push(colors.bold(colors.red("Could not be judged")));
    for (const one of unseen) lines.push(wrap(unseenText(one), "  "));
    lines.push("");
  }
  const off = outcome.weakened.filter(({ level }) => level === "disabled").length;
  const mandatory = outcome.violations.filter(({ rule }) => levelOf(rule, settings) === "mandatory").length;
  lines.push(
    wrap(
      [
        `${count(resources, "resource")}, ${count(rules, "rule")}: ${mandatory} mandatory`,
        `${outcome.violations.length - mandatory} advisory`,
        `${outcome.accepted.length} accepted`,
        ...(off === 0 ? [] : [`${count(off, "rule")} switched off`]),
        `${outcome.unknown.length} not known yet${unseen.length === 0 ? "" : `, ${unseen.length} could not be judged`}.`,
      ].join(", "),
      "",
    ),
  );
  return lines.join("\n");
};

/** Whether a deployment would be refused: a mandatory violation, or an exception that does not hold. */
export const isRefused = (outcome: Outcome, settings: Settings): boolean =>
  outcome.problems.length > 0 || outcome.violations.some(({ rule }) => levelOf(rule, settings) === "mandatory");

/** 2 if something was not seen whole, whatever was found; 1 if a deployment would be refused; 0 otherwise. */
export const exitStatus = (outcome: Outcome, settings: Settings, unseen: readonly Unseen[]): 0 | 1 | 2 => {
  if (unseen.length > 0) return 2;
  return isRefused(outcome, settings) ? 1 : 0;
};
