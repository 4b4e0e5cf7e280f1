import { notKnown } from "../../../policies/framework/values";
import { both, resource, set, testRule } from "../../support/policies";

const at = "MetricAlarm errors";
const reaches = (comparisonOperator: string, threshold: unknown, more: object = {}) =>
  both(...Object.entries({ comparisonOperator, threshold, ...more }).map(([name, value]) => set(at, name, value)));
const wrong = (message: string, ...given: Parameters<typeof reaches>) => ({ change: reaches(...given), at, message });
const cpu = { namespace: "AWS/RDS", metricName: "CPUUtilization", statistic: "Average" };
const own = { namespace: "Acme", metricName: "Balance" };

testRule("alarms-threshold", {
  compliant: [
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", {
      namespace: "AWS/Lambda",
      metricName: "Errors",
      statistic: "Sum",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    }),
  ],
  violations: {
    "more than anything": wrong("waits for more than 1e+300, which nothing reaches", "GreaterThanThreshold", 1e300),
    "more than anything, as text": wrong(
      "waits for more than 9000000000000000, which nothing reaches",
      "GreaterThanOrEqualToThreshold",
      "9000000000000000",
    ),
    "more than a whole": wrong(
      "waits for CPUUtilization, a percentage, to be above 100",
      "GreaterThanThreshold",
      100,
      cpu,
    ),
    "more than a whole, or as much": wrong(
      "waits for CPUUtilization, a percentage, to be above 101",
      "GreaterThanOrEqualToThreshold",
      101,
      cpu,
    ),
    "less than nothing": wrong("waits for Errors to be below 0, and it is never less than 0", "LessThanThreshold", 0),
    "less than nothing, or as little": wrong(
      "waits for Errors to be below -1, and it is never less than 0",
      "LessThanOrEqualToThreshold",
      -1,
    ),
    "a percentage below nothing": wrong(
      "waits for CPUUtilization to be below 0, and it is never less than 0",
      "LessThanThreshold",
      0,
      cpu,
    ),
    "more periods than there are": {
      change: set(at, "datapointsToAlarm", 4),
      at,
      message: "waits for 4 of 3 periods to be wrong",
    },
    "more than the team ever has": {
      ...wrong("waits for more than 2000, which nothing reaches", "GreaterThanThreshold", 2000),
      parameters: { most: 1000 },
    },
  },
  harmless: {
    "nearly a whole": reaches("GreaterThanThreshold", 99, cpu),
    "a whole": reaches("GreaterThanOrEqualToThreshold", 100, cpu),
    "none at all": reaches("LessThanOrEqualToThreshold", 0),
    "a metric of the team's below zero": reaches("LessThanThreshold", 0, own),
    "a metric of the team's of more than 100": reaches("GreaterThanThreshold", 500, {
      ...own,
      metricName: "PoolUtilization",
    }),
    "a metric of AWS's that may be below zero": reaches("LessThanThreshold", 0, {
      metricName: "Surplus",
      statistic: "Average",
    }),
    "by anomaly": both(set(at, "threshold", undefined), set(at, "thresholdMetricId", "ad1")),
  },
  unknown: { "the threshold": { change: set(at, "threshold", notKnown), at } },
});
