import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  DynamoDBClient,
  DynamoDBServiceException,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { openLedger, type Upload } from "../../functions/api/ledger";
import { AwsError } from "../../functions/aws/errors";
import type { JsonCall } from "../../functions/aws/json";
import { rootSettings, useSandbox } from "../support/sandbox";

const sandbox = useSandbox();

/** The emulator's DynamoDB, by AWS's SDK: it refuses expressions that DynamoDB would not take. */
const dynamodb = async (): Promise<{ call: JsonCall; destroy: () => void }> => {
  const client = new DynamoDBClient(await rootSettings(sandbox.get()));
  const send = (operation: string, input: object): Promise<object> => {
    if (operation === "UpdateItem") return client.send(new UpdateItemCommand(input as UpdateItemCommandInput));
    if (operation === "TransactWriteItems")
      return client.send(new TransactWriteItemsCommand(input as TransactWriteItemsCommandInput));
    if (operation === "BatchGetItem") return client.send(new BatchGetItemCommand(input as BatchGetItemCommandInput));
    if (operation === "Query") return client.send(new QueryCommand(input as QueryCommandInput));
    throw new Error(`the ledger does not ask for ${operation}`);
  };
  const call: JsonCall = async (operation, input) => {
    try {
      return { ...(await send(operation, input)) };
    } catch (error) {
      if (error instanceof DynamoDBServiceException)
        throw new AwsError(400, error.name, error.message, undefined, { ...error });
      throw error;
    }
  };
  return { call, destroy: () => client.destroy() };
};

test("of 400 requests that race for 1,000 places, 200 of five get in, and what is closed makes room again", async () => {
  const { call, destroy } = await dynamodb();
  const table = sandbox.get().deployment.outputs.indexTable.replace(/index$/, "api-uploads");
  const rules = { openUploads: 1000, perSecond: 50, burst: 100_000, perRequest: 10, resumeDays: 3 };
  const ledger = openLedger({ call, table, caller: "racer", rules, now: Date.now });
  const at = Math.floor(Date.now() / 1000);
  const until = at + 3 * 86_400;
  const five = (request: number): Upload[] =>
    Array.from({ length: 5 }, (_, index) => ({
      id: `r${request}n${index}`,
      key: `uploads/racer/${request}/${index}`,
      size: 1,
      overwrite: false,
      at,
      until,
    }));
  const admitted = await Promise.all(Array.from({ length: 20 }, () => ledger.admit(5)));
  expect(new Set(admitted)).toEqual(new Set(["admitted"]));
  const began = Date.now();
  const entered = await Promise.all(Array.from({ length: 400 }, (_, request) => ledger.open(five(request))));
  process.stderr.write(`race: ${entered.filter(Boolean).length} of 400 in ${Date.now() - began} ms\n`);
  expect(entered.filter(Boolean)).toHaveLength(200);
  const list = async (): Promise<number> => (await ledger.list({ limit: 1000 })).uploads.length;
  expect(await list()).toBe(1000);
  expect(await ledger.admit(1)).toEqual({ inProgress: 1000 });

  const [first] = (await ledger.list({ limit: 1 })).uploads;
  if (first === undefined) throw new Error("nothing is in progress");
  const outcome = { aborted: first.key };
  expect(await Promise.all([ledger.close(first, outcome), ledger.close(first, outcome)])).toEqual([outcome, outcome]);
  expect(await ledger.admit(2)).toEqual({ inProgress: 999 });
  expect(await ledger.admit(1)).toBe("admitted");
  destroy();
}, 120_000);
