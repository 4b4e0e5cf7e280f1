import { ApiClient, ApiError } from "../../client/api-client";
import { type LocalServer, type Reply, startServer } from "../support/local-server";
import { headerSignature } from "../support/sigv4";
import { thrownBy } from "../support/thrown";

const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
let server: LocalServer;
let client: ApiClient;
let reply: Reply = {};
let asked = 0;

beforeAll(async () => {
  server = await startServer(() => reply);
  client = new ApiClient({
    endpoint: `${server.url}/base`,
    region: "eu-central-1",
    credentials: async () => ({ accessKeyId: `ASIA${++asked}`, secretAccessKey, sessionToken: "token" }),
  });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});
beforeEach(() => {
  reply = { body: "{}" };
  server.received.length = 0;
});

const last = () => server.received.at(-1) ?? { method: "", url: "", headers: {}, body: "" };
const signatureOf = (authorization = "") => authorization.split("Signature=")[1];

const calls: [string, (api: ApiClient) => Promise<unknown>, string, string][] = [
  ["whoami", (api) => api.whoami(), "GET /whoami", ""],
  [
    "createUploads",
    (api) => api.createUploads({ uploads: [{ key: "ü.txt", size: 1 }] }),
    "POST /uploads",
    '{"uploads":[{"key":"ü.txt","size":1}]}',
  ],
  ["listUploads", (api) => api.listUploads(), "GET /uploads", ""],
  [
    "listUploads with everything",
    (api) => api.listUploads({ cursor: "0t8wmo0a", limit: 5 }),
    "GET /uploads?cursor=0t8wmo0a&limit=5",
    "",
  ],
  ["getUpload", (api) => api.getUpload("0t8wmo0a"), "GET /uploads/0t8wmo0a", ""],
  [
    "getUpload with everything",
    (api) => api.getUpload("0t8wmo0a", { expiresIn: 60 }),
    "GET /uploads/0t8wmo0a?expiresIn=60",
    "",
  ],
  ["completeUpload", (api) => api.completeUpload("0t8wmo0a"), "POST /uploads/0t8wmo0a/complete", ""],
  ["abortUpload", (api) => api.abortUpload("0t8wmo0a"), "DELETE /uploads/0t8wmo0a", ""],
  [
    "abortUpload of an id that would lead elsewhere",
    (api) => api.abortUpload("../objects/uploads/a?b#c"),
    "DELETE /uploads/..%2Fobjects%2Fuploads%2Fa%3Fb%23c",
    "",
  ],
  [
    "createDownloads",
    (api) => api.createDownloads({ downloads: [{ key: "uploads/ü", versionId: "v1" }], expiresIn: 60 }),
    "POST /downloads",
    '{"downloads":[{"key":"uploads/ü","versionId":"v1"}],"expiresIn":60}',
  ],
  [
    "listVersions",
    (api) => api.listVersions("uploads/a +&/ü", { cursor: "v/1+", limit: 5 }),
    "GET /versions?cursor=v%2F1%2B&key=uploads%2Fa%20%2B%26%2F%C3%BC&limit=5",
    "",
  ],
  [
    "createRestore",
    (api) => api.createRestore({ kind: "version", key: "uploads/a", versionId: "v1" }),
    "POST /restores",
    '{"kind":"version","key":"uploads/a","versionId":"v1"}',
  ],
  ["listObjects", (api) => api.listObjects(), "GET /objects", ""],
  [
    "listObjects with everything",
    (api) => api.listObjects({ prefix: "uploads/a +&", delimiter: "/", cursor: "x/y+z==", limit: 5 }),
    "GET /objects?cursor=x%2Fy%2Bz%3D%3D&delimiter=%2F&limit=5&prefix=uploads%2Fa%20%2B%26",
    "",
  ],
  [
    "getObject",
    (api) => api.getObject("uploads/alice/a b+ü#?.txt", { versionId: "v/1", expiresIn: 60 }),
    "GET /objects/uploads/alice/a%20b%2B%C3%BC%23%3F.txt?expiresIn=60&key=uploads%2Falice%2Fa%20b%2B%C3%BC%23%3F.txt&versionId=v%2F1",
    "",
  ],
  [
    "getObject of a key that encodeURIComponent would leave half as it is",
    (api) => api.getObject("uploads/a!'()*.txt"),
    "GET /objects/uploads/a%21%27%28%29%2A.txt",
    "",
  ],
  [
    "deleteObject of such a key",
    (api) => api.deleteObject("uploads/a!'()*.txt"),
    "DELETE /objects/uploads/a%21%27%28%29%2A.txt",
    "",
  ],
  [
    "deleteObject of a key that a URL would resolve",
    (api) => api.deleteObject("uploads/a/../b/./c/..d/."),
    "DELETE /objects/uploads/a/%252E%252E/b/%252E/c/..d/%252E?key=uploads%2Fa%2F..%2Fb%2F.%2Fc%2F..d%2F.",
    "",
  ],
  ["deleteObject", (api) => api.deleteObject("uploads/a"), "DELETE /objects/uploads/a", ""],
];

