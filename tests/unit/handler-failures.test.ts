import { AwsError } from "../../functions/aws/request";
import { readApi } from "../../functions/read";
import { writeApi } from "../../functions/write";
import { config } from "../support/api-config";
import { call, fakePlatform, noon, read, sessionToken } from "../support/fake-platform";
import { head, objectList } from "../support/s3-answers";

/** A listing during which S3, or the code that asks it, fails. */
const failing = async (error: unknown) => {
  const fake = fakePlatform(() => {
    throw error;
  });
  return { ...fake, ...(await read(readApi(config, fake.platform)(call("GET /objects", { as: "viewer" })))) };
};

test.each([503, 429])("S3 that is busy with %i is passed on as 503 with a time to wait", async (s3Status) => {
  const { status, headers, body, lines } = await failing(
    new AwsError(s3Status, "SlowDown", "Reduce your request rate"),
  );
  expect(status).toBe(503);
  expect(headers).toEqual({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "retry-after": "2",
  });
  expect(body).toMatchObject({ type: "urn:coffer:problem:storage-unavailable", detail: "S3 is busy; try again" });
  expect(lines).toMatchObject([{ status: 503, problem: "storage-unavailable", cause: "SlowDown" }]);
});

test.each([
  ["SlowDown", 200],
  ["Throttling", 400],
  ["InternalError", 200],
  ["InternalError", 500],
  ["ConditionalRequestConflict", 409],
  ["OperationAborted", 409],
])("%s, which may pass, is 503 with a time to wait, though its status is %i", async (code, s3Status) => {
  const { status, headers, body, lines } = await failing(new AwsError(s3Status, code, "sentinel-message"));
  expect(status).toBe(503);
  expect(headers["retry-after"]).toBe("2");
  expect(body).toMatchObject({ type: "urn:coffer:problem:storage-unavailable", detail: "S3 is busy; try again" });
  expect(lines).toMatchObject([{ status: 503, problem: "storage-unavailable", cause: code }]);
});

test("an argument that S3 refuses is the caller's mistake, such as a cursor that is none", async () => {
  const { status, headers, body } = await failing(new AwsError(400, "InvalidArgument", "sentinel-message"));
  expect(status).toBe(400);
  expect(headers).not.toHaveProperty("retry-after");
  expect(body).toMatchObject({
    type: "urn:coffer:problem:invalid-request",
    detail: "S3 refuses a parameter of this request",
  });
});

const internal = {
  type: "urn:coffer:problem:internal",
  title: "internal",
  status: 500,
  detail: "something failed here; the log names it by the request id",
  requestId: "request-1",
};

class KeyError extends Error {
  override readonly name = "KeyError";
}

test.each([
  ["an access that S3 denies", new AwsError(403, "AccessDenied", "sentinel-message"), "AccessDenied"],
  ["a bucket that is not there", new AwsError(404, "NoSuchBucket", "sentinel-message"), "NoSuchBucket"],
  ["an error inside an answer of 200", new AwsError(200, "MalformedXML", "sentinel-message"), "MalformedXML"],
  ["a code that only begins like a busy S3's", new AwsError(400, "SlowDownX", "sentinel-message"), "SlowDownX"],
  ["an error of the code's own", new TypeError("sentinel-message"), "TypeError"],
  ["an error of a library", new KeyError("sentinel-message"), "KeyError"],
])("%s is 500: the log names it, the caller learns nothing of it", async (_, error, cause) => {
  const { status, headers, body, lines } = await failing(error);
  expect(status).toBe(500);
  expect(headers).not.toHaveProperty("retry-after");
  expect(body).toEqual(internal);
  expect(lines).toMatchObject([{ status: 500, problem: "internal", cause }]);
  expect(JSON.stringify(lines)).not.toContain("sentinel-message");
});

test("something thrown that is no error is 500 as well", async () => {
  const { status, body } = await failing("sentinel-message");
  expect(status).toBe(500);
  expect(body).toEqual(internal);
});

test("a request leaves one line: who, which route, how it went, how long it took", async () => {
  const fake = fakePlatform(() => objectList([]));
  const ticks = [noon, noon + 42];
  const platform = { ...fake.platform, now: () => ticks.shift() ?? noon + 42 };
  await readApi(config, platform)(call("GET /objects", { as: "viewer", by: "victor" }));
  expect(fake.lines).toEqual([
    { requestId: "request-1", caller: "victor", route: "GET /objects", status: 200, ms: 42 },
  ]);
});

test("a refusal leaves one line too, which names the problem", async () => {
  const fake = fakePlatform();
  await writeApi(config, fake.platform)(call("POST /uploads", { body: "{" }));
  expect(fake.lines).toEqual([
    {
      requestId: "request-1",
      caller: "alice",
      route: "POST /uploads",
      status: 400,
      ms: 0,
      problem: "invalid-request",
      cause: "Problem",
    },
  ]);
});

const sentinel = "sentinel";
const secrets = [sentinel, "https://", "amazonaws", "X-Amz", sessionToken, encodeURIComponent(sessionToken)];
const upload = { key: `${sentinel}.txt`, size: 20_971_520, contentType: `text/${sentinel}` };
const get = { as: "viewer", pathParameters: { key: `uploads/alice/${sentinel}.txt` } } as const;
const stranger = { requestContext: { requestId: "r", authorizer: { iam: { userArn: sentinel } } } };
const begun = () => `<R><UploadId>${sentinel}</UploadId></R>`;
const fails = (error: Error) => (): never => {
  throw error;
};

test.each([
  ["a planned upload", 200, "POST /uploads", { json: { uploads: [upload] } }, begun],
  ["an unknown field", 400, "POST /uploads", { json: { uploads: [{ ...upload, [sentinel]: 1 }] } }, begun],
  [
    "a foreign key",
    403,
    "POST /uploads",
    { json: { uploads: [{ ...upload, key: `uploads/bob/${sentinel}` }] } },
    begun,
  ],
  ["a body that is no JSON", 400, "POST /uploads", { body: `{${sentinel}` }, begun],
  ["a download", 200, "GET /objects/{key+}", { ...get, queryStringParameters: { versionId: sentinel } }, () => head],
  ["a missing object", 404, "GET /objects/{key+}", get, fails(new AwsError(404, "Http404", sentinel))],
  ["a listing", 200, "GET /objects", { ...get, queryStringParameters: { cursor: sentinel } }, () => objectList([])],
  ["an S3 that is busy", 503, "GET /objects/{key+}", get, fails(new AwsError(503, "SlowDown", sentinel))],
  ["an unknown failure", 500, "GET /objects/{key+}", get, fails(new Error(`${sentinel} failed`))],
  ["a stranger", 403, "GET /objects", stranger, begun],
] as const)("the log of %s (%i) holds no key, URL, token or body", async (_, expected, route, more, answer) => {
  const fake = fakePlatform(answer);
  const api = route === "POST /uploads" ? writeApi : readApi;
  const { status } = await read(api(config, fake.platform)(call(route, more)));
  expect(status).toBe(expected);
  expect(fake.lines).toMatchObject([{ status: expected }]);
  for (const secret of secrets) expect(JSON.stringify(fake.lines)).not.toContain(secret);
});
