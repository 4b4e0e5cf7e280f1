import { toNumber } from "./comparison";
import type { FilterPattern } from "./pattern";

/** What a metric filter publishes; the fields are those of the API's `MetricTransformation`. */
export interface Transformation {
  readonly metricName: string;
  readonly metricNamespace: string;
  /** A number, or the field that holds it, such as `$.latency` or `$bytes`. */
  readonly metricValue: string;
  /** Published while events come and none matches. @default nothing is */
  readonly defaultValue?: number;
  /** Fields by the name of the dimension; one that an event does not have is left out. */
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly unit?: string;
}

/** One value for a metric. */
export interface Observation {
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What a matching message adds to the metric; nothing if it does not match, or its field is no number. */
export const observe = (
  { test, value }: FilterPattern,
  { metricValue, dimensions = {} }: Transformation,
  message: string,
): Observation | undefined => {
  if (!test(message)) return undefined;
  const found = metricValue.startsWith("$") ? value(message, metricValue) : metricValue;
  const number = typeof found === "string" ? toNumber(found) : found;
  if (number === undefined) return undefined;
  const known = Object.entries(dimensions).flatMap(([name, reference]) => {
    const text = value(message, reference);
    return text === undefined ? [] : [[name, String(text)] as const];
  });
  return { value: number, dimensions: Object.fromEntries(known) };
};
