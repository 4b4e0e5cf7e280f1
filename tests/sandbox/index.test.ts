import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { upload } from "../../client/transfer";
import { eventually } from "../support/eventually";
import { type Member, memberOf, rootSettings, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();
let uploader: Member;
let dynamodb: DynamoDBClient;
let table: string;
beforeAll(async () => {
  uploader = await memberOf(sandbox.get(), "uploader");
  dynamodb = new DynamoDBClient(await rootSettings(sandbox.get()));
  table = sandbox.get().deployment.outputs.indexTable;
});

const itemsOf = async (key: string) => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: "#key = :key",
      ExpressionAttributeNames: { "#key": "key" },
      ExpressionAttributeValues: { ":key": { S: key } },
      ConsistentRead: true,
    }),
  );
  return Items.map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)])),
  );
};

test("an upload is recorded", async () => {
  const { key } = await upload(uploader.api, "first grüße 世界.txt", Buffer.from("first"));
  const [item] = await eventually(
    () => itemsOf(key),
    (items) => items[0]?.readyAt !== undefined,
  );
  expect(item).toMatchObject({ key, kind: "object", size: 5, uploadedBy: "alice" });
});
