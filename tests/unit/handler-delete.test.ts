import { adminApi } from "../../functions/admin";
import { config } from "../support/api-config";
import { type Answer, call, fakePlatform, read } from "../support/fake-platform";
import { versionList } from "../support/s3-answers";

const key = "uploads/alice/report 1.pdf";
const there = versionList([{ id: "v1", latest: true }]);

const hide = async (asked: string, versions: string, query: Record<string, string> = {}) => {
  const fake = fakePlatform(({ method }): Answer => (method === "GET" ? versions : { "x-amz-version-id": "m1" }));
  const event = call("DELETE /objects/{key+}", {
    as: "admin",
    by: "ada",
    pathParameters: { key: asked },
    queryStringParameters: query,
  });
  return { ...fake, ...(await read(adminApi(config, fake.platform)(event))) };
};

test("an admin hides anybody's object; no version is named, so none is lost", async () => {
  const { status, body, requests, accesses } = await hide(key, there);
  expect(status).toBe(200);
  expect(body).toEqual({ key, versionId: "m1" });
  expect(requests[1]).toEqual({ method: "DELETE", path: "/uploads/alice/report%201.pdf", repeatable: false });
  expect(requests).toHaveLength(2);
  expect(accesses).toEqual(["admin for ada"]);
});

test.each(["uploads/mallory/../alice/x", "uploads/alice//a", "uploads/a\nb", "uploads/alice/dir/"])(
  "an admin hides what S3 lists, by its key as it is: %j",
  async (odd) => {
    const versions = versionList([{ id: "v1", latest: true, key: encodeURIComponent(odd) }]);
    const path = odd.replaceAll("..", "%252E%252E");
    const { status, body, requests } = await hide(path, versions, { key: odd });
    expect(status).toBe(200);
    expect(body).toEqual({ key: odd, versionId: "m1" });
    expect(requests[1]?.path).toBe(`/${odd.split("/").map(encodeURIComponent).join("/")}`);
  },
);

test.each([
  ["nothing", versionList([])],
  ["a hidden object", versionList([{ id: "m0", marker: true, latest: true }, { id: "v1" }])],
  [
    "only an object whose key goes on",
    versionList([{ id: "x1", key: "uploads/alice/report+1.pdf.bak", latest: true }]),
  ],
])("where there is %s, no marker is added", async (_, versions) => {
  const { status, body, requests } = await hide(key, versions);
  expect(status).toBe(404);
  expect(body).toMatchObject({
    type: "urn:coffer:problem:not-found",
    detail: "the object does not exist",
    field: "key",
  });
  expect(requests.map(({ method }) => method)).toEqual(["GET"]);
});

test("a version cannot be deleted by a parameter, and nothing outside of the prefix", async () => {
  const byVersion = await hide(key, there, { versionId: "v1" });
  expect(byVersion.status).toBe(400);
  expect(byVersion.body).toMatchObject({ field: "versionId", detail: "versionId is not a field of this request" });
  const outside = await hide("payroll/2026.csv", there);
  expect(outside.status).toBe(403);
  expect([...byVersion.accesses, ...outside.accesses]).toEqual([]);
});
