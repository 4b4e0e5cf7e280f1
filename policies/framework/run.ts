import { type Accepted, ExceptionBook, readExceptions } from "./exceptions";
import { attempt } from "./failure";
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
  /** Refuses exceptions for every resource of a type, and rules that are switched off or made advisory. */
  readonly refuseWide?: boolean;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

export interface Outcome {
  readonly violations: readonly Finding[];
  readonly unknown: readonly Finding[];
  /** The rules that threw, and at which resource. */
  readonly failed: readonly Finding[];
  readonly accepted: readonly Accepted[];
  /** What the settings take away from the pack: rules that are off, and mandatory ones that are advisory. */
  readonly weakened: readonly Weakened[];
  /** What is wrong with the exceptions and levels: expired, unmatched, malformed, or too wide where that is refused. */
  readonly problems: readonly string[];
}

export const levelOf = (rule: Rule, settings: Pick<Settings, "rules">): Level | "disabled" =>
  settings.rules?.[rule.id]?.level ?? rule.level;

/** A rule that the settings make less than it is. */
export interface Weakened {
  readonly rule: Rule;
  readonly level: "advisory" | "disabled";
}

const weakenedBy = (rules: readonly Rule[], settings: Settings): readonly Weakened[] =>
  rules.flatMap((rule) => {
    const level = levelOf(rule, settings);
    return level !== "mandatory" && level !== rule.level ? [{ rule, level }] : [];
  });

/** Of a rule that the settings weaken, in words. */
export const weakenedText = ({ rule, level }: Weakened): string =>
  level === "disabled" ? `${rule.id} is switched off` : `${rule.id} is advisory, and not mandatory`;

/** Runs rules over a stack. */
export const runRules = (rules: readonly Rule[], index: StackIndex, settings: Settings): Outcome => {
  const { exceptions, problems } = readExceptions(settings.exceptions, {
    rules: new Set(rules.map(({ id }) => id)),
    today: settings.today,
  });
  const book = new ExceptionBook(exceptions);
  const findings = { violations: [] as Finding[], unknown: [] as Finding[], failed: [] as Finding[] };
  const outcome = { ...findings, accepted: [] as Accepted[] };
  for (const rule of rules) {
    if (levelOf(rule, settings) === "disabled") continue;
    const run = () => rule.run(index, settings.rules?.[rule.id]?.parameters ?? {});
    for (const finding of attempt(rule, run, index.resources[0])) {
      const exception = finding.verdict === "failed" ? undefined : book.accepts(finding);
      if (finding.verdict === "unknown") outcome.unknown.push(finding);
      else if (finding.verdict === "failed") outcome.failed.push(finding);
      else if (exception !== undefined) outcome.accepted.push({ finding, exception });
      else outcome.violations.push(finding);
    }
  }
  const weakened = weakenedBy(rules, settings);
  const refused = settings.refuseWide
    ? [...book.tooWide(), ...weakened.map((one) => `${weakenedText(one)}, and that is refused. Set its level back.`)]
    : [];
  return { ...outcome, weakened, problems: [...problems, ...book.unmatched(index.resources[0]?.urn), ...refused] };
};
