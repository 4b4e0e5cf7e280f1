import { emittedBy, filterType, metricId, watched } from "../../alarms/metrics";
import { stackRule } from "../../framework/rule";
import { NotKnownYet } from "../../framework/values";

export const rule = stackRule(__filename, {
  what: "Every metric filter has an alarm on its metric",
  why: "a filter counts what somebody wanted to hear of, and without an alarm nobody does",
  fix: "Add an aws.cloudwatch.MetricAlarm with the filter's namespace and metric name, or accept it for a dashboard",
  controls: [],
  document: {
    title: "Amazon CloudWatch Logs User Guide, Filter pattern syntax",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html",
  },
  severity: "medium",
  level: "advisory",
  types: [filterType],
  *check(filter, { index }) {
    const { ids, filters, open } = watched(index);
    if (filters.has(filter)) return;
    for (const metric of emittedBy(filter)) {
      if (ids.has(metricId(metric))) continue;
      if (open) throw new NotKnownYet("what some alarm watches");
      yield `emits ${metricId(metric)}, which no alarm watches`;
    }
  },
});
