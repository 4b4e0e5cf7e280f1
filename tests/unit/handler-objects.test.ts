import { adminApi } from "../../functions/admin";
import type { Download } from "../../functions/api/contract";
import { AwsError } from "../../functions/aws/request";
import { readApi } from "../../functions/read";
import { config } from "../support/api-config";
import { type Answer, call, fakePlatform, read, sessionSecret } from "../support/fake-platform";
import { head, objectList } from "../support/s3-answers";
import { presignedSignature, queryOf } from "../support/sigv4";

const list = async (query: Record<string, string>, answer: Answer = objectList([])) => {
  const fake = fakePlatform(() => answer);
  const event = call("GET /objects", { as: "viewer", by: "victor", queryStringParameters: query });
  return { ...fake, ...(await read(readApi(config, fake.platform)(event))) };
};

test("a listing without parameters is of the whole prefix, 1,000 objects a page", async () => {
  const { status, body, requests, accesses } = await list({}, objectList([["uploads/alice/a.txt", 12]]));
  expect(status).toBe(200);
  expect(body).toEqual({
    objects: [
      {
        key: "uploads/alice/a.txt",
        size: 12,
        lastModified: "2026-01-14T09:30:00.000Z",
        etag: "9b2cf535f27731c974343645a3985328",
      },
    ],
    prefixes: [],
  });
  expect(requests[0]?.query).toEqual({
    "list-type": "2",
    prefix: "uploads/",
    "max-keys": "1000",
    "encoding-type": "url",
  });
  expect(accesses).toEqual(["read for victor"]);
});

test("a page's cursor asks for the next one", async () => {
  const first = await list(
    { limit: "1" },
    objectList([["uploads/a", 1]], { next: "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J==" }),
  );
  expect(first.body.cursor).toBe("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J==");
  const { requests, body } = await list({ limit: "1", cursor: String(first.body.cursor) });
  expect(requests[0]?.query).toMatchObject({
    "max-keys": "1",
    "continuation-token": "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J==",
  });
  expect(body).not.toHaveProperty("cursor");
});

test("folders are shown by prefix and delimiter", async () => {
  const query = { prefix: "uploads/alice/", delimiter: "/", limit: "1000" };
  const { body, requests } = await list(
    query,
    objectList([], { prefixes: ["uploads/alice/2025/", "uploads/alice/2026+%2B/"] }),
  );
  expect(body).toEqual({ objects: [], prefixes: ["uploads/alice/2025/", "uploads/alice/2026 +/"] });
  expect(requests[0]?.query).toMatchObject({ prefix: "uploads/alice/", delimiter: "/" });
});

test("keys come as they are, whatever XML or a URL makes of them", async () => {
  const encoded = "uploads/alice/a+b%2Bc%25d%26%3Ce%3E%F0%9F%98%80.txt";
  const { body } = await list({}, objectList([[encoded, 1]]));
  expect(body).toMatchObject({ objects: [{ key: "uploads/alice/a b+c%d&<e>😀.txt" }] });
});

test("a listing outside of the prefix is refused before S3 is asked", async () => {
  const { status, body, accesses } = await list({ prefix: "payroll/" });
  expect(status).toBe(403);
  expect(body).toMatchObject({ type: "urn:coffer:problem:outside-prefix", field: "prefix" });
  expect(accesses).toEqual([]);
});

const key = "uploads/alice/report 1.pdf";
const get = async (query: Record<string, string> = {}, asked = key, answer: () => Answer = () => head) => {
  const fake = fakePlatform(answer);
  const event = call("GET /objects/{key+}", {
    as: "viewer",
    pathParameters: { key: asked },
    queryStringParameters: query,
  });
  return { ...fake, ...(await read<Download>(readApi(config, fake.platform)(event))) };
};
const version = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo";

