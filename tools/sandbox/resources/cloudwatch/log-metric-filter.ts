import {
  CloudWatchLogsClient,
  DeleteMetricFilterCommand,
  PutMetricFilterCommand,
  type StandardUnit,
} from "@aws-sdk/client-cloudwatch-logs";
import { ProgramError } from "../../../graph/program-error";
import { compileFilterPattern } from "../../audit/filter-pattern/compile";
import type { Handler, Remover } from "../handler";

/**
 * https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/logmetricfilter
 *
 * The emulator keeps the filter, and the audit relay (tools/sandbox/audit/) applies it. It takes any text for a pattern; here
 * one that CloudWatch Logs would not take stops the deployment, as there.
 */
export const handler: Handler = async ({ resource, inputs, name, client }) => {
  const pattern = inputs.text("pattern");
  compileFilterPattern(pattern);
  const transformation = inputs.object("metricTransformation");
  const defaultValue = transformation.optionalText("defaultValue");
  const dimensions = transformation.map("dimensions");
  if (defaultValue !== undefined && Object.keys(dimensions).length > 0)
    throw new ProgramError(`${resource.name}: a metric filter has a default value or dimensions, not both.`);
  await client(CloudWatchLogsClient).send(
    new PutMetricFilterCommand({
      logGroupName: inputs.text("logGroupName"),
      filterName: name(),
      filterPattern: pattern,
      applyOnTransformedLogs: inputs.optionalBoolean("applyOnTransformedLogs"),
      metricTransformations: [
        {
          metricName: transformation.text("name"),
          metricNamespace: transformation.text("namespace"),
          metricValue: transformation.text("value"),
          defaultValue: defaultValue === undefined ? undefined : Number(defaultValue),
          dimensions,
          unit: transformation.optionalText("unit") as StandardUnit | undefined,
        },
      ],
    }),
  );
  return { id: name(), outputs: { name: name() } };
};

export const remove: Remover = async ({ id, input, client }) => {
  await client(CloudWatchLogsClient).send(
    new DeleteMetricFilterCommand({ logGroupName: input("logGroupName"), filterName: id }),
  );
};
