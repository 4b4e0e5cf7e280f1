import { alarmType, emitted, filtersBehind, type Metric, metricId, watchedBy } from "../../alarms/metrics";
import { stackRule } from "../../framework/rule";
import { NotKnownYet } from "../../framework/values";

export const rule = stackRule(__filename, {
  what: "An alarm on a metric of the stack's own filters watches one that a filter emits",
  why: "CloudWatch takes any name: an alarm on a metric that does not exist is made without a word, and never goes off",
  fix: "Give the alarm the namespace, name and dimensions of the filter's metricTransformation, or list the metric in elsewhere",
  controls: [],
  document: {
    title: "Amazon CloudWatch User Guide, Metrics concepts",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html",
  },
  severity: "high",
  level: "mandatory",
  parameters: {
    elsewhere: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Metrics, as namespace/name, that programs put into a namespace of the filters themselves",
    },
  },
  types: [alarmType],
  *check(alarm, { index, parameters: { elsewhere } }) {
    const behind = filtersBehind(alarm, index);
    const here = alarm.place.text("region");
    for (const { name, place } of behind)
      if (place.text("region") !== here)
        yield `watches the metric of ${name}, which is in ${place.text("region")}, and is in ${here}`;
    if (behind.length > 0) return;
    const { all, ids, open } = emitted(index);
    for (const metric of watchedBy(alarm)) {
      const id = metricId(metric);
      if (elsewhere.includes(id)) continue;
      const same = all.filter((one) => one.namespace === metric.namespace);
      if (same.length === 0 || same.some((one) => isSame(one, metric))) continue;
      if (open) throw new NotKnownYet("what some metric filter emits");
      const elsewhereOnly = same.filter((one) => metricId(one) === id && one.region !== metric.region);
      if (elsewhereOnly.some((one) => isSame({ ...one, region: metric.region }, metric)))
        yield `watches ${id} in ${metric.region}, which is emitted in ${elsewhereOnly[0]?.region}`;
      else if (ids.has(id)) yield `watches ${id} with ${named(metric.dimensions)}, which no filter emits so`;
      else yield `watches ${id}, which no metric filter emits`;
    }
  },
});

const isSame = (one: Metric, other: Metric): boolean =>
  one.region === other.region &&
  metricId(one) === metricId(other) &&
  one.dimensions.join("\n") === other.dimensions.join("\n");

const named = (dimensions: readonly string[]): string =>
  dimensions.length === 0 ? "no dimensions" : `the dimensions ${dimensions.join(", ")}`;
