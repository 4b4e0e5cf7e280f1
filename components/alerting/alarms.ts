import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Owner, refuse } from "../internal/argument-errors";
import {
  type AlarmId,
  alarms,
  type LogAlarmId,
  logAlarms,
  type ServiceAlarmId,
  serviceAlarms,
} from "./alarm-catalogue";
import type { AlertScope } from "./alarm-definition";
import { longestPattern } from "./alarm-definition";

/** What an alarm may be tuned to. */
export interface AlarmTuning {
  /** How often within the period it takes to raise it, 1 to 1,000,000. Default: the alarm's own, in docs/audit.md. */
  readonly threshold?: number;
  /** The period in seconds, in whole minutes, 60 to 86,400. Default: the alarm's own. */
  readonly periodSeconds?: number;
}

/** An alarm's own switch and figures: `false` leaves it out. */
export type AlarmOverrides = { readonly [id in AlarmId]?: false | AlarmTuning };

/** What all alarms of one component share. */
export interface AlarmSettings {
  readonly owner: Owner;
  readonly environment: string;
  /** What every physical name begins with, ending in a hyphen. */
  readonly prefix: string;
  /** The metrics' namespace. */
  readonly namespace: string;
  readonly overrides: AlarmOverrides;
  readonly topicArns: readonly pulumi.Input<string>[];
}

/** What the alarms on the trail are made of. */
export interface LogAlarmSource {
  readonly logGroupName: pulumi.Input<string>;
  readonly scope: pulumi.Output<AlertScope>;
  /** How many filters an alarm has. It is known before the scope's names are. */
  readonly filters: (id: LogAlarmId) => number;
}

/** What the person reads who is woken by it: CloudWatch sends the description along. */
export const descriptionOf = (id: AlarmId, environment: string, dashboard: string): string => {
  const { happened, matters, look } = alarms[id];
  const where = look === "dashboard" ? `the dashboard ${dashboard}` : `the saved query coffer/${environment}/${look}`;
  return `${happened} ${matters} Look first: ${where}; then docs/runbooks/${id}.md.`;
};

const makeAlarm = (
  name: string,
  physicalName: string,
  id: AlarmId,
  metric: Pick<aws.cloudwatch.MetricAlarmArgs, "namespace" | "metricName" | "dimensions" | "statistic">,
  { environment, prefix, overrides, topicArns }: AlarmSettings,
  options: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm => {
  const { threshold, periodSeconds } = { ...alarms[id], ...(overrides[id] || {}) };
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      name: physicalName,
      alarmDescription: descriptionOf(id, environment, `${prefix}overview`),
      ...metric,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold,
      period: periodSeconds,
      evaluationPeriods: 1,
      // These metrics are there only while something happens: silence is good.
      treatMissingData: "notBreaching",
      alarmActions: [...topicArns],
    },
    options,
  );
};

/** Refuses names that would make a pattern longer than CloudWatch takes. */
const checked = (owner: Owner, id: LogAlarmId, text: string): string =>
  text.length <= longestPattern
    ? text
    : refuse(
        owner,
        "readers, listers, keys, buckets",
        `${text.length} characters for ${id}`,
        `fewer or shorter names, for CloudWatch takes ${longestPattern}`,
      );

/** An alarm on the trail's records with the filters that count them, unless it is switched off. */
export const logAlarm = (
  name: string,
  id: LogAlarmId,
  { logGroupName, scope, filters: count }: LogAlarmSource,
  settings: AlarmSettings,
  options: pulumi.CustomResourceOptions,
) => {
  if (settings.overrides[id] === false) return undefined;
  const { owner, prefix, namespace } = settings;
  const texts = scope.apply((known) => logAlarms[id].patterns(known).map((text) => checked(owner, id, text)));
  const filters = Array.from({ length: count(id) }, (_, index) => {
    const suffix = index === 0 ? id : `${id}-${index + 1}`;
    return new aws.cloudwatch.LogMetricFilter(
      `${name}-${suffix}`,
      {
        name: `${prefix}${suffix}`,
        logGroupName,
        pattern: texts.apply((known) => known[index] ?? ""),
        // Without a default value: each hour in which a metric has one is paid for.
        metricTransformation: { name: id, namespace, value: "1" },
      },
      options,
    );
  });
  const metric = { namespace, metricName: id, statistic: "Sum" };
  const own = `${name}-${id}`;
  const alarm = makeAlarm(own, `${prefix}${id}`, id, metric, settings, { ...options, dependsOn: filters });
  return { filters, alarm };
};

/** An alarm on a service's metric for each thing that has one, such as every queue; none if it is switched off. */
export const serviceAlarm = (
  name: string,
  id: ServiceAlarmId,
  things: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>,
  settings: AlarmSettings,
  options: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm[] => {
  if (settings.overrides[id] === false) return [];
  const { namespace, metricName, statistic } = serviceAlarms[id];
  return Object.entries(things).map(([thing, dimensions]) => {
    const suffix = thing === "" ? id : `${id}-${thing}`;
    const metric = { namespace, metricName, statistic, dimensions: { ...dimensions } };
    return makeAlarm(`${name}-${suffix}`, `${settings.prefix}${suffix}`, id, metric, settings, options);
  });
};
