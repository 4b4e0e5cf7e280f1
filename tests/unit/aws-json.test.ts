import { AwsError } from "../../functions/aws/errors";
import { jsonService } from "../../functions/aws/json";
import { fakeHttp } from "../support/fake-http";
import { headerSignature } from "../support/sigv4";
import { thrownBy } from "../support/thrown";

afterEach(() => jest.restoreAllMocks());

const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey, sessionToken: "token" };
const dynamo = jsonService("dynamodb", "eu-central-1", credentials, {});
const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const given = (authorization = "") => /Signature=([0-9a-f]{64})$/.exec(authorization)?.[1];

test("an operation is one signed request of DynamoDB's protocol, and its answer is read", async () => {
  const sent = fakeHttp(() => json({ Count: 1, Items: [{ caller: { S: "ü" } }] }));
  const answer = await dynamo("Query", { TableName: "uploads", Key: "ü 😀" });
  expect(answer).toEqual({ Count: 1, Items: [{ caller: { S: "ü" } }] });
  const request = sent.first();
  expect(request).toMatchObject({
    method: "POST",
    url: "https://dynamodb.eu-central-1.amazonaws.com/",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.Query",
      "x-amz-security-token": "token",
    },
    body: '{"TableName":"uploads","Key":"ü 😀"}',
  });
  expect(request.headers.authorization).toContain("/eu-central-1/dynamodb/aws4_request");
  expect(request.headers.authorization).toMatch(/SignedHeaders=[^,]*x-amz-target/);
  expect(headerSignature(request, secretAccessKey)).toBe(given(request.headers.authorization));
});

test("EventBridge speaks another version of it, under a name of its own", async () => {
  const sent = fakeHttp(() => json({ FailedEntryCount: 0 }));
  await jsonService("events", "eu-central-1", credentials, {})("PutEvents", { Entries: [] });
  expect(sent.first()).toMatchObject({
    url: "https://events.eu-central-1.amazonaws.com/",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSEvents.PutEvents" },
  });
});

test("an endpoint that the environment names is used", async () => {
  const sent = fakeHttp(() => json({}));
  const environment = { AWS_ENDPOINT_URL_DYNAMODB: "https://127.0.0.1:4566" };
  await jsonService("dynamodb", "eu-central-1", credentials, environment)("Query", {});
  expect(sent.first().url).toBe("https://127.0.0.1:4566/");
});

test.each(["", "null", "[]", "7", "<html>"])("an answer of %j holds nothing, and is no failure", async (text) => {
  fakeHttp(() => new Response(text));
  expect(await dynamo("TransactWriteItems", {})).toEqual({});
});

const failure = async (answer: () => Response) => {
  fakeHttp(answer);
  const error = await thrownBy(() => dynamo("Query", {}));
  expect(error).toBeInstanceOf(AwsError);
  return error instanceof AwsError ? { status: error.status, code: error.code, message: error.message } : error;
};

test.each([
  ["with its namespace", "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"],
  ["alone", "ConditionalCheckFailedException"],
])("an error keeps DynamoDB's own code, given %s", async (_, type) => {
  expect(await failure(() => json({ __type: type, message: "The conditional request failed" }, 400))).toEqual({
    status: 400,
    code: "ConditionalCheckFailedException",
    message: "ConditionalCheckFailedException: The conditional request failed",
  });
});

test("an error's message is read in capitals too, as for a refused session", async () => {
  expect(
    await failure(() => json({ __type: "x#AccessDeniedException", Message: "not authorized" }, 400)),
  ).toMatchObject({
    message: "AccessDeniedException: not authorized",
  });
});

test("an error that is no JSON is named after its status, and only its beginning is kept", async () => {
  expect(await failure(() => new Response("x".repeat(10_000), { status: 502 }))).toEqual({
    status: 502,
    code: "Http502",
    message: `Http502: ${"x".repeat(200)}`,
  });
  expect(await failure(() => json({ __type: 7 }, 503))).toMatchObject({ status: 503, code: "Http503" });
});
