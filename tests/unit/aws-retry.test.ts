import { jsonService } from "../../functions/aws/json";
import { send, signerFor } from "../../functions/aws/request";
import { withinTime } from "../../functions/aws/time-limits";
import { fakeHttp } from "../support/fake-http";
import { errorXml } from "../support/s3-answers";
import { thrownBy } from "../support/thrown";

/** What AWS refuses for a moment is asked for again. Chance is zero here, so that there is no pause. */

const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret" };
const signer = signerFor("s3", "eu-central-1", credentials);
const endpoint = { protocol: "https:", hostname: "s3.eu-central-1.amazonaws.com", basePath: "" };
const request = { method: "GET", path: "/" };

beforeEach(() => jest.spyOn(Math, "random").mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

/** How often a request is sent that is always answered so. The time that an invocation has left does for all of it. */
const attempts = async (answer: () => Response, repeatable = true) => {
  const { sent } = fakeHttp(answer);
  await withinTime(30_000, () => thrownBy(() => send(signer, endpoint, { ...request, repeatable })));
  return sent.length;
};
const refused = (status: number, code: string) => () => new Response(errorXml(code, "later"), { status });

test.each([
  [503, "SlowDown"],
  [429, "TooManyRequestsException"],
  [400, "ThrottlingException"],
])("%i %s is throttling: nothing was done, so anything is sent three times", async (status, code) => {
  expect(await attempts(refused(status, code))).toBe(3);
  expect(await attempts(refused(status, code), false)).toBe(3);
});

test.each([
  [500, "InternalError"],
  [503, "ServiceUnavailable"],
  [200, "InternalError"],
  [400, "RequestTimeout"],
])("%i %s may have been done: only what may be done twice is sent again", async (status, code) => {
  expect(await attempts(refused(status, code))).toBe(3);
  expect(await attempts(refused(status, code), false)).toBe(1);
});

test.each([
  [403, "AccessDenied"],
  [404, "NoSuchKey"],
  [409, "OperationAborted"],
  [412, "PreconditionFailed"],
  [400, "InvalidArgument"],
  [400, "ExpiredToken"],
])("%i %s would be the same again, and is sent once", async (status, code) => {
  expect(await attempts(refused(status, code))).toBe(1);
});

test("each attempt is signed anew", async () => {
  let number = 0;
  const renewed = signerFor("s3", "eu-central-1", async () => ({ ...credentials, accessKeyId: `ASIA${++number}` }));
  const { sent } = fakeHttp(refused(503, "SlowDown"));
  await withinTime(30_000, () => thrownBy(() => send(renewed, endpoint, request)));
  const keys = sent.map(({ headers }) => /Credential=(\w+)\//.exec(headers.authorization ?? "")?.[1]);
  expect(keys).toEqual(["ASIA1", "ASIA2", "ASIA3"]);
});

const asked = async (retryAfter: string, milliseconds: number) => {
  const answers = [new Response(errorXml("SlowDown", ""), { status: 503, headers: { "retry-after": retryAfter } })];
  const { sent } = fakeHttp(() => answers.shift() ?? new Response("<Done/>"));
  const began = Date.now();
  await withinTime(milliseconds, () => send(signer, endpoint, request)).catch(() => undefined);
  return { attempts: sent.length, waited: Date.now() - began };
};

test("AWS's Retry-After is waited for, in seconds or as a time", async () => {
  const seconds = await asked("1", 30_000);
  expect(seconds.attempts).toBe(2);
  expect(seconds.waited).toBeGreaterThanOrEqual(950);
  const time = await asked(new Date(Date.now() + 2_000).toUTCString(), 30_000);
  expect(time.attempts).toBe(2);
  expect(time.waited).toBeGreaterThanOrEqual(900);
  expect((await asked("soon", 30_000)).waited).toBeLessThan(500);
});

test("where the invocation has no time left to wait, the caller is told at once", async () => {
  expect(await asked("1", 7_000)).toMatchObject({ attempts: 1 });
  fakeHttp(refused(503, "SlowDown"));
  expect(await withinTime(2_500, () => thrownBy(() => send(signer, endpoint, request)))).toMatchObject({
    status: 503,
    code: "SlowDown",
  });
});

describe("DynamoDB", () => {
  const busy = () => Response.json({ __type: "x#InternalServerError", message: "" }, { status: 500 });
  const call = jsonService("dynamodb", "eu-central-1", credentials, {});

  test("does a repeated transaction once, by its token", async () => {
    const { sent } = fakeHttp(busy);
    await withinTime(30_000, () => thrownBy(() => call("TransactWriteItems", { TransactItems: [] })));
    await withinTime(30_000, () => thrownBy(() => call("TransactWriteItems", { TransactItems: [] })));
    const tokens = sent.map(({ body }) => JSON.parse(body ?? "").ClientRequestToken);
    expect(tokens).toHaveLength(6);
    expect(new Set(tokens.slice(0, 3)).size).toBe(1);
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is asked once where an operation must not be done twice", async () => {
    const { sent } = fakeHttp(busy);
    const input = { TableName: "uploads" };
    await withinTime(30_000, () => thrownBy(() => call("UpdateItem", input, { repeatable: false })));
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual(input);
  });
});
