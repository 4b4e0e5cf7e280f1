import { adminApi } from "../../functions/admin";
import { routeKey, routeList } from "../../functions/api/routes";
import { readApi } from "../../functions/read";
import { writeApi } from "../../functions/write";
import { config } from "../support/api-config";
import { call, fakePlatform, read } from "../support/fake-platform";
import { objectList } from "../support/s3-answers";

/** What a body is answered with; S3 must not be asked. */
const answerTo = async (more: Parameters<typeof call>[1]) => {
  const { platform, accesses } = fakePlatform(() => objectList([]));
  const { status, body } = await read(writeApi(config, platform)(call("POST /uploads", more)));
  if (status !== 200) expect(accesses).toEqual([]);
  return { status, type: body.type, field: body.field, detail: body.detail };
};

const item = { key: "notes.txt", size: 11 };
const invalid = "urn:coffer:problem:invalid-request";

test.each([
  ["an unknown field", { uploads: [item], colour: "red" }, "colour", "colour is not a field of this request"],
  [
    "an unknown field further down",
    { uploads: [item, { ...item, colour: "red" }] },
    "uploads.1.colour",
    "uploads.1.colour is not a field of this request",
  ],
  [
    "a field named like something of every object's",
    { uploads: [{ ...item, constructor: 1 }] },
    "uploads.0.constructor",
    "uploads.0.constructor is not a field of this request",
  ],
  ["a missing list", {}, "uploads", "uploads is missing"],
  ["a missing size", { uploads: [{ key: "notes.txt" }] }, "uploads.0.size", "uploads.0.size is missing"],
  ["a missing key", { uploads: [item, { size: 1 }] }, "uploads.1.key", "uploads.1.key is missing"],
  [
    "a size as text",
    { uploads: [{ ...item, size: "11" }] },
    "uploads.0.size",
    "uploads.0.size must be a number of bytes",
  ],
  ["half a byte", { uploads: [{ ...item, size: 1.5 }] }, "uploads.0.size", "uploads.0.size must be a whole number"],
  ["a negative size", { uploads: [{ ...item, size: -1 }] }, "uploads.0.size", "uploads.0.size must be 0 or more"],
  ["a key that is a number", { uploads: [{ ...item, key: 7 }] }, "uploads.0.key", "uploads.0.key must be a string"],
  [
    "overwrite as text",
    { uploads: [{ ...item, overwrite: "yes" }] },
    "uploads.0.overwrite",
    "uploads.0.overwrite must be true or false",
  ],
  [
    "a content type with a line break",
    { uploads: [{ ...item, contentType: "text/plain\r\nx-evil: 1" }] },
    "uploads.0.contentType",
    "uploads.0.contentType must be a media type, such as text/plain",
  ],
  [
    "a content type with something before it",
    { uploads: [{ ...item, contentType: "x-evil: 1\r\ntext/plain" }] },
    "uploads.0.contentType",
    "uploads.0.contentType must be a media type, such as text/plain",
  ],
  ["a list that is none", { uploads: item }, "uploads", "uploads must be an array of uploads"],
  ["a life of no time", { uploads: [item], expiresIn: 0 }, "expiresIn", "expiresIn must be 1 or more"],
  ["a life as text", { uploads: [item], expiresIn: "60" }, "expiresIn", "expiresIn must be a number of seconds"],
  ["a key outside of what S3 takes", { uploads: [{ ...item, key: "a//b" }] }, "uploads.0.key", expect.any(String)],
])("%s is refused with the field's path", async (_, json, field, detail) => {
  expect(await answerTo({ json })).toEqual({ status: 400, type: invalid, field, detail });
});

test.each([
  ["no body at all", {}],
  ["an empty body", { body: "" }],
])("%s is a missing body", async (_, more) => {
  expect(await answerTo(more)).toEqual({ status: 400, type: invalid, field: "body", detail: "body is missing" });
});

test.each(["{", "uploads=1", "\u0000", '{"uploads":[}', "undefined"])("the body %j is not JSON", async (body) => {
  expect(await answerTo({ body })).toEqual({
    status: 400,
    type: invalid,
    field: "body",
    detail: "the body is not valid JSON",
  });
});

test.each(["null", "3", '"text"', "true"])("the body %s is JSON, and not an object", async (body) => {
  expect(await answerTo({ body })).toEqual({
    status: 400,
    type: invalid,
    field: "body",
    detail: "body must be an object",
  });
});

test.each([[null], [3], ["notes.txt"]])("the upload %j is not an object", async (upload) => {
  expect(await answerTo({ json: { uploads: [item, upload] } })).toEqual({
    status: 400,
    type: invalid,
    field: "uploads.1",
    detail: "uploads.1 must be an object",
  });
});

test("a body of 256 KiB is read, and one byte more is refused before it is parsed", async () => {
  const padded = (bytes: number) => JSON.stringify({ uploads: [item] }).padEnd(bytes);
  expect((await answerTo({ body: padded(262_144) })).status).toBe(200);
  expect(await answerTo({ body: padded(262_145) })).toMatchObject({
    status: 413,
    type: "urn:coffer:problem:too-large",
    detail: "the body is larger than 262144 bytes; name fewer files at once",
  });
  expect((await answerTo({ body: "x".repeat(262_145) })).status).toBe(413);
});

test("a body's size is counted in bytes: é has two", async () => {
  expect((await answerTo({ body: "é".repeat(131_072) })).status).toBe(400);
  expect((await answerTo({ body: "é".repeat(131_073) })).status).toBe(413);
});

