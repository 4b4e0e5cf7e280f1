import type { Graph, Resource } from "../graph/evaluate";
import { compileFilterPattern } from "../sandbox/audit/filter-pattern/compile";

/** A record of CloudTrail, as far as the tests look into it. */
export type TrailRecord = Readonly<Record<string, unknown>>;

/** An alarm on the trail's records, as the graph deploys it. */
export interface TrailAlarm {
  /** The alarm's name in the catalogue. */
  readonly id: string;
  readonly patterns: readonly string[];
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Whether any of its filters counts a record. */
  readonly counts: (record: TrailRecord) => boolean;
}

const filtersOf = (graph: Graph, id: string): Resource[] =>
  graph.resources.filter(
    ({ type, inputs }) =>
      type.endsWith(":LogMetricFilter") && (inputs.metricTransformation as { readonly name: string }).name === id,
  );

/** The alarms of a graph that have metric filters, by name: the order of a graph is not always the same. */
export const trailAlarms = (graph: Graph): TrailAlarm[] =>
  graph.resources
    .filter(({ type, inputs }) => type.endsWith(":MetricAlarm") && String(inputs.namespace).startsWith("Coffer/"))
    .map(({ inputs }) => {
      const id = String(inputs.metricName);
      const patterns = filtersOf(graph, id).map((filter) => String(filter.inputs.pattern));
      const filters = patterns.map((pattern) => compileFilterPattern(pattern));
      return {
        id,
        patterns,
        threshold: Number(inputs.threshold),
        periodSeconds: Number(inputs.period),
        counts: (record: TrailRecord) => filters.some((filter) => filter.test(JSON.stringify(record))),
      };
    })
    .sort((a, b) => a.id.localeCompare(b.id, "en"));

/** Whether an alarm fires on these records: by period, as CloudWatch adds up a metric. */
export const fires = (alarm: TrailAlarm, records: readonly TrailRecord[]): boolean => {
  const counted = new Map<number, number>();
  for (const record of records.filter(alarm.counts)) {
    const period = Math.floor(Date.parse(String(record.eventTime)) / 1000 / alarm.periodSeconds);
    counted.set(period, (counted.get(period) ?? 0) + 1);
  }
  return [...counted.values()].some((count) => count >= alarm.threshold);
};
