import { adminApi } from "../../functions/admin";
import { AwsError } from "../../functions/aws/errors";
import { config } from "../support/api-config";
import { type Answer, call, fakePlatform, read } from "../support/fake-platform";

const key = "uploads/alice/report 1.pdf";

const remove = async (query: Record<string, string>, answer: () => Answer = () => "") => {
  const fake = fakePlatform(answer);
  const event = call("DELETE /versions", { as: "custodian", by: "carla", queryStringParameters: query });
  return { ...fake, ...(await read(adminApi(config, fake.platform)(event))) };
};

test("a custodian deletes one version, with a session for exactly that one", async () => {
  const { status, body, requests, accesses } = await remove({ key, versionId: "v1" });
  expect(status).toBe(200);
  expect(body).toEqual({ key, versionId: "v1" });
  expect(requests).toEqual([{ method: "DELETE", path: "/uploads/alice/report%201.pdf", query: { versionId: "v1" } }]);
  expect(accesses).toEqual(["remove v1 for carla"]);
});

test.each<[string, Record<string, string>, number, string]>([
  ["no version", { key }, 400, "versionId"],
  ["an empty version", { key, versionId: "" }, 400, "versionId"],
  ["a version that is none", { key, versionId: "v1&x" }, 400, "versionId"],
  ["no key", { versionId: "v1" }, 400, "key"],
  ["a key outside of the prefix", { key: "payroll/2026.csv", versionId: "v1" }, 403, "key"],
  ["a field that is none", { key, versionId: "v1", bypass: "true" }, 400, "bypass"],
])("%s: nothing is deleted", async (_, query, expected, field) => {
  const { status, body, requests, accesses } = await remove(query);
  expect(status).toBe(expected);
  expect(body).toMatchObject({ field });
  expect([...requests, ...accesses]).toEqual([]);
});

test.each([
  "Access Denied because object protected by object lock.",
  "Access Denied because object protected by object lock retention.",
  "Access Denied because object protected by object lock legal hold.",
])("a version that is locked stays, and the caller is told so: %s", async (message) => {
  const { status, body } = await remove({ key, versionId: "v1" }, () => {
    throw new AwsError(403, "AccessDenied", message);
  });
  expect(status).toBe(409);
  expect(body).toMatchObject({
    type: "urn:coffer:problem:version-locked",
    detail: "a retention period or a legal hold protects this version",
    field: "versionId",
  });
});

test("another denial is no lock, and is not told as one", async () => {
  const { status, body } = await remove({ key, versionId: "v1" }, () => {
    throw new AwsError(403, "AccessDenied", "Access Denied");
  });
  expect(status).toBe(500);
  expect(body).toMatchObject({ type: "urn:coffer:problem:internal" });
});

test("a version id that S3 does not know the form of is the caller's mistake", async () => {
  const { status } = await remove({ key, versionId: "v1" }, () => {
    throw new AwsError(400, "InvalidArgument", "Invalid version id specified");
  });
  expect(status).toBe(400);
});
