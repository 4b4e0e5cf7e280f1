import { adminApi } from "../../functions/admin";
import { apiHandler } from "../../functions/api/handler";
import { readOperations } from "../../functions/api/read-operations";
import { readRoutes } from "../../functions/api/routes";
import { uploadOperations } from "../../functions/api/write-operations";
import { AwsError } from "../../functions/aws/errors";
import type { AwsRequest } from "../../functions/aws/request";
import { readApi } from "../../functions/read";
import { writeApi } from "../../functions/write";
import { config, sessionArn } from "../support/api-config";
import { type Answer, call, fakePlatform, read } from "../support/fake-platform";
import { head, objectList, versionList } from "../support/s3-answers";

/** Every route with the function that serves it, and who may call it. Written out, not read from the table. */
const routes = [
  { route: "POST /uploads", api: writeApi, roles: ["uploader", "admin"] },
  { route: "GET /uploads", api: writeApi, roles: ["uploader", "admin"] },
  { route: "GET /uploads/{id}", api: writeApi, roles: ["uploader", "admin"] },
  { route: "POST /uploads/{id}/complete", api: writeApi, roles: ["uploader", "admin"] },
  { route: "DELETE /uploads/{id}", api: writeApi, roles: ["uploader", "admin"] },
  { route: "GET /objects", api: readApi, roles: ["viewer", "admin"] },
  { route: "GET /objects/{key+}", api: readApi, roles: ["viewer", "admin"] },
  { route: "POST /downloads", api: readApi, roles: ["viewer", "admin"] },
  { route: "GET /versions", api: readApi, roles: ["viewer", "admin", "custodian"] },
  { route: "POST /restores", api: adminApi, roles: ["admin"] },
  { route: "DELETE /objects/{key+}", api: adminApi, roles: ["admin"] },
  { route: "DELETE /versions", api: adminApi, roles: ["custodian"] },
] as const;

const everybody = ["uploader", "viewer", "admin", "custodian"] as const;
const refusals = routes.flatMap(({ roles, ...route }) =>
  everybody.filter((role) => !roles.some((allowed) => allowed === role)).map((role) => ({ ...route, roles, role })),
);

test.each(refusals)("$role is refused at $route, and told who is not", async ({ route, api, role, roles }) => {
  const { platform, accesses } = fakePlatform();
  // Who may not ask learns nothing of what was wrong with the question either.
  const { status, headers, body } = await read(api(config, platform)(call(route, { as: role, body: "{" })));
  expect(status).toBe(403);
  expect(headers).toEqual({ "content-type": "application/problem+json", "cache-control": "no-store" });
  expect(body).toEqual({
    type: "urn:coffer:problem:not-allowed",
    title: "not allowed",
    status: 403,
    detail: `a session of ${roles.join(" or ")} may do this; this is ${role}`,
    next: "Assume one of the roles in `roles`, or ask an administrator for access.",
    roles,
    requestId: "request-1",
  });
  expect(accesses).toEqual([]);
});

test.each(everybody)("GET /whoami serves a session of the %s", async (role) => {
  const { platform } = fakePlatform();
  expect((await read(readApi(config, platform)(call("GET /whoami", { as: role })))).status).toBe(200);
});

const functions = [
  { name: "read", api: readApi, own: "GET /whoami", foreign: ["POST /uploads", "DELETE /objects/{key+}"] },
  { name: "write", api: writeApi, own: "POST /uploads", foreign: ["GET /objects", "POST /restores"] },
  { name: "admin", api: adminApi, own: "DELETE /objects/{key+}", foreign: ["GET /whoami", "POST /uploads"] },
];

test.each(functions)(
  "the $name function serves no other privilege's route, even to an admin",
  async ({ api, foreign }) => {
    for (const route of [...foreign, "GET /unknown", "constructor", "$default"]) {
      const { platform, accesses } = fakePlatform();
      const { status, body } = await read(api(config, platform)(call(route, { as: "admin" })));
      expect(status).toBe(404);
      expect(body).toMatchObject({ type: "urn:coffer:problem:not-found", detail: `there is no route ${route}` });
      expect(accesses).toEqual([]);
    }
  },
);

