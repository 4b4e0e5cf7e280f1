import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/loggroup */
export const handler: Handler = async ({ resource, inputs, accountId, name, client }) => {
  const logs = client(CloudWatchLogsClient);
  const logGroupName = name();
  await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId: inputs.optionalText("kmsKeyId") }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: inputs.number("retentionInDays") }));
  const arn = `arn:aws:logs:${resource.region}:${accountId}:log-group:${logGroupName}`;
  return { id: logGroupName, outputs: { name: logGroupName, arn } };
};

export const remove: Remover = async ({ id, client }) => {
  await client(CloudWatchLogsClient).send(new DeleteLogGroupCommand({ logGroupName: id }));
};
