import { apiHandler } from "../../functions/api/handler";
import { Problem, type ProblemType, problems, problemUri } from "../../functions/api/problem";
import { readOperations } from "../../functions/api/read-operations";
import { readRoutes } from "../../functions/api/routes";
import { AwsError, TransportError } from "../../functions/aws/errors";
import { readApi } from "../../functions/read";
import { writeApi } from "../../functions/write";
import { config } from "../support/api-config";
import { call, fakePlatform, noon, read } from "../support/fake-platform";
import { objectList } from "../support/s3-answers";

/** A listing during which S3, or the code that asks it, fails. */
const failing = async (error: unknown) => {
  const fake = fakePlatform(() => {
    throw error;
  });
  return { ...fake, ...(await read(readApi(config, fake.platform)(call("GET /objects", { as: "viewer" })))) };
};

test.each([
  [503, "SlowDown"],
  [503, "ServiceUnavailable"],
  [500, "InternalError"],
  [429, "TooManyRequestsException"],
  [200, "SlowDown"],
  [200, "InternalError"],
  [400, "Throttling"],
  [400, "ThrottlingException"],
  [400, "ProvisionedThroughputExceededException"],
  [400, "RequestLimitExceeded"],
  [400, "TransactionCanceledException"],
  [400, "TransactionConflictException"],
  [409, "ConditionalRequestConflict"],
  [409, "OperationAborted"],
  [503, "RecorderUnhandled"],
])("AWS's %i %s, which may pass, is 503 with a time to wait", async (awsStatus, code) => {
  const { status, headers, body, lines } = await failing(new AwsError(awsStatus, code, "sentinel-message"));
  expect(status).toBe(503);
  expect(headers).toEqual({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "retry-after": "2",
  });
  expect(body).toEqual({
    type: "urn:coffer:problem:storage-unavailable",
    title: "storage unavailable",
    status: 503,
    detail: "AWS throttled the request or could not be reached",
    next: "Retry after the seconds in Retry-After.",
    retryAfterSeconds: 2,
    requestId: "request-1",
  });
  expect(lines).toMatchObject([{ status: 503, outcome: "storage-unavailable", cause: code }]);
});

test.each([
  "ECONNRESET",
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EPIPE",
  "CERT_HAS_EXPIRED",
  "Timeout",
])("an AWS that is not reached, by %s, is 503, and the log has the cause", async (code) => {
  const { status, headers, body, lines } = await failing(new TransportError(code, true));
  expect(status).toBe(503);
  expect(headers).toMatchObject({ "retry-after": "2" });
  expect(body).toMatchObject({ type: "urn:coffer:problem:storage-unavailable", retryAfterSeconds: 2 });
  expect(lines).toMatchObject([{ status: 503, outcome: "storage-unavailable", cause: code }]);
});

test.each([
  [
    { inProgress: 1000 },
    { type: "urn:coffer:problem:too-many-uploads", limit: 1000, retryAfterSeconds: 60 },
    "1000 uploads are in progress; with 1 more it is too many",
  ],
  [
    { waitSeconds: 7 },
    { type: "urn:coffer:problem:rate-limited", limit: 50, retryAfterSeconds: 7 },
    "a caller may plan 1000 files at once and 50 a second; a request counts for 10 at least",
  ],
])(
  "too many uploads are 429 with the limit and a time to wait, before S3 is asked: %j",
  async (admission, body, detail) => {
    const { platform, ledgerOf, requests } = fakePlatform();
    ledgerOf("alice").admissions.push(admission);
    const event = call("POST /uploads", { json: { uploads: [{ key: "notes.txt", size: 11 }] } });
    const answer = await read(writeApi(config, platform)(event));
    expect(answer).toMatchObject({
      status: 429,
      headers: { "retry-after": String(body.retryAfterSeconds) },
      body: { ...body, detail },
    });
    expect(requests).toEqual([]);
  },
);

test("what was refused to each of a hundred files is asked once", async () => {
  const { platform, ledgerOf, requests, asked } = fakePlatform();
  ledgerOf("alice").admissions.push({ inProgress: 950 });
  const uploads = Array.from({ length: 100 }, (_, index) => ({ key: `${index}`, size: 1 }));
  expect((await read(writeApi(config, platform)(call("POST /uploads", { json: { uploads } })))).status).toBe(429);
  expect(asked).toEqual(["admit 100"]);
  expect(requests).toEqual([]);
});

test("an argument that S3 refuses is the caller's mistake, such as a cursor that is none", async () => {
  const { status, headers, body } = await failing(new AwsError(400, "InvalidArgument", "sentinel-message"));
  expect(status).toBe(400);
  expect(headers).not.toHaveProperty("retry-after");
  expect(body).toMatchObject({
    type: "urn:coffer:problem:invalid-request",
    detail: "S3 rejected a parameter of this request",
  });
  expect(JSON.stringify(body)).not.toContain("sentinel");
});

