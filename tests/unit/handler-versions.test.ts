import { AwsError } from "../../functions/aws/errors";
import { readApi } from "../../functions/read";
import { config } from "../support/api-config";
import { type Answer, call, fakePlatform, read } from "../support/fake-platform";
import { versionList } from "../support/s3-answers";

const key = "uploads/alice/report 1.pdf";

const versionsOf = async (query: Record<string, string>, answer: () => Answer = () => versionList([])) => {
  const fake = fakePlatform(answer);
  const event = call("GET /versions", { as: "viewer", queryStringParameters: query });
  return { ...fake, ...(await read(readApi(config, fake.platform)(event))) };
};

const lastModified = "2026-01-14T09:30:00.000Z";
const object = { kind: "object", lastModified, size: 4096, etag: "9b2cf535f27731c974343645a3985328" };

test("versions and delete markers come in S3's order, the newest first", async () => {
  const { status, body, requests, accesses } = await versionsOf({ key }, () =>
    versionList([{ id: "v4", marker: true, latest: true }, { id: "v3" }, { id: "v2", marker: true }, { id: "null" }]),
  );
  expect(status).toBe(200);
  expect(body).toEqual({
    versions: [
      { versionId: "v4", kind: "delete-marker", current: true, lastModified },
      { versionId: "v3", current: false, storageClass: "STANDARD", ...object },
      { versionId: "v2", kind: "delete-marker", current: false, lastModified },
      { versionId: "null", current: false, storageClass: "STANDARD", ...object },
    ],
  });
  expect(requests).toEqual([
    {
      method: "GET",
      path: "/",
      query: { versions: "", prefix: key, "max-keys": "100", "encoding-type": "url" },
      headers: { "x-amz-optional-object-attributes": "RestoreStatus" },
    },
  ]);
  expect(accesses).toEqual(["read for alice"]);
});

test("keys that only begin alike are left out", async () => {
  const { body } = await versionsOf({ key }, () =>
    versionList([
      { id: "v1", latest: true },
      { id: "x1", key: "uploads/alice/report+1.pdf.bak" },
      { id: "x2", key: "uploads/alice/report+1.pdf/2", marker: true },
    ]),
  );
  expect(body.versions).toMatchObject([{ versionId: "v1" }]);
});

test("a key of which only longer ones exist has no versions", async () => {
  const { status, body } = await versionsOf({ key }, () =>
    versionList([{ id: "x1", key: "uploads/alice/report+1.pdf.bak", latest: true }]),
  );
  expect(status).toBe(404);
  expect(body).toMatchObject({
    type: "urn:coffer:problem:not-found",
    detail: "the object does not exist",
    field: "key",
  });
});

test("how far a copy from Glacier is belongs to its version", async () => {
  const { body } = await versionsOf({ key }, () =>
    versionList([
      { id: "v3", storageClass: "DEEP_ARCHIVE", restore: "<IsRestoreInProgress>true</IsRestoreInProgress>" },
      {
        id: "v2",
        storageClass: "GLACIER",
        restore:
          "<IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-01-23T00:00:00.000Z</RestoreExpiryDate>",
      },
      { id: "v1", storageClass: "GLACIER" },
    ]),
  );
  expect(body.versions).toMatchObject([
    { storageClass: "DEEP_ARCHIVE", restore: { inProgress: true } },
    { storageClass: "GLACIER", restore: { inProgress: false, readableUntil: "2026-01-23T00:00:00.000Z" } },
    { storageClass: "GLACIER" },
  ]);
  expect((body.versions as object[])[2]).not.toHaveProperty("restore");
});

test("a cursor goes on after the last page's version", async () => {
  const first = await versionsOf({ key, limit: "1" }, () =>
    versionList([{ id: "v2", latest: true }], ["uploads/alice/report+1.pdf", "v2"]),
  );
  expect(first.body.cursor).toBe("v2");
  expect(first.requests[0]?.query).toMatchObject({ "max-keys": "1" });
  const second = await versionsOf({ key, limit: "1", cursor: "v2" }, () => versionList([{ id: "v1" }]));
  expect(second.requests[0]?.query).toMatchObject({ "key-marker": key, "version-id-marker": "v2" });
  expect(second.body.versions).toMatchObject([{ versionId: "v1" }]);
  expect(second.body).not.toHaveProperty("cursor");
});

test("a page that ends in another key is the last one", async () => {
  const { body } = await versionsOf({ key }, () =>
    versionList(
      [{ id: "v1" }, { id: "x1", key: "uploads/alice/report+1.pdf.bak" }],
      ["uploads/alice/report+1.pdf.bak", "x1"],
    ),
  );
  expect(body).not.toHaveProperty("cursor");
});

test("a page after the last version is empty, and no missing object", async () => {
  const { status, body } = await versionsOf({ key, cursor: "v1" });
  expect(status).toBe(200);
  expect(body).toEqual({ versions: [] });
});

test("a list that fails is not taken for an object without versions", async () => {
  const { status } = await versionsOf({ key }, () => {
    throw new AwsError(503, "SlowDown", "");
  });
  expect(status).toBe(503);
});

test.each([
  [{}, 400, "key", "key is missing"],
  [{ key, limit: "1001" }, 400, "limit", "limit must be 1000 or less"],
  [{ key, cursor: "a b" }, 400, "cursor", "cursor must name a version"],
  [{ key: "payroll/2026.csv" }, 403, "key", "this caller's keys begin with 'uploads/'"],
])("%j is refused before S3 is asked", async (query, expected, field, detail) => {
  const { status, body, accesses } = await versionsOf(query);
  expect(status).toBe(expected);
  expect(body).toMatchObject({ field, detail });
  expect(accesses).toEqual([]);
});