test("a body that the gateway passes on in base64 is read alike", async () => {
  const body = Buffer.from(JSON.stringify({ uploads: [{ key: "ü.txt" }] })).toString("base64");
  expect((await answerTo({ body, isBase64Encoded: true })).detail).toBe("uploads.0.size is missing");
});

test.each([
  ["limit", "0", "limit must be a whole number of objects"],
  ["limit", "-5", "limit must be a whole number of objects"],
  ["limit", "1e3", "limit must be a whole number of objects"],
  ["limit", "ten", "limit must be a whole number of objects"],
  ["limit", "1001", "limit must be 1000 or less"],
  ["delimiter", "-", "delimiter must be '/'"],
  ["start-after", "a", "start-after is not a field of this request"],
])("a listing with %s=%s is refused", async (name, value, detail) => {
  const { platform, accesses } = fakePlatform();
  const event = call("GET /objects", { as: "viewer", queryStringParameters: { [name]: value } });
  const { status, body } = await read(readApi(config, platform)(event));
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: invalid, field: name, detail });
  expect(accesses).toEqual([]);
});

const apis = { read: readApi, write: writeApi, admin: adminApi };
const valid = {
  createUploads: { json: { uploads: [item] } },
  createDownloads: { json: { downloads: [{ key: "uploads/a" }] } },
  createRestore: { json: { kind: "undelete", key: "uploads/a" } },
  listVersions: { queryStringParameters: { key: "uploads/a" } },
  deleteVersion: { queryStringParameters: { key: "uploads/a", versionId: "v1" } },
} as const;

describe.each(routeList.map((route) => ({ ...route, name: routeKey(route) })))("$name", (route) => {
  const given: Parameters<typeof call>[1] =
    route.operation in valid ? valid[route.operation as keyof typeof valid] : {};
  const ask = async (more: Parameters<typeof call>[1]) => {
    const { platform, accesses } = fakePlatform();
    const [role = "admin"] = route.roles;
    const pathParameters = { key: "uploads/a", id: "0t8w5s0" };
    const { status, headers, body } = await read(
      apis[route.privilege](config, platform)(call(route.name, { as: role, pathParameters, ...given, ...more })),
    );
    expect(accesses).toEqual([]);
    return { status, contentType: headers["content-type"], type: body.type, field: body.field, detail: body.detail };
  };
  const refused = { status: 400, contentType: "application/problem+json", type: invalid };

  test("refuses a parameter that it does not know", async () => {
    const known = given.queryStringParameters ?? {};
    expect(await ask({ queryStringParameters: { ...known, colour: "red" } })).toEqual({
      ...refused,
      field: "colour",
      detail: "colour is not a field of this request",
    });
  });

  test("refuses a field of the body that it does not know, and a body that it does not take", async () => {
    const known = given.json ?? {};
    expect(await ask({ json: { ...known, colour: "red" } })).toEqual({
      ...refused,
      field: "colour",
      detail: "colour is not a field of this request",
    });
  });

  test("refuses a body beyond 256 KiB", async () => {
    expect(await ask({ body: " ".repeat(262_145) })).toMatchObject({
      status: 413,
      detail: expect.stringContaining("262144"),
    });
  });
});

test.each([
  ["GET /uploads", { limit: "0" }, "limit", "limit must be a whole number of uploads"],
  ["GET /uploads", { limit: "1001" }, "limit", "limit must be 1000 or less"],
  ["GET /uploads", { cursor: "A/../b" }, "cursor", "cursor must be a cursor of this list"],
  ["GET /uploads/{id}", { expiresIn: "0" }, "expiresIn", "expiresIn must be a whole number of seconds"],
  ["GET /uploads/{id}", { expiresIn: "604801" }, "expiresIn", "expiresIn must be 604800 or less"],
  ["GET /objects/{key+}", { expiresIn: "1.5" }, "expiresIn", "expiresIn must be a whole number of seconds"],
  ["GET /objects/{key+}", { expiresIn: "" }, "expiresIn", "expiresIn must be a whole number of seconds"],
  ["GET /objects/{key+}", { versionId: "" }, "versionId", "versionId must name a version"],
  ["GET /objects", { cursor: "" }, "cursor", "cursor must be a cursor"],
])("%s with %j is refused", async (route, queryStringParameters, field, detail) => {
  const { platform, accesses } = fakePlatform();
  const api = route.includes("uploads") ? writeApi : readApi;
  const pathParameters = { key: "uploads/a", id: "0t8w5s0" };
  const event = call(route, { as: "admin", pathParameters, queryStringParameters });
  const { status, body } = await read(api(config, platform)(event));
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: invalid, field, detail });
  expect(accesses).toEqual([]);
});

test.each([
  [{ algorithm: "MD5", value: "x" }, "uploads.0.checksum.algorithm", "must name CRC64NVME, CRC32C or SHA256"],
  [{ algorithm: "CRC32C" }, "uploads.0.checksum.value", "is missing"],
  [{ algorithm: "CRC32C", value: "4waSgw" }, "uploads.0.checksum.value", "must be the checksum in base64"],
  [{ algorithm: "CRC64NVME", value: "4waSgw==" }, "uploads.0.checksum.value", "must be the checksum in base64"],
  [{ algorithm: "SHA256", value: "e3b0c442" }, "uploads.0.checksum.value", "must be the checksum in base64"],
])("the checksum %j is refused", async (checksum, field, wrong) => {
  const detail = `${field} ${wrong}`;
  expect(await answerTo({ json: { uploads: [{ ...item, checksum }] } })).toEqual({
    status: 400,
    type: invalid,
    field,
    detail,
  });
});