const internal = {
  type: "urn:coffer:problem:internal",
  title: "internal",
  status: 500,
  detail: "Internal error. Find this request id in the function's log.",
  next: "Retry. If the error persists, give the request id to an administrator.",
  requestId: "request-1",
};

class KeyError extends Error {
  override readonly name = "KeyError";
}

test.each([
  ["an access that S3 denies", new AwsError(403, "AccessDenied", "sentinel-message"), "AccessDenied"],
  ["a bucket that is not there", new AwsError(404, "NoSuchBucket", "sentinel-message"), "NoSuchBucket"],
  [
    "a table that is not there",
    new AwsError(400, "ResourceNotFoundException", "sentinel"),
    "ResourceNotFoundException",
  ],
  ["an error inside an answer of 200", new AwsError(200, "MalformedXML", "sentinel-message"), "MalformedXML"],
  ["a code that only begins like a busy S3's", new AwsError(400, "SlowDownX", "sentinel-message"), "SlowDownX"],
  ["an error of the code's own", new TypeError("sentinel-message"), "TypeError"],
  ["an error of a library", new KeyError("sentinel-message"), "KeyError"],
])("%s is 500: the log names it, the caller learns nothing of it", async (_, error, cause) => {
  const { status, headers, body, lines } = await failing(error);
  expect(status).toBe(500);
  expect(headers).not.toHaveProperty("retry-after");
  expect(body).toEqual(internal);
  expect(lines).toMatchObject([{ status: 500, outcome: "internal", cause }]);
  expect(JSON.stringify(lines)).not.toContain("sentinel");
});

test("something thrown that is no error is 500 as well", async () => {
  const { status, body } = await failing("sentinel-message");
  expect(status).toBe(500);
  expect(body).toEqual(internal);
});

/** Each type of problem with its status; published, and so not to change. */
const published: readonly (readonly [ProblemType, number])[] = [
  ["invalid-request", 400],
  ["not-allowed", 403],
  ["outside-prefix", 403],
  ["not-found", 404],
  ["exists-already", 409],
  ["incomplete-upload", 409],
  ["upload-closed", 409],
  ["version-locked", 409],
  ["archived", 409],
  ["not-archived", 409],
  ["too-large", 413],
  ["conflict", 409],
  ["too-many-uploads", 429],
  ["rate-limited", 429],
  ["storage-unavailable", 503],
  ["internal", 500],
];

test("no type of problem is missing here", () => {
  expect(Object.keys(problems).sort()).toEqual(published.map(([type]) => type).sort());
});

test.each(published)("%s is told as RFC 9457 asks, with status %i and what to do next", async (type, expected) => {
  const { platform, lines } = fakePlatform();
  const listing = async (): Promise<never> => {
    throw new Problem(type, "what was given", { field: "key", limit: 7, roles: ["admin"], retryAfterSeconds: 9 });
  };
  // whoami may fail in no way of its own: the check against the table of routes is left to the other tests.
  const handler = apiHandler<"read">(
    readRoutes,
    config,
    { ...platform, report: (line) => lines.push(line) },
    {
      ...readOperations(config, platform),
      whoami: listing,
    },
  );
  const { status, headers, body } = await read(handler(call("GET /whoami")));
  expect(status).toBe(expected);
  expect(headers).toEqual({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "retry-after": "9",
  });
  expect(body).toEqual({
    type: `urn:coffer:problem:${type}`,
    title: expect.stringMatching(/^[a-z ]+$/),
    status: expected,
    detail: "what was given",
    next: expect.stringMatching(/^[A-Z].{10,}\.$/),
    field: "key",
    limit: 7,
    roles: ["admin"],
    retryAfterSeconds: 9,
    requestId: "request-1",
  });
  expect(problemUri(type)).toBe(body.type);
  expect(lines).toMatchObject([{ status: expected, outcome: type }]);
});

test("a request leaves one line: who, what, on which group of keys, how it went, how long it took", async () => {
  const fake = fakePlatform(() => objectList([]));
  const ticks = [noon, noon + 42];
  const platform = { ...fake.platform, now: () => ticks.shift() ?? noon + 42 };
  const query = { prefix: "uploads/alice/2026-secret" };
  await readApi(config, platform)(call("GET /objects", { as: "viewer", by: "victor", queryStringParameters: query }));
  expect(fake.lines).toEqual([
    {
      requestId: "request-1",
      caller: "victor",
      action: "listObjects",
      prefix: "uploads/alice/",
      status: 200,
      outcome: "ok",
      ms: 42,
    },
  ]);
});

test("a refusal leaves one line too, which names the problem", async () => {
  const fake = fakePlatform();
  await writeApi(config, fake.platform)(call("POST /uploads", { body: "{" }));
  expect(fake.lines).toEqual([
    {
      requestId: "request-1",
      caller: "alice",
      action: "createUploads",
      prefix: undefined,
      status: 400,
      outcome: "invalid-request",
      ms: 0,
      cause: "Problem",
    },
  ]);
});
