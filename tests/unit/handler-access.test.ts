import { adminApi } from "../../functions/admin";
import { apiHandler } from "../../functions/api/handler";
import { readOperations } from "../../functions/api/objects";
import { uploadOperations } from "../../functions/api/uploads";
import { readApi } from "../../functions/read";
import { writeApi } from "../../functions/write";
import { config, sessionArn } from "../support/api-config";
import { call, fakePlatform, read } from "../support/fake-platform";

/** Every route with the function that serves it, and those who may not call it. Written out, not read from the table. */
const routes = [
  { route: "POST /uploads", api: writeApi, refused: ["viewer"], roles: "uploader, admin" },
  { route: "POST /uploads/{id}/complete", api: writeApi, refused: ["viewer"], roles: "uploader, admin" },
  { route: "DELETE /uploads/{id}", api: writeApi, refused: ["viewer"], roles: "uploader, admin" },
  { route: "GET /objects", api: readApi, refused: ["uploader"], roles: "viewer, admin" },
  { route: "GET /objects/{key+}", api: readApi, refused: ["uploader"], roles: "viewer, admin" },
  { route: "DELETE /objects/{key+}", api: adminApi, refused: ["uploader", "viewer"], roles: "admin" },
] as const;

const refusals = routes.flatMap(({ refused, ...route }) => refused.map((role) => ({ ...route, role })));

test.each(refusals)("$role is refused at $route, and told who is not", async ({ route, api, role, roles }) => {
  const { platform, accesses } = fakePlatform();
  const { status, headers, body } = await read(api(config, platform)(call(route, { as: role })));
  expect(status).toBe(403);
  expect(headers).toEqual({ "content-type": "application/problem+json", "cache-control": "no-store" });
  expect(body).toEqual({
    type: "urn:coffer:problem:not-allowed",
    title: "not allowed",
    status: 403,
    detail: `this needs one of these roles: ${roles}`,
    requestId: "request-1",
  });
  expect(accesses).toEqual([]);
});

const functions = [
  { name: "read", api: readApi, own: "GET /whoami", foreign: ["POST /uploads", "DELETE /objects/{key+}"] },
  { name: "write", api: writeApi, own: "POST /uploads", foreign: ["GET /objects", "DELETE /objects/{key+}"] },
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
  const handler = apiHandler("read", config, platform, operations);
  expect((await read(handler(call("POST /uploads", { json: { uploads: [{ key: "a", size: 1 }] } })))).status).toBe(404);
  expect((await read(handler(call("GET /whoami")))).status).toBe(200);
  expect(accesses).toEqual([]);
});

const strangers = [
  ["an IAM user", { iam: { userArn: "arn:aws:iam::123456789012:user/alice" } }],
  ["another role", { iam: { userArn: "arn:aws:sts::123456789012:assumed-role/Administrator/alice" } }],
  [
    "the same role elsewhere",
    { iam: { userArn: sessionArn("admin", "alice").replace("123456789012", "210987654321") } },
  ],
  ["nobody known", { iam: {} }],
  ["somebody whom another authoriser let in", {}],
] as const;

test.each(functions)("the $name function serves sessions of the stack's roles only", async ({ api, own }) => {
  for (const [, authorizer] of strangers) {
    const { platform, accesses, lines } = fakePlatform();
    const event = call(own, { requestContext: { requestId: "request-2", authorizer } });
    const { status, body } = await read(api(config, platform)(event));
    expect(status).toBe(403);
    expect(body).toMatchObject({ type: "urn:coffer:problem:not-allowed", requestId: "request-2" });
    expect(accesses).toEqual([]);
    expect(lines).toMatchObject([{ requestId: "request-2", status: 403, problem: "not-allowed" }]);
  }
  const { platform } = fakePlatform();
  expect((await read(api(config, platform)(call(own, { requestContext: { requestId: "request-3" } })))).status).toBe(
    403,
  );
});

const limits = { urlSeconds: 900, largestObject: 1_099_511_627_776, largestBatch: 100 };
const uploads = ["createUploads", "completeUpload", "abortUpload"];

test.each([
  ["uploader", { writes: "uploads/alice/", operations: ["whoami", ...uploads] }],
  ["viewer", { reads: "uploads/", operations: ["whoami", "listObjects", "getObject"] }],
  [
    "admin",
    {
      writes: "uploads/alice/",
      reads: "uploads/",
      operations: ["whoami", ...uploads, "listObjects", "getObject", "deleteObject"],
    },
  ],
] as const)("whoami tells an %s what it may do and where, without asking S3", async (role, expected) => {
  const { platform, accesses } = fakePlatform();
  const { status, headers, body } = await read(readApi(config, platform)(call("GET /whoami", { as: role })));
  expect(status).toBe(200);
  expect(headers).toEqual({ "content-type": "application/json", "cache-control": "no-store" });
  expect(body).toEqual({ caller: "alice", role, ...expected, limits });
  expect(accesses).toEqual([]);
});
