import type { Resource } from "../types";
import type { Unseen } from "../unseen";
import { constrainedBy, constraints } from "./constraints";

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");

/**
 * An alarm about one metric says which, over which time and how; one about `metricQueries` says none of it (documentation of
 * `aws.cloudwatch.MetricAlarm`, `metricQueries`).
 */
const alarmProblems = (given: (name: string) => boolean): string[] => {
  const own = ["metricName", "namespace", "period", "statistic"];
  if (given("metricQueries")) {
    const both = own.filter(given);
    return both.length === 0 ? [] : [`${quoted(both)} cannot be given with 'metricQueries'`];
  }
  const missing = own.filter((name) => !given(name) && !(name === "statistic" && given("extendedStatistic")));
  return missing.length === 0 ? [] : [`${quoted(missing)} must be given where there are no 'metricQueries'`];
};

const problems = (type: string, given: (name: string) => boolean): string[] => {
  const { conflicts = [], exactlyOne = [], atLeastOne = [] } = constraints[type] ?? {};
  return [
    ...conflicts.filter((names) => names.every(given)).map((names) => `${quoted(names)} exclude each other`),
    ...exactlyOne
      .filter((names) => names.filter(given).length !== 1)
      .map((names) => `exactly one of ${quoted(names)} must be given`),
    ...atLeastOne.filter((names) => !names.some(given)).map((names) => `one of ${quoted(names)} must be given`),
    ...(type === "aws:cloudwatch/metricAlarm:MetricAlarm" ? alarmProblems(given) : []),
  ];
};

/**
 * What AWS's provider refuses before it asks AWS, as far as its documentation tells: its preview would end there, and the
 * rest of the stack would not be seen. What is required is refused by the SDK itself. `npm run policies:data`
 * makes the list.
 */
export const refusals = ({ resources }: { readonly resources: readonly Resource[] }): Unseen[] =>
  resources
    .filter(({ custom, external = false }) => custom && !external)
    .flatMap(({ urn, type, inputs }) =>
      problems(type, (name) => inputs[name] !== undefined && inputs[name] !== null).map(
        (problem): Unseen => ({
          kind: "resource",
          cause: `The provider refuses it: ${problem} (documentation of ${constrainedBy}).`,
          resource: urn,
          remedy: "Correct its arguments: a preview would end here.",
        }),
      ),
    );