test("a function that was handed another privilege's operations by mistake still serves its own routes only", async () => {
  const { platform, accesses } = fakePlatform();
  const operations = { ...readOperations(config, platform), ...uploadOperations(config, platform) };
  const handler = apiHandler<"read">(readRoutes, config, platform, operations);
  expect((await read(handler(call("POST /uploads", { json: { uploads: [{ key: "a", size: 1 }] } })))).status).toBe(404);
  expect((await read(handler(call("GET /whoami")))).status).toBe(200);
  expect(accesses).toEqual([]);
});

const strangers = [
  { iam: { userArn: "arn:aws:iam::123456789012:user/alice" } },
  { iam: { userArn: "arn:aws:sts::123456789012:assumed-role/Administrator/alice" } },
  // The same role of another account.
  { iam: { userArn: sessionArn("admin", "alice").replace("123456789012", "210987654321") } },
  { iam: {} },
  // Let in by another authoriser.
  {},
];

test.each(functions)("the $name function serves sessions of the stack's roles only", async ({ api, own }) => {
  for (const authorizer of strangers) {
    const { platform, accesses, lines } = fakePlatform();
    const event = call(own, { requestContext: { requestId: "request-2", authorizer } });
    const { status, body } = await read(api(config, platform)(event));
    expect(status).toBe(403);
    expect(body).toMatchObject({ type: "urn:coffer:problem:not-allowed", requestId: "request-2" });
    expect(accesses).toEqual([]);
    expect(lines).toMatchObject([{ requestId: "request-2", status: 403, outcome: "not-allowed" }]);
    expect(lines[0]?.caller).toBeUndefined();
  }
  const { platform } = fakePlatform();
  expect((await read(api(config, platform)(call(own, { requestContext: { requestId: "request-3" } })))).status).toBe(
    403,
  );
});

/** A bucket in which every object exists, and one in which none does. */
const full = ({ method, query = {} }: AwsRequest): Answer => {
  if (method === "HEAD") return head;
  return "versions" in query ? versionList([{ id: "v1", latest: true }]) : objectList([["payroll/2026.csv", 1]]);
};
const empty = ({ method, query = {} }: AwsRequest): Answer => {
  if (method === "HEAD") throw new AwsError(404, "Http404", "");
  return "versions" in query ? versionList([]) : objectList([]);
};

const outside = "payroll/2026.csv";
const prying = [
  ["GET /objects", readApi, "viewer", { queryStringParameters: { prefix: outside } }],
  ["GET /objects/{key+}", readApi, "viewer", { pathParameters: { key: outside } }],
  ["POST /downloads", readApi, "viewer", { json: { downloads: [{ key: outside }] } }],
  ["GET /versions", readApi, "viewer", { queryStringParameters: { key: outside } }],
  ["POST /restores", adminApi, "admin", { json: { kind: "undelete", key: outside } }],
  ["POST /restores", adminApi, "admin", { json: { kind: "version", key: outside, versionId: "v1" } }],
  ["POST /restores", adminApi, "admin", { json: { kind: "archive", key: outside } }],
  ["DELETE /objects/{key+}", adminApi, "admin", { pathParameters: { key: outside } }],
  ["POST /uploads", writeApi, "uploader", { json: { uploads: [{ key: "uploads/bob/2026.csv", size: 1 }] } }],
] as const;

test.each(prying)("%s tells nobody whether an object that it may not see exists", async (route, api, as, more) => {
  const answers = [full, empty].map(async (s3) => {
    const { platform, requests } = fakePlatform(s3);
    const answer = await read(api(config, platform)(call(route, { as, ...more })));
    expect(requests).toEqual([]);
    return answer;
  });
  const [there, missing] = await Promise.all(answers);
  expect(JSON.stringify(there)).toContain("urn:coffer:problem:outside-prefix");
  expect(there).toEqual(missing);
});

const hidden = [400, 403, 404, 405];

test("inside the prefix, what S3 refuses and what it does not have are one answer", async () => {
  const answers = hidden.map((status) => {
    const { platform } = fakePlatform(() => {
      throw new AwsError(status, `Http${status}`, "");
    });
    return read(
      readApi(config, platform)(call("GET /objects/{key+}", { as: "viewer", pathParameters: { key: "uploads/a" } })),
    );
  });
  const [first, ...others] = await Promise.all(answers);
  expect(first?.status).toBe(404);
  for (const other of others) expect(other).toEqual(first);
});
