import { type Accepted, ExceptionBook, readExceptions } from "./exceptions";
import type { Finding, Level, Rule } from "./rule";
import type { StackIndex } from "./stack-index";

/** How one rule is tuned. */
export interface RuleSettings {
  readonly level?: Level | "disabled";
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface Settings {
  /** By rule id. */
  readonly rules?: Readonly<Record<string, RuleSettings>>;
  /** A list of exceptions, as the user wrote it. */
  readonly exceptions?: unknown;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

export interface Outcome {
  readonly violations: readonly Finding[];
  readonly unknown: readonly Finding[];
  readonly accepted: readonly Accepted[];
  /** What is wrong with the exceptions: expired, unmatched or malformed. */
  readonly problems: readonly string[];
}

export const levelOf = (rule: Rule, settings: Pick<Settings, "rules">): Level | "disabled" =>
  settings.rules?.[rule.id]?.level ?? rule.level;

/** Runs rules over a stack. */
export const runRules = (rules: readonly Rule[], index: StackIndex, settings: Settings): Outcome => {
  const { exceptions, problems } = readExceptions(settings.exceptions, {
    rules: new Set(rules.map(({ id }) => id)),
    today: settings.today,
  });
  const book = new ExceptionBook(exceptions);
  const outcome = { violations: [] as Finding[], unknown: [] as Finding[], accepted: [] as Accepted[] };
  for (const rule of rules) {
    if (levelOf(rule, settings) === "disabled") continue;
    for (const finding of rule.run(index, settings.rules?.[rule.id]?.parameters ?? {})) {
      const exception = book.accepts(finding);
      if (finding.verdict === "unknown") outcome.unknown.push(finding);
      else if (exception !== undefined) outcome.accepted.push({ finding, exception });
      else outcome.violations.push(finding);
    }
  }
  return { ...outcome, problems: [...problems, ...book.unmatched(index.resources[0]?.urn)] };
};
