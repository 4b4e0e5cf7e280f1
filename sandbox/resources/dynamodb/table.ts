import {
  type BillingMode,
  CreateTableCommand,
  DynamoDBClient,
  type ScalarAttributeType,
  type TableClass,
  UpdateContinuousBackupsCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import type { Handler } from "../handler";

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
  return { id: TableName, outputs: { name: TableName, arn: TableDescription?.TableArn ?? "" } };
};