test.each(calls)("%s is one request, signed for the gateway", async (_, work, request, body) => {
  await work(client);
  const sent = last();
  expect(server.received).toHaveLength(1);
  expect(`${sent.method} ${sent.url.replace(`${server.url}/base`, "")}`).toBe(request);
  expect(sent.body).toBe(body);
  expect(sent.headers["content-type"]).toBe(body === "" ? undefined : "application/json");
  expect(sent.headers["x-amz-security-token"]).toBe("token");
  expect(sent.headers.authorization).toContain("/eu-central-1/execute-api/aws4_request");
  expect(signatureOf(sent.headers.authorization)).toBe(headerSignature(sent, secretAccessKey));
});

test("an answer comes back as it is", async () => {
  reply = { body: '{"key":"uploads/a"}' };
  expect(await client.deleteObject("uploads/a")).toEqual({ key: "uploads/a" });
});

test("credentials are asked for at each call, so that they can be renewed", async () => {
  const before = asked;
  await client.whoami();
  await client.whoami();
  expect(server.received.map(({ headers }) => /ASIA(\d+)/.exec(headers.authorization ?? "")?.[1])).toEqual([
    String(before + 1),
    String(before + 2),
  ]);
});

const errorOf = async (answer: Reply) => {
  reply = answer;
  const error = await thrownBy(() => client.whoami());
  expect(error).toBeInstanceOf(ApiError);
  return error;
};

test("a problem of the API keeps its type, its detail and the request's id", async () => {
  const body = { type: "urn:coffer:problem:outside-prefix", detail: "not yours", requestId: "r-1", status: 403 };
  expect(await errorOf({ status: 403, body: JSON.stringify(body) })).toMatchObject({
    status: 403,
    type: "urn:coffer:problem:outside-prefix",
    detail: "not yours",
    requestId: "r-1",
    message: "403 urn:coffer:problem:outside-prefix: not yours",
  });
});

test.each([['{"message":"Forbidden"}'], ['{"Message":"Forbidden"}']])(
  "a refusal of the gateway says so: %s",
  async (body) => {
    expect(await errorOf({ status: 403, body })).toMatchObject({
      status: 403,
      type: "",
      detail: "Forbidden",
      message: "403 refused by the gateway: Forbidden",
    });
  },
);

test.each(["", "<html>Bad Gateway</html>", "null", "[]", '"text"', '{"type":7,"detail":null}'])(
  "a failure whose body is %j is an ApiError too",
  async (body) => {
    expect(await errorOf({ status: 502, body })).toMatchObject({ status: 502, type: "", detail: "", requestId: "" });
  },
);

test("a redirect is no success", async () => {
  expect(await errorOf({ status: 307, headers: { location: "http://127.0.0.1:1/" } })).toMatchObject({ status: 307 });
  expect(server.received).toHaveLength(1);
});
