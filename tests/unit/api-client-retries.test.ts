import { ApiClient, ApiError } from "../../client/api-client";
import { restoreVersion } from "../../client/transfer";
import { type LocalServer, type Reply, startServer } from "../support/local-server";
import { thrownBy } from "../support/thrown";

/** What the client asks for again, over real sockets. Chance is zero here, so that only Retry-After is waited for. */

let server: LocalServer;
let replies: Reply[] = [];
beforeAll(async () => {
  // The last reply stays.
  server = await startServer(() => (replies.length > 1 ? replies.shift() : replies[0]) ?? {});
});
afterAll(() => server.close());
beforeEach(() => {
  server.received.length = 0;
  jest.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

const withClient = async <T>(work: (client: ApiClient) => Promise<T>, more: object = {}): Promise<T> => {
  const client = new ApiClient({
    endpoint: server.url,
    region: "eu-central-1",
    credentials: async () => ({ accessKeyId: "ASIA", secretAccessKey: "secret" }),
    ...more,
  });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
};

const failure = async (reply: Reply, work: (client: ApiClient) => Promise<unknown>) => {
  replies = [reply];
  const error = await thrownBy(() => withClient(work));
  return { error, attempts: server.received.length };
};

const repeatable: [string, (client: ApiClient) => Promise<unknown>][] = [
  ["whoami", (api) => api.whoami()],
  ["listUploads", (api) => api.listUploads()],
  ["getUpload", (api) => api.getUpload("1")],
  ["completeUpload", (api) => api.completeUpload("1")],
  ["abortUpload", (api) => api.abortUpload("1")],
  ["listObjects", (api) => api.listObjects()],
  ["getObject", (api) => api.getObject("uploads/a")],
  ["createDownloads", (api) => api.createDownloads({ downloads: [{ key: "uploads/a" }] })],
  ["listVersions", (api) => api.listVersions("uploads/a")],
  ["createRestore", (api) => api.createRestore({ kind: "undelete", key: "uploads/a" })],
];
const once: [string, (client: ApiClient) => Promise<unknown>][] = [
  ["createUploads", (api) => api.createUploads({ uploads: [{ key: "a", size: 1 }] })],
  ["deleteObject", (api) => api.deleteObject("uploads/a")],
  ["deleteVersion", (api) => api.deleteVersion("uploads/a", "v1")],
];

test.each(repeatable)("%s is made four times where the API stays unavailable", async (_, work) => {
  const { error, attempts } = await failure(
    { status: 503, body: '{"type":"urn:coffer:problem:storage-unavailable"}' },
    work,
  );
  expect(error).toMatchObject({ status: 503, type: "urn:coffer:problem:storage-unavailable" });
  expect(attempts).toBe(4);
});

test.each(once)("%s is made once: it may have been done", async (_, work) => {
  expect((await failure({ status: 503 }, work)).attempts).toBe(1);
  server.received.length = 0;
  expect((await failure({ breaks: "at once" }, work)).attempts).toBe(1);
});

test.each([...repeatable.slice(0, 1), ...once])(
  "%s is made again after a throttle, which did nothing",
  async (_, work) => {
    expect((await failure({ status: 429, body: '{"message":"Too Many Requests"}' }, work)).attempts).toBe(4);
  },
);

test("a connection that breaks is made again for what may be done twice", async () => {
  replies = [{ breaks: "at once" }, { breaks: "in the body", body: "{" }, { body: '{"caller":"alice"}' }];
  expect(await withClient((api) => api.whoami())).toEqual({ caller: "alice" });
  expect(server.received).toHaveLength(3);
});

test("what was never sent is made again, whatever it does", async () => {
  const gone = await startServer(() => ({}));
  await gone.close();
  let signed = 0;
  const credentials = async () => ({ accessKeyId: `ASIA${++signed}`, secretAccessKey: "secret" });
  const work = (api: ApiClient) => api.createUploads({ uploads: [{ key: "a", size: 1 }] });
  const error = await thrownBy(() => withClient(work, { endpoint: gone.url, credentials }));
  expect(error).toMatchObject({ code: "ECONNREFUSED" });
  expect(signed).toBe(4);
});

test.each([400, 403, 404, 409, 413, 500])("%i would be the same again", async (status) => {
  const { error, attempts } = await failure({ status, body: "{}" }, (api) => api.whoami());
  expect(error).toBeInstanceOf(ApiError);
  expect(attempts).toBe(1);
});

describe("Retry-After", () => {
  const waited = async (retryAfter: string) => {
    replies = [{ status: 503, headers: { "retry-after": retryAfter } }, { body: "{}" }];
    const began = Date.now();
    await withClient((api) => api.whoami());
    return Date.now() - began;
  };

  test("is waited for, in seconds or as a time", async () => {
    expect(await waited("1")).toBeGreaterThanOrEqual(950);
    expect(await waited(new Date(Date.now() + 2_000).toUTCString())).toBeGreaterThanOrEqual(900);
  });

  test("that is longer than five seconds is for the caller to decide, who is told", async () => {
    const { error, attempts } = await failure({ status: 429, headers: { "retry-after": "60" } }, (api) => api.whoami());
    expect(error).toMatchObject({ status: 429, retryAfterSeconds: 60 });
    expect(attempts).toBe(1);
  });
});

test("attempts can be turned off", async () => {
  replies = [{ status: 503 }];
  await thrownBy(() => withClient((api) => api.whoami(), { retries: { attempts: 1 } }));
  expect(server.received).toHaveLength(1);
});

test("a signal ends the wait at once, with its reason", async () => {
  replies = [{ status: 503, headers: { "retry-after": "4" } }];
  const controller = new AbortController();
  const began = Date.now();
  setTimeout(() => controller.abort(new Error("enough")), 200);
  const error = await thrownBy(() => withClient((api) => api.whoami(), { signal: controller.signal }));
  expect(error).toMatchObject({ message: "enough" });
  expect(Date.now() - began).toBeLessThan(2_000);
  expect(server.received).toHaveLength(1);
});

test("a part is sent again, and a file that must not exist yet is not", async () => {
  const put = (headers: Record<string, string>) => async () => {
    replies = [{ status: 503 }];
    await withClient((api) => api.put(`${server.url}/s3`, Buffer.from("x"), headers));
    return server.received.splice(0).length;
  };
  expect(await put({})()).toBe(4);
  expect(await put({ "if-none-match": "*" })()).toBe(1);
});

test("a version is asked for until it is copied", async () => {
  const progress = { kind: "version", state: "in-progress", size: 10, retryAfterSeconds: 0 };
  replies = [
    { body: JSON.stringify({ ...progress, copied: 4 }) },
    { body: JSON.stringify({ ...progress, copied: 8 }) },
    { body: '{"kind":"version","state":"done","versionId":"v2"}' },
  ];
  const told: number[] = [];
  expect(await withClient((api) => restoreVersion(api, "uploads/a", "v1", (copied) => told.push(copied)))).toBe("v2");
  expect(told).toEqual([4, 8]);
});
