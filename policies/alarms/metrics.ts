import type { PackResource } from "../framework/resource";
import type { StackIndex } from "../framework/stack-index";
import { NotKnownYet, type Values } from "../framework/values";

export const filterType = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
export const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** A metric as a filter emits it or an alarm watches it. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** The names of its dimensions: CloudWatch takes the same metric with others for another one. */
  readonly dimensions: readonly string[];
  /** Where it is, if that is said: a metric is of one region. */
  readonly region: string | undefined;
}

const metricOf = (name: string | undefined, values: Values, place: Values): readonly Metric[] => {
  const namespace = values.text("namespace");
  if (name === undefined || namespace === undefined) return [];
  return [{ namespace, name, dimensions: [...values.keys("dimensions")].sort(), region: place.text("region") }];
};

/** What a filter emits; nothing if it does not say. */
export const emittedBy = ({ inputs, place }: PackResource): readonly Metric[] =>
  inputs.many("metricTransformation").flatMap((made) => metricOf(made.text("name"), made, place));

/** What an alarm watches: one metric, or those of its expressions. */
export const watchedBy = ({ inputs, place }: PackResource): readonly Metric[] => [
  ...metricOf(inputs.text("metricName"), inputs, place),
  ...inputs
    .many("metricQueries")
    .flatMap((query) => query.many("metric"))
    .flatMap((metric) => metricOf(metric.text("metricName"), metric, place)),
];

export const metricId = ({ namespace, name }: Metric): string => `${namespace}/${name}`;

/** The filters that an alarm's metric comes from by dependency. */
export const filtersBehind = (alarm: PackResource, index: StackIndex): readonly PackResource[] =>
  ["metricName", "metricQueries"].flatMap((property) => index.from(alarm, property, filterType).targets);

/** All metrics of one side of the chain, and whether some are not known yet. */
export interface Metrics {
  readonly ids: ReadonlySet<string>;
  readonly all: readonly Metric[];
  readonly open: boolean;
}

/** A reading of the whole stack, made once for each index. */
const oncePerStack = <T>(read: (index: StackIndex) => T): ((index: StackIndex) => T) => {
  const made = new WeakMap<StackIndex, { readonly value: T }>();
  return (index) => {
    const found = made.get(index) ?? { value: read(index) };
    made.set(index, found);
    return found.value;
  };
};

const collect = (resources: readonly PackResource[], read: (one: PackResource) => readonly Metric[]): Metrics => {
  const all: Metric[] = [];
  let open = false;
  for (const resource of resources) {
    try {
      all.push(...read(resource));
    } catch (error) {
      if (!(error instanceof NotKnownYet)) throw error;
      open = true;
    }
  }
  return { all, ids: new Set(all.map(metricId)), open };
};

/** What the filters of the stack emit. */
export const emitted = oncePerStack((index) => collect(index.ofType(filterType), emittedBy));

/** What the alarms of the stack watch; `filters` are those that an alarm names by dependency. */
export const watched = oncePerStack((index) => {
  const alarms = index.ofType(alarmType);
  return {
    ...collect(alarms, (alarm) => (filtersBehind(alarm, index).length > 0 ? [] : watchedBy(alarm))),
    filters: new Set(alarms.flatMap((alarm) => filtersBehind(alarm, index))),
  };
});
