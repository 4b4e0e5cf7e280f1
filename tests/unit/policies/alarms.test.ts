import { notKnown } from "../../../policies/framework/values";
import { goodAlarm, topicArn } from "../../support/alarm-fixtures";
import { add, both, drop, from, resource, set, testRule } from "../../support/policies";

const topic = resource("aws:sns/topic:Topic", "alerts", { arn: topicArn });
const composite = (alarmRule: unknown) =>
  resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "all", { alarmRule, alarmActions: [topicArn] });
const silent = set("MetricAlarm errors", "alarmActions", []);

testRule("alarms-actions", {
  compliant: [topic, goodAlarm("errors", { name: "acme-errors" })],
  violations: {
    "no actions": {
      change: set("MetricAlarm errors", "alarmActions", undefined),
      at: "MetricAlarm errors",
      message: "tells nobody when it goes off",
    },
    "an empty list": { change: silent, at: "MetricAlarm errors", message: "tells nobody when it goes off" },
    "a topic's name in place of its ARN": {
      change: both(set("MetricAlarm errors", "alarmActions", [topicArn, "alerts"])),
      at: "MetricAlarm errors",
      message: "has the action alerts, which is no ARN",
    },
    "nothing but a topic's name": {
      change: set("MetricAlarm errors", "alarmActions", ["alerts"]),
      at: "MetricAlarm errors",
      message: "has the action alerts, which is no ARN",
    },
    "actions switched off": {
      change: set("MetricAlarm errors", "actionsEnabled", false),
      at: "MetricAlarm errors",
      message: "has its actions switched off",
    },
    "only when all is well": {
      change: both(silent, set("MetricAlarm errors", "okActions", [topicArn])),
      at: "MetricAlarm errors",
      message: "tells nobody when it goes off",
    },
    "a composite alarm of other alarms": {
      change: both(silent, add(composite("ALARM(acme-errors-2)"))),
      at: "MetricAlarm errors",
      message: "tells nobody when it goes off",
    },
    "a composite alarm itself": {
      change: both(add(composite("ALARM(acme-errors)")), set("CompositeAlarm all", "alarmActions", [])),
      at: "CompositeAlarm all",
      message: "tells nobody when it goes off",
    },
  },
  harmless: {
    "part of a composite alarm": both(silent, add(composite("ALARM(acme-errors) OR ALARM(other)"))),
    "part of one, in quotes": both(silent, add(composite('ALARM("acme-errors")'))),
    "part of one, by dependency": both(silent, add(composite(from("MetricAlarm errors")))),
    "a topic that is still to be made": set("MetricAlarm errors", "alarmActions", from("Topic alerts")),
  },
  unknown: {
    "the actions": { change: set("MetricAlarm errors", "alarmActions", notKnown), at: "MetricAlarm errors" },
    "whether they are on": { change: set("MetricAlarm errors", "actionsEnabled", notKnown), at: "MetricAlarm errors" },
    "what a composite alarm is made of": { change: both(silent, add(composite(notKnown))), at: "MetricAlarm errors" },
  },
});

const chain = [
  resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "errors", {
    logGroupName: "trail",
    pattern: "ERROR",
    metricTransformation: { name: "errors", namespace: "Acme", value: "1" },
  }),
  goodAlarm("errors", { alarmActions: [topicArn] }),
];
const unwatched = (change: ReturnType<typeof set>) => ({
  change,
  at: "LogMetricFilter errors",
  message: "emits Acme/errors, which no alarm watches",
});
const byQuery = both(
  set("MetricAlarm errors", "metricName", undefined),
  set("MetricAlarm errors", "namespace", undefined),
  set("MetricAlarm errors", "metricQueries", [
    { id: "rate", expression: "m / 60", returnData: true },
    { id: "m", metric: { metricName: "errors", namespace: "Acme", period: 60, stat: "Sum" } },
  ]),
);
const byDependency = set("MetricAlarm errors", "metricName", from("LogMetricFilter errors"));

