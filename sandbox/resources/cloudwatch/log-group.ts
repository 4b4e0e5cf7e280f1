import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Handler } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/loggroup */
export const handler: Handler = async ({ resource, inputs, accountId, name, client }) => {
  const logs = client(CloudWatchLogsClient);
  const logGroupName = name();
  await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId: inputs.optionalText("kmsKeyId") }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: inputs.number("retentionInDays") }));
  const arn = `arn:aws:logs:${resource.region}:${accountId}:log-group:${logGroupName}`;
  return { id: logGroupName, outputs: { name: logGroupName, arn } };
};
