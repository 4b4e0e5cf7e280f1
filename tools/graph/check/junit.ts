import type { Builder } from "junit-report-builder";
import * as report from "junit-report-builder";
import type { Finding } from "../../../policies/framework/rule";
import { levelOf, type Outcome, weakenedText } from "../../../policies/framework/run";
import { unseenText } from "../unseen";
import type { ReportContext } from "./report-context";

const isBuilder = (value: unknown): value is Builder =>
  typeof value === "object" && value !== null && "newBuilder" in value;

/** The package's types say `default`; its CommonJS module is the builder itself. */
const newBuilder = (): Builder => {
  const loaded: unknown = report;
  return (isBuilder(loaded) ? loaded : report.default).newBuilder();
};

const line = ({ resource, message }: Finding): string => `${resource.name} ${message}`;

/**
 * What a check found, as JUnit XML: a suite a rule, a case a finding. What is accepted, or not known yet, is skipped; a
 * rule with nothing to say is one case that passed.
 */
export const junitReport = (outcome: Outcome, { rules, settings, locate, unseen }: ReportContext): string => {
  const builder = newBuilder().name("coffer-policies");
  for (const rule of rules) {
    const suite = builder.testSuite().name(rule.id);
    const caseOf = (finding: Finding) =>
      suite.testCase().className(rule.id).name(line(finding)).file(locate(finding.resource).file);
    const own = <F>(list: readonly F[], of: (one: F) => Finding) => list.filter((one) => of(one).rule === rule);
    const [violations, unknown, accepted] = [
      own(outcome.violations, (finding) => finding),
      own(outcome.unknown, (finding) => finding),
      own(outcome.accepted, ({ finding }) => finding),
    ];
    for (const finding of violations)
      caseOf(finding)
        .failure(`${line(finding)}. ${rule.fix}.`, levelOf(rule, settings))
        .stacktrace(`${rule.fix}.\n${rule.what}: ${rule.why}.\n${finding.resource.urn}`);
    for (const finding of unknown) caseOf(finding).skipped().standardOutput("Not known yet.");
    for (const { finding, exception } of accepted)
      caseOf(finding).skipped().standardOutput(`Accepted until ${exception.expires}: ${exception.reason}`);
    const weakened = outcome.weakened.find((one) => one.rule === rule);
    if (weakened?.level === "disabled") {
      suite
        .testCase()
        .className(rule.id)
        .name(rule.what)
        .skipped()
        .standardOutput(`${weakenedText(weakened)}.`);
      continue;
    }
    if (violations.length + unknown.length + accepted.length === 0) suite.testCase().className(rule.id).name(rule.what);
  }
  const exceptions = builder.testSuite().name("exceptions");
  for (const problem of outcome.problems) exceptions.testCase().className("exceptions").name(problem).failure(problem);
  if (outcome.problems.length === 0) exceptions.testCase().className("exceptions").name("Every exception counts");
  const seen = builder.testSuite().name("seen");
  for (const one of unseen)
    seen
      .testCase()
      .className("seen")
      .name(one.resource ?? one.kind)
      .error(unseenText(one), one.kind);
  if (unseen.length === 0) seen.testCase().className("seen").name("The program was seen whole");
  return builder.build();
};