testRule("alarms-filter-watched", {
  compliant: chain,
  violations: {
    "no alarm": unwatched(drop("MetricAlarm errors")),
    "an alarm on another name": unwatched(set("MetricAlarm errors", "metricName", "Errors")),
    "an alarm in another namespace": unwatched(set("MetricAlarm errors", "namespace", "Other")),
  },
  harmless: { "an alarm on an expression": byQuery, "an alarm by dependency": byDependency },
  unknown: {
    "what an alarm watches": {
      change: set("MetricAlarm errors", "metricName", notKnown),
      at: "LogMetricFilter errors",
    },
    "what the filter emits": {
      change: set("LogMetricFilter errors", "metricTransformation", notKnown),
      at: "LogMetricFilter errors",
    },
  },
});

const dead = (change: ReturnType<typeof set>, message: string) => ({ change, at: "MetricAlarm errors", message });

testRule("alarms-metric-emitted", {
  compliant: chain,
  violations: {
    "another name": dead(
      set("MetricAlarm errors", "metricName", "error"),
      "watches Acme/error, which no metric filter emits",
    ),
    "a filter that was renamed": dead(
      set("LogMetricFilter errors", "metricTransformation.name", "failures"),
      "watches Acme/errors, which no metric filter emits",
    ),
    "dimensions that the filter does not give": dead(
      set("MetricAlarm errors", "dimensions", { Bucket: "main" }),
      "watches Acme/errors with the dimensions Bucket, which no filter emits so",
    ),
    "dimensions that the alarm leaves out": dead(
      set("LogMetricFilter errors", "metricTransformation.dimensions", { Bucket: "$.bucket" }),
      "watches Acme/errors with no dimensions, which no filter emits so",
    ),
    "another name in an expression": dead(
      both(byQuery, set("MetricAlarm errors", "metricQueries.1.metric.metricName", "error")),
      "watches Acme/error, which no metric filter emits",
    ),
    "a metric of a program that nobody listed": {
      ...dead(set("MetricAlarm errors", "metricName", "uploads"), "watches Acme/uploads, which no metric filter emits"),
      parameters: { elsewhere: ["Acme/downloads"] },
    },
  },
  harmless: {
    "no namespace, which CloudWatch refuses": set("MetricAlarm errors", "namespace", undefined),
    "a service's metric": set("MetricAlarm errors", "namespace", "AWS/Lambda"),
    "a metric of a program": {
      change: set("MetricAlarm errors", "metricName", "uploads"),
      parameters: { elsewhere: ["Acme/uploads"] },
    },
    "an expression": byQuery,
    "a dependency": byDependency,
  },
  unknown: {
    "what it watches": { change: set("MetricAlarm errors", "metricName", notKnown), at: "MetricAlarm errors" },
    "what another filter emits": {
      change: both(
        set("MetricAlarm errors", "metricName", "uploads"),
        add({
          ...resource(chain[0]?.type ?? "", "other"),
          inputs: { metricTransformation: { name: notKnown, namespace: "Acme" } },
        }),
      ),
      at: "MetricAlarm errors",
    },
  },
});

const target = (rule: unknown) => resource("aws:cloudwatch/eventTarget:EventTarget", "notice", { rule, arn: topicArn });
const withoutTarget = (change: ReturnType<typeof set>) => ({
  change,
  at: "EventRule notice",
  message: "has no target",
});

testRule("alarms-rule-target", {
  compliant: [resource("aws:cloudwatch/eventRule:EventRule", "notice", { name: "acme-notice" }), target("acme-notice")],
  violations: {
    "no target": withoutTarget(drop("EventTarget notice")),
    "another rule's target": withoutTarget(set("EventTarget notice", "rule", "acme-other")),
    "another rule's target, and the rule is on": withoutTarget(
      both(set("EventTarget notice", "rule", "acme-other"), set("EventRule notice", "state", "ENABLED")),
    ),
  },
  harmless: {
    "a rule that is off": both(drop("EventTarget notice"), set("EventRule notice", "state", "DISABLED")),
    "a rule that is off, as it was said before": both(
      drop("EventTarget notice"),
      set("EventRule notice", "isEnabled", false),
    ),
    "a preview": set("EventTarget notice", "rule", from("EventRule notice")),
  },
  unknown: {
    "whose target it is": { change: set("EventTarget notice", "rule", notKnown), at: "EventRule notice" },
    "whether it is on": { change: set("EventRule notice", "state", notKnown), at: "EventRule notice" },
  },
});
