import {
  type BillingMode,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  type ScalarAttributeType,
  type TableClass,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import type { Handler, Remover } from "../handler";

/** https://www.pulumi.com/registry/packages/aws/api-docs/dynamodb/table */
export const handler: Handler = async ({ inputs, name, client }) => {
  const dynamodb = client(DynamoDBClient);
  const TableName = name();
  const rangeKey = inputs.optionalText("rangeKey");
  const encryption = inputs.optionalObject("serverSideEncryption");
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: inputs.text("billingMode") as BillingMode,
      TableClass: inputs.optionalText("tableClass") as TableClass | undefined,
      AttributeDefinitions: inputs.objects("attributes").map((attribute) => ({
        AttributeName: attribute.text("name"),
        AttributeType: attribute.text("type") as ScalarAttributeType,
      })),
      KeySchema: [
        { AttributeName: inputs.text("hashKey"), KeyType: "HASH" },
        ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" } as const]),
      ],
      DeletionProtectionEnabled: inputs.optionalBoolean("deletionProtectionEnabled"),
      SSESpecification: encryption && {
        Enabled: encryption.boolean("enabled"),
        SSEType: "KMS",
        KMSMasterKeyId: encryption.optionalText("kmsKeyArn"),
      },
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 30, minDelay: 1 }, { TableName });
  const recovery = inputs.optionalObject("pointInTimeRecovery");
  if (recovery)
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled: recovery.boolean("enabled"),
          RecoveryPeriodInDays: recovery.optionalNumber("recoveryPeriodInDays"),
        },
      }),
    );
  const ttl = inputs.optionalObject("ttl");
  if (ttl)
    await dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: ttl.text("attributeName"), Enabled: ttl.boolean("enabled") },
      }),
    );
  return { id: TableName, outputs: { name: TableName, arn: TableDescription?.TableArn ?? "" } };
};

export const remove: Remover = async ({ id, client }) => {
  const dynamodb = client(DynamoDBClient);
  await dynamodb.send(new DeleteTableCommand({ TableName: id }));
  await waitUntilTableNotExists({ client: dynamodb, maxWaitTime: 30, minDelay: 1 }, { TableName: id });
};
