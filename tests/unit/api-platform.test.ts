import { environmentNames } from "../../functions/api/config";
import { openLedger } from "../../functions/api/ledger";
import { lambdaPlatform, type Platform } from "../../functions/api/platform";
import { sessionPolicy } from "../../functions/api/privilege-policies";
import { AwsError } from "../../functions/aws/errors";
import { config, environment } from "../support/api-config";
import { fakeHttp, type Sent } from "../support/fake-http";
import { objectList } from "../support/s3-answers";
import { headerSignature } from "../support/sigv4";
import { thrownBy } from "../support/thrown";

const functionSecret = "functionSecret";
const before = { ...process.env };
let platform: Platform;

beforeAll(() => {
  const { region, ...named } = environment;
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_ENDPOINT_URL")) delete process.env[name];
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: "ASIAFUNCTION",
    AWS_SECRET_ACCESS_KEY: functionSecret,
    AWS_SESSION_TOKEN: "function token",
    [environmentNames.bucket]: named.bucket,
    [environmentNames.keyArn]: named.keyArn,
    [environmentNames.presignerArn]: named.presignerArn,
    [environmentNames.uploadsTableArn]: named.uploadsTableArn,
    [environmentNames.recorderArn]: named.recorderArn,
  });
  platform = lambdaPlatform(openLedger);
});
afterAll(() => {
  process.env = before;
});
afterEach(() => jest.restoreAllMocks());

/** STS gives each session a key of its own, named after who it is for; S3 and DynamoDB have nothing. */
const aws = ({ url, body }: Sent): Response => {
  if (url.includes("//s3.") || url.includes(".s3.")) return new Response(objectList([]));
  if (url.includes("//dynamodb.")) return new Response('{"Count":0,"Items":[]}');
  const name = new URLSearchParams(body).get("RoleSessionName");
  return new Response(
    `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${name}</AccessKeyId><SecretAccessKey>secret of ${name}</SecretAccessKey><SessionToken>token of ${name}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  );
};
const signedBy = ({ headers }: Sent) => /Credential=([^/]+)\//.exec(headers.authorization ?? "")?.[1];
const toSts = (sent: readonly Sent[]) => sent.filter(({ url }) => url.includes("//sts."));

test("whoever calls gets a session in its own name, narrowed to itself, and it is kept", async () => {
  const { sent } = fakeHttp(aws);
  const first = await platform.access("write", config, "carol");
  expect(await platform.access("write", config, "carol")).toBe(first);
  expect(first.until).toEqual(new Date("2099-01-01T00:00:00Z"));
  expect(toSts(sent)).toHaveLength(1);
  const asked = new URLSearchParams(sent[0]?.body);
  expect(Object.fromEntries(asked)).toMatchObject({
    Action: "AssumeRole",
    RoleArn: environment.presignerArn,
    RoleSessionName: "carol",
    Policy: JSON.stringify(sessionPolicy("write", config, environment, "carol")),
  });
  expect(sent.map(signedBy)).toEqual(["ASIAFUNCTION"]);
});

test("another caller, and another purpose, get another session", async () => {
  const { sent } = fakeHttp(aws);
  const accesses = [
    await platform.access("write", config, "dora"),
    await platform.access("write", config, "erik"),
    await platform.access("read", config, "dora"),
    await platform.access({ key: "uploads/a", versionId: "m1" }, config, "dora"),
    await platform.access({ key: "uploads/a", versionId: "m2" }, config, "dora"),
  ];
  expect(new Set(accesses).size).toBe(5);
  expect(toSts(sent)).toHaveLength(5);
});

test("the bucket and the ledger are reached with the caller's session, never with the function's own role", async () => {
  const { sent } = fakeHttp(aws);
  const { bucket, ledger } = await platform.access("write", config, "frida");
  await bucket.send({ method: "GET", path: "/" });
  await ledger.list({ limit: 5 });
  expect(sent.slice(1).map(signedBy)).toEqual(["ASIAfrida", "ASIAfrida"]);
  expect(sent.slice(1).map(({ headers }) => headers["x-amz-security-token"])).toEqual(Array(2).fill("token of frida"));
  expect(JSON.parse(sent[2]?.body ?? "")).toMatchObject({
    TableName: "acme-dev-eu-central-1-api-uploads",
    ExpressionAttributeValues: { ":caller": { S: "open#frida" } },
  });
});

test("ids are long, in the alphabet of ids, and never the same", () => {
  const ids = Array.from({ length: 1000 }, platform.newId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{20}$/);
});

describe("the recorder", () => {
  const request = { record: { key: "uploads/alice/ü", upload: "0t8wmo0a", size: 5 } };

  test("is called by its ARN with the function's own role, and waited for", async () => {
    const { first } = fakeHttp(() => new Response('{"refused":"missing"}'));
    expect(await platform.record(request)).toEqual({ refused: "missing" });
    const sent = first();
    expect(sent).toMatchObject({
      method: "POST",
      url: "https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Aacme-dev-eu-central-1-index-recorder/invocations",
      body: JSON.stringify(request),
    });
    expect(sent.headers).not.toHaveProperty("x-amz-invocation-type");
    expect(signedBy(sent)).toBe("ASIAFUNCTION");
    const given = /Signature=([0-9a-f]{64})$/.exec(sent.headers.authorization ?? "")?.[1];
    expect(headerSignature(sent, functionSecret)).toBe(given);
  });

  const failure = async (answer: () => Response) => {
    fakeHttp(answer);
    const error = await thrownBy(() => platform.record(request));
    expect(error).toBeInstanceOf(AwsError);
    return error;
  };

  test("that fails inside an answer of 200 has not answered", async () => {
    const headers = { "x-amz-function-error": "Unhandled" };
    expect(await failure(() => new Response('{"errorMessage":"no"}', { headers }))).toMatchObject({
      status: 503,
      code: "RecorderUnhandled",
    });
  });

  test.each([
    [429, "TooManyRequestsException:http://internal.amazon.com/", "TooManyRequestsException"],
    [403, "AccessDeniedException", "AccessDeniedException"],
    [502, undefined, "Http502"],
  ])("that cannot be called, with %i, fails by Lambda's own code", async (status, type, code) => {
    const headers: Record<string, string> = type === undefined ? {} : { "x-amzn-errortype": type };
    expect(await failure(() => new Response("{}", { status, headers }))).toMatchObject({ status, code });
  });
});
