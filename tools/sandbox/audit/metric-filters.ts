import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  type MetricFilter as Description,
  paginateDescribeMetricFilters,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Clients } from "./clients";
import { compileFilterPattern } from "./filter-pattern/compile";
import type { FilterPattern } from "./filter-pattern/pattern";
import { observe, type Transformation } from "./filter-pattern/transformation";

/** A deployed metric filter. */
export interface MetricFilter {
  readonly name: string;
  /** The log group that it is on. */
  readonly group: string;
  readonly pattern: FilterPattern;
  readonly transformations: readonly Transformation[];
}

const MINUTE_MS = 60_000;
/** PutMetricData takes a thousand. */
const DATA_PER_CALL = 500;

const toFilter = ({
  filterName = "",
  logGroupName = "",
  filterPattern = "",
  metricTransformations = [],
}: Description): MetricFilter => ({
  name: filterName,
  group: logGroupName,
  pattern: compileFilterPattern(filterPattern),
  transformations: metricTransformations.map(
    ({ metricName = "", metricNamespace = "", metricValue = "", ...rest }) => ({
      metricName,
      metricNamespace,
      metricValue,
      ...(rest.defaultValue === undefined ? {} : { defaultValue: rest.defaultValue }),
      ...(rest.dimensions === undefined ? {} : { dimensions: rest.dimensions }),
      ...(rest.unit === undefined ? {} : { unit: rest.unit }),
    }),
  ),
});

/** Asks the emulator for the metric filters of a log group. */
const filtersOf = async (clients: Clients, region: string, logGroupName: string): Promise<MetricFilter[]> => {
  const filters: MetricFilter[] = [];
  const pages = paginateDescribeMetricFilters({ client: clients.get(CloudWatchLogsClient, region) }, { logGroupName });
  for await (const { metricFilters = [] } of pages) filters.push(...metricFilters.map(toFilter));
  return filters;
};

/** What one filter publishes for messages; `spoken` remembers in which minute each has said anything. */
export const metricData = (
  filter: MetricFilter,
  transformation: Transformation,
  messages: readonly string[],
  now: number,
  spoken: Map<string, number>,
): MetricDatum[] => {
  const { metricName, unit = "None", defaultValue } = transformation;
  const datum = (Value: number, dimensions: Readonly<Record<string, string>> = {}): MetricDatum => ({
    MetricName: metricName,
    Timestamp: new Date(now),
    Value,
    Unit: unit as NonNullable<MetricDatum["Unit"]>,
    Dimensions: Object.entries(dimensions).map(([Name, text]) => ({ Name, Value: text })),
  });
  const found = messages.flatMap((message) => observe(filter.pattern, transformation, message) ?? []);
  const minute = Math.floor(now / MINUTE_MS);
  const id = `${filter.group} ${filter.name}`;
  const silent = spoken.get(id) !== minute;
  if (found.length > 0 || silent) spoken.set(id, minute);
  if (found.length > 0) return found.map(({ value, dimensions }) => datum(value, dimensions));
  return defaultValue !== undefined && silent ? [datum(defaultValue)] : [];
};

/**
 * Feeds the emulator's metrics by the metric filters that are deployed on log groups. Values are published at once and
 * not by the minute; a default value at most once a minute, and only if nothing has matched in it before.
 */
export const openMetricFilters = (clients: Clients, now: () => number = Date.now) => {
  const spoken = new Map<string, number>();
  return async (
    group: { readonly name: string; readonly region: string },
    messages: readonly string[],
  ): Promise<void> => {
    const filters = await filtersOf(clients, group.region, group.name);
    const byNamespace = new Map<string, MetricDatum[]>();
    for (const filter of filters)
      for (const transformation of filter.transformations) {
        const known = byNamespace.get(transformation.metricNamespace) ?? [];
        known.push(...metricData(filter, transformation, messages, now(), spoken));
        byNamespace.set(transformation.metricNamespace, known);
      }
    const cloudWatch = clients.get(CloudWatchClient, group.region);
    for (const [Namespace, data] of byNamespace)
      for (let begin = 0; begin < data.length; begin += DATA_PER_CALL)
        await cloudWatch.send(
          new PutMetricDataCommand({ Namespace, MetricData: data.slice(begin, begin + DATA_PER_CALL) }),
        );
  };
};
