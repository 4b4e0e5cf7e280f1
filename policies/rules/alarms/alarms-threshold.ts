import { resourceRule } from "../../framework/rule";
import type { Values } from "../../framework/values";

/** Metrics in percent, by the names that AWS gives them: `CPUUtilization`, `CacheHitRate`, `PercentIOLimit`. */
const isPercent = (metric: string): boolean => /Utilization$|Percent|HitRate$/.test(metric);

/** Statistics of which no metric of AWS's counts falls below zero. */
const countsUp = (statistic: string): boolean => statistic === "SampleCount" || statistic === "Sum";

/** What is wrong with comparing one metric with a threshold; undefined where it can be reached. */
const unreachable = (alarm: Values, threshold: number, most: number): string | undefined => {
  const operator = alarm.text("comparisonOperator") ?? "";
  const metric = alarm.text("metricName") ?? "";
  const ofAws = (alarm.text("namespace") ?? "").startsWith("AWS/");
  if (/^GreaterThan(?:OrEqualTo)?Threshold$/.test(operator)) {
    const strict = operator === "GreaterThanThreshold";
    if (ofAws && isPercent(metric) && (strict ? threshold >= 100 : threshold > 100))
      return `waits for ${metric}, a percentage, to be above ${threshold}`;
    if (threshold > most) return `waits for more than ${threshold}, which nothing reaches`;
  }
  if (/^LessThan(?:OrEqualTo)?Threshold$/.test(operator)) {
    const strict = operator === "LessThanThreshold";
    const never = strict ? threshold <= 0 : threshold < 0;
    if (never && (ofAws ? isPercent(metric) || countsUp(alarm.text("statistic") ?? "") : threshold < -most))
      return `waits for ${metric} to be below ${threshold}, and it is never less than 0`;
  }
  return undefined;
};

export const rule = resourceRule(__filename, {
  what: "An alarm's threshold can be reached",
  why: "an alarm that never goes off looks like a system in which nothing goes wrong",
  fix: "Set threshold to a value that the metric has when something is wrong, and comparisonOperator to the side on which that is",
  controls: [],
  document: {
    title: "Amazon CloudWatch User Guide, Using Amazon CloudWatch alarms",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Alarms.html",
  },
  severity: "medium",
  level: "mandatory",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
  parameters: {
    most: {
      type: "integer",
      default: 1_000_000_000_000_000,
      description: "The highest value that any metric of the team's may have; 1e15 bytes are a petabyte",
    },
  },
  *check({ inputs }, { parameters: { most } }) {
    const threshold = inputs.number("threshold");
    if (threshold === undefined) return;
    const wrong = unreachable(inputs, threshold, most);
    if (wrong !== undefined) yield wrong;
    const [periods, datapoints] = [inputs.number("evaluationPeriods"), inputs.number("datapointsToAlarm")];
    if (periods !== undefined && datapoints !== undefined && datapoints > periods)
      yield `waits for ${datapoints} of ${periods} periods to be wrong`;
  },
});