test("a download is a URL of this very version, with what is known of it", async () => {
  const { status, body, requests, accesses } = await get();
  expect(status).toBe(200);
  expect(body).toEqual({
    key,
    size: 4096,
    etag: "9b2cf535f27731c974343645a3985328",
    lastModified: "2026-01-14T09:30:00.000Z",
    versionId: version,
    contentType: "application/pdf",
    url: expect.stringContaining("amazonaws.com/uploads/alice/report%201.pdf?"),
    expiresAt: "2026-01-15T12:15:00.000Z",
  });
  expect(requests).toEqual([{ method: "HEAD", path: "/uploads/alice/report%201.pdf", query: {} }]);
  expect(accesses).toEqual(["read for alice"]);
  const query = Object.fromEntries(queryOf(body.url));
  expect(query).toMatchObject({ versionId: version, "X-Amz-Expires": "900", "X-Amz-SignedHeaders": "host" });
  expect(query["X-Amz-Signature"]).toBe(presignedSignature({ method: "GET", url: body.url }, sessionSecret));
});

test("an earlier version and a shorter life may be asked for", async () => {
  const { body, requests } = await get({ versionId: "older", expiresIn: "60" });
  expect(requests[0]?.query).toEqual({ versionId: "older" });
  expect(body.expiresAt).toBe("2026-01-15T12:01:00.000Z");
  expect(Object.fromEntries(queryOf(body.url))["X-Amz-Expires"]).toBe("60");
  expect((await get({ expiresIn: "604800" })).body.expiresAt).toBe("2026-01-15T12:15:00.000Z");
});

test.each(["0", "-1", "1.5", "604801", "soon", ""])("a life of %j seconds is refused", async (expiresIn) => {
  const { status, body, accesses } = await get({ expiresIn });
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: "urn:coffer:problem:invalid-request", field: "expiresIn" });
  expect(accesses).toEqual([]);
});

const refuse = (status: number) => () => {
  throw new AwsError(status, `Http${status}`, "");
};

// 400: a version id that is none; 403: no right to list; 405: the version is a delete marker.
test.each([400, 403, 404, 405])(
  "S3's %i for an object is one answer: nobody learns which keys exist",
  async (s3Status) => {
    const { status, headers, body } = await get({ versionId: version }, key, refuse(s3Status));
    expect(status).toBe(404);
    expect(headers).toEqual({ "content-type": "application/problem+json", "cache-control": "no-store" });
    expect(body).toEqual({
      type: "urn:coffer:problem:not-found",
      title: "not found",
      status: 404,
      detail: "there is no such object or version",
      field: "key",
      requestId: "request-1",
    });
  },
);

test.each([
  [500, 503],
  [503, 503],
  [412, 409],
])("S3's %i for an object is not taken for a missing one", async (s3Status, expected) => {
  expect((await get({}, key, refuse(s3Status))).status).toBe(expected);
});

test("a version without a name is refused", async () => {
  const { status, body, accesses } = await get({ versionId: "" });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    type: "urn:coffer:problem:invalid-request",
    field: "versionId",
    detail: "versionId must name a version",
  });
  expect(accesses).toEqual([]);
});

test.each(["payroll/2026.csv", "report.pdf", "uploads", ""])("%j is outside of what may be read", async (asked) => {
  const { status, body, accesses } = await get({}, asked);
  expect(status).toBe(403);
  expect(body).toMatchObject({ type: "urn:coffer:problem:outside-prefix", field: "key" });
  expect(accesses).toEqual([]);
});

const hide = async (asked: string, query: Record<string, string> = {}) => {
  const fake = fakePlatform(() => "");
  const event = call("DELETE /objects/{key+}", {
    as: "admin",
    by: "ada",
    pathParameters: { key: asked },
    queryStringParameters: query,
  });
  return { ...fake, ...(await read(adminApi(config, fake.platform)(event))) };
};

test("an admin hides anybody's object; no version is named, so none is lost", async () => {
  const { status, body, requests, accesses } = await hide(key);
  expect(status).toBe(200);
  expect(body).toEqual({ key });
  expect(requests).toEqual([{ method: "DELETE", path: "/uploads/alice/report%201.pdf" }]);
  expect(accesses).toEqual(["admin for ada"]);
});

test("a version cannot be deleted by a parameter, and nothing outside of the prefix", async () => {
  const byVersion = await hide(key, { versionId: version });
  expect(byVersion.status).toBe(400);
  expect(byVersion.body).toMatchObject({ field: "versionId", detail: "versionId is not a field of this request" });
  const outside = await hide("payroll/2026.csv");
  expect(outside.status).toBe(403);
  expect([...byVersion.requests, ...outside.requests]).toEqual([]);
});
