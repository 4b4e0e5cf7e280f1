import { LambdaClient, ListFunctionsCommand, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { download, restoreVersion, sendFile, upload } from "../../client/transfer";
import { evaluate } from "../../tools/graph/evaluate";
import { bundlesOf } from "../support/bundle";
import { type Member, memberOf, rootSettings, useSandbox } from "../support/sandbox";

/** The administrators' deployed function, whose parts are as small as S3 allows, and one a call. */

const sandbox = useSandbox();
let admin: Member;
let viewer: Member;

const MiB = 1024 ** 2;

beforeAll(async () => {
  admin = await memberOf(sandbox.get(), "admin");
  viewer = await memberOf(sandbox.get(), "viewer");
  const bundle = bundlesOf(await evaluate({ stack: "sandbox" })).find(({ name }) => name === "access-admin");
  // The figures of `copyPlan`, as the bundle has them.
  const plan = /single:64\*\w+,part:64\*\w+,parallel:16,work:15e3/;
  expect(bundle?.text).toMatch(plan);
  const code = bundle?.text.replace(plan, "single:1,part:5242880,parallel:1,work:0") ?? "";
  const lambda = new LambdaClient(await rootSettings(sandbox.get()));
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const FunctionName = Functions.find(({ FunctionName: name }) => name?.endsWith("-api-admin"))?.FunctionName;
  const ZipFile = zipSync({ "index.js": strToU8(code) });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
}, 60_000);

test("a version is copied part by part, one a call, and once; its type stays", async () => {
  const first = Buffer.alloc(12 * MiB, "one ");
  const { uploads } = await admin.api.createUploads({
    uploads: [{ key: "large.bin", size: first.length, contentType: "image/png" }],
  });
  const [plan] = uploads;
  if (plan === undefined) throw new Error("no plan");
  await sendFile(admin.api, plan, first);
  const before = await viewer.api.getObject(plan.key);
  const [next] = (await admin.api.createUploads({ uploads: [{ key: "large.bin", size: 3, overwrite: true }] })).uploads;
  if (next === undefined) throw new Error("no plan");
  await sendFile(admin.api, next, Buffer.from("two"));

  const told: number[] = [];
  const restored = await restoreVersion(admin.api, plan.key, before.versionId ?? "", (copied) => told.push(copied));
  expect(told).toEqual([5 * MiB, 10 * MiB]);
  const after = await viewer.api.getObject(plan.key);
  expect(after).toMatchObject({ versionId: restored, size: 12 * MiB, contentType: "image/png" });
  expect((await download(viewer.api, plan.key)).equals(first)).toBe(true);
  expect(await restoreVersion(admin.api, plan.key, before.versionId ?? "")).toBe(restored);
  expect((await viewer.api.listVersions(plan.key)).versions).toHaveLength(3);
  expect((await upload(admin.api, "small.txt", Buffer.from("x"))).key).toContain("small.txt");
}, 60_000);
