import {
  CloudWatchClient,
  type ComparisonOperator,
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
  type StandardUnit,
  type Statistic,
} from "@aws-sdk/client-cloudwatch";
import type { Handler, Remover } from "../handler";
import type { Inputs } from "../inputs";

const dimensionsOf = (inputs: Inputs) =>
  Object.entries(inputs.map("dimensions")).map(([Name, Value]) => ({ Name, Value }));

const queryOf = (query: Inputs) => {
  const metric = query.optionalObject("metric");
  return {
    Id: query.text("id"),
    Expression: query.optionalText("expression"),
    Label: query.optionalText("label"),
    Period: query.optionalNumber("period"),
    ReturnData: query.optionalBoolean("returnData"),
    AccountId: query.optionalText("accountId"),
    MetricStat: metric && {
      Metric: {
        Namespace: metric.optionalText("namespace"),
        MetricName: metric.text("metricName"),
        Dimensions: dimensionsOf(metric),
      },
      Period: metric.number("period"),
      Stat: metric.text("stat"),
      Unit: metric.optionalText("unit") as StandardUnit | undefined,
    },
  };
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/metricalarm */
export const handler: Handler = async ({ resource, inputs, accountId, name, client }) => {
  const queries = inputs.objects("metricQueries").map(queryOf);
  await client(CloudWatchClient).send(
    new PutMetricAlarmCommand({
      AlarmName: name(),
      AlarmDescription: inputs.optionalText("alarmDescription"),
      ActionsEnabled: inputs.optionalBoolean("actionsEnabled"),
      AlarmActions: inputs.texts("alarmActions"),
      OKActions: inputs.texts("okActions"),
      InsufficientDataActions: inputs.texts("insufficientDataActions"),
      Namespace: inputs.optionalText("namespace"),
      MetricName: inputs.optionalText("metricName"),
      Dimensions: dimensionsOf(inputs),
      Statistic: inputs.optionalText("statistic") as Statistic | undefined,
      ExtendedStatistic: inputs.optionalText("extendedStatistic"),
      Unit: inputs.optionalText("unit") as StandardUnit | undefined,
      Period: inputs.optionalNumber("period"),
      EvaluationPeriods: inputs.number("evaluationPeriods"),
      DatapointsToAlarm: inputs.optionalNumber("datapointsToAlarm"),
      Threshold: inputs.optionalNumber("threshold"),
      ThresholdMetricId: inputs.optionalText("thresholdMetricId"),
      ComparisonOperator: inputs.text("comparisonOperator") as ComparisonOperator,
      TreatMissingData: inputs.optionalText("treatMissingData"),
      EvaluateLowSampleCountPercentile: inputs.optionalText("evaluateLowSampleCountPercentiles"),
      ...(queries.length > 0 ? { Metrics: queries } : {}),
    }),
  );
  const arn = `arn:aws:cloudwatch:${resource.region}:${accountId}:alarm:${name()}`;
  return { id: name(), outputs: { name: name(), arn } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(CloudWatchClient).send(new DeleteAlarmsCommand({ AlarmNames: [id] }));
};
