import { writeUploadId } from "../../functions/api/upload-id";
import { AwsError, type AwsRequest } from "../../functions/aws/request";
import { writeApi } from "../../functions/write";
import { config } from "../support/api-config";
import { type Answer, call, fakePlatform, read } from "../support/fake-platform";
import { completed, objectList, partList } from "../support/s3-answers";

const key = "uploads/alice/big.bin";
/** 12:00:00 on 15 January 2026, UTC. */
const at = 1_768_478_400;
const single = { key, size: 20, overwrite: false, at };
const multipart = { ...single, uploadId: "upload-1" };
const parts: [number, string, number][] = [
  [1, "aa", 8],
  [2, "bb", 8],
  [3, "cc", 4],
];

/** An S3 that answers by what is asked for. */
const s3 =
  (answers: { parts?: () => Answer; complete?: () => Answer; list?: () => Answer; abort?: () => Answer }) =>
  ({ method, path, query = {} }: AwsRequest): Answer => {
    const answer =
      method === "DELETE"
        ? answers.abort
        : path === "/"
          ? answers.list
          : method === "POST"
            ? answers.complete
            : answers.parts;
    if (answer === undefined) throw new Error(`S3 was asked ${method} ${path} ${JSON.stringify(query)}`);
    return answer();
  };
const fails = (status: number, code: string) => (): never => {
  throw new AwsError(status, code, "message of S3");
};
const noSuchUpload = fails(404, "NoSuchUpload");

const ask = async (route: string, id: string, answers: Parameters<typeof s3>[0] = {}, query = {}) => {
  const fake = fakePlatform(s3(answers));
  const event = call(route, { pathParameters: { id }, queryStringParameters: query });
  const { status, body, headers } = await read(writeApi(config, fake.platform)(event));
  return { ...fake, status, body, headers, asked: fake.requests.map(({ method, path }) => `${method} ${path}`) };
};
const complete = (upload: Parameters<typeof writeUploadId>[0], answers: Parameters<typeof s3>[0]) =>
  ask("POST /uploads/{id}/complete", writeUploadId(upload), answers);
const abort = (id: string, answers: Parameters<typeof s3>[0] = {}, query = {}) =>
  ask("DELETE /uploads/{id}", id, answers, query);

const done = { key, size: 20, etag: "9b2cf535f27731c974343645a3985328" };
const since = "2026-01-15T12:03:00.000Z";
const listed = () => objectList([["uploads/alice/big.bin", 20, since]]);

test("once all parts have arrived they are joined, and the object is looked up", async () => {
  const answer = await complete(multipart, { parts: () => partList(parts), complete: () => completed, list: listed });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual(done);
  expect(answer.asked).toEqual([`GET /${key}`, `POST /${key}`, "GET /"]);
  expect(answer.requests[1]?.headers?.["if-none-match"]).toBe("*");
  expect(answer.requests[1]?.body?.match(/<PartNumber>\d+/g)).toHaveLength(3);
  expect(answer.requests[2]?.query).toMatchObject({ prefix: key, "max-keys": "1" });
  expect(answer.accesses).toEqual(["write for alice"]);
});

test("an upload that may overwrite is joined whatever is there", async () => {
  const upload = { ...multipart, overwrite: true };
  const answer = await complete(upload, { parts: () => partList(parts), complete: () => completed, list: listed });
  expect(answer.requests[1]?.headers).not.toHaveProperty("if-none-match");
  expect(answer.status).toBe(200);
});

test("while parts are missing nothing is joined, and the caller is told how much has arrived", async () => {
  const { status, body, asked } = await complete(multipart, { parts: () => partList(parts.slice(0, 2)) });
  expect(status).toBe(409);
  expect(body).toMatchObject({
    type: "urn:coffer:problem:incomplete-upload",
    detail: "16 of 20 bytes have arrived; send the other parts",
  });
  expect(asked).toEqual([`GET /${key}`]);
});

test("asked again, a completion gives the same answer", async () => {
  const first = await complete(multipart, { parts: () => partList(parts), complete: () => completed, list: listed });
  const again = await complete(multipart, { parts: noSuchUpload, list: listed });
  const atOnce = await complete(multipart, { parts: () => partList(parts), complete: noSuchUpload, list: listed });
  for (const answer of [again, atOnce]) {
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(first.body);
  }
});

const notArrived = "the object has not arrived; upload it first";

test.each([
  ["no object", objectList([])],
  ["an object of another size", objectList([["uploads/alice/big.bin", 19, since]])],
  ["only an object whose key goes on", objectList([["uploads/alice/big.bin.old", 20, since]])],
])("an aborted upload with %s in its place has not arrived", async (_, list) => {
  const { status, body } = await complete(multipart, { parts: noSuchUpload, list: () => list });
  expect(status).toBe(409);
  expect(body).toMatchObject({
    type: "urn:coffer:problem:incomplete-upload",
    detail: notArrived,
  });
});

test("a single PUT is complete when its object is there", async () => {
  const { status, body, asked } = await complete(single, { list: listed });
  expect(status).toBe(200);
  expect(body).toEqual(done);
  expect(asked).toEqual(["GET /"]);
  expect((await complete(single, { list: () => objectList([]) })).status).toBe(409);
});

// Planned at 12:00:00, and S3's clock may be 5 s behind.
describe.each([
  ["a single PUT", single],
  ["a single PUT that may overwrite", { ...single, overwrite: true }],
  ["a multipart upload", multipart],
  ["a multipart upload that may overwrite", { ...multipart, overwrite: true }],
])("of %s, an object of the same key and size", (_, upload) => {
  const completeAt = (lastModified: string) =>
    complete(upload, { parts: noSuchUpload, list: () => objectList([[key, 20, lastModified]]) });

  test.each(["2026-01-14T12:00:00.000Z", "2026-01-15T11:59:54.000Z"])(
    "that was there before, since %s, is not taken for it",
    async (lastModified) => {
      const { status, body } = await completeAt(lastModified);
      expect(status).toBe(409);
      expect(body).toMatchObject({ type: "urn:coffer:problem:incomplete-upload", detail: notArrived });
    },
  );

  test.each(["2026-01-15T11:59:55.000Z", "2026-01-15T12:00:00.000Z", "2026-01-15T12:15:00.000Z"])(
    "that has come since it was planned, at %s, is it",
    async (lastModified) => {
      const { status, body } = await completeAt(lastModified);
      expect(status).toBe(200);
      expect(body).toEqual(done);
    },
  );
});

test("an object that has come in between is not replaced", async () => {
  const { status, body } = await complete(multipart, {
    parts: () => partList(parts),
    complete: fails(412, "PreconditionFailed"),
  });
  expect(status).toBe(409);
  expect(body).toMatchObject({
    type: "urn:coffer:problem:exists-already",
    detail: "an object of this key exists; ask with overwrite: true",
  });
});

const forged = [
  ["another caller's key", writeUploadId({ ...multipart, key: "uploads/bob/big.bin" }), 404],
  ["a key outside of everything", writeUploadId({ ...multipart, key: "payroll/2026.csv" }), 404],
  ["a relative key", writeUploadId({ ...multipart, key: "big.bin" }), 404],
  ["a name that begins alike", writeUploadId({ ...multipart, key: "uploads/alicent/big.bin" }), 404],
  ["a way out of the prefix", writeUploadId({ ...multipart, key: "uploads/alice/../bob/big.bin" }), 400],
  ["garbage", "garbage", 404],
  ["nothing", "", 404],
] as const;

test.each(forged)("an id of %s reaches no session and no S3", async (_, id, expected) => {
  for (const route of ["POST /uploads/{id}/complete", "DELETE /uploads/{id}"]) {
    const { status, body, accesses } = await ask(route, id);
    expect(status).toBe(expected);
    expect(body).toMatchObject({ field: "id" });
    expect(accesses).toEqual([]);
  }
});

test("aborting frees the parts, and is the same a second time", async () => {
  const first = await abort(writeUploadId(multipart), { abort: () => "" });
  expect(first.status).toBe(200);
  expect(first.body).toEqual({ key });
  expect(first.requests).toEqual([{ method: "DELETE", path: `/${key}`, query: { uploadId: "upload-1" } }]);
  const again = await abort(writeUploadId(multipart), { abort: noSuchUpload });
  expect(again.status).toBe(200);
  expect(again.body).toEqual({ key });
});

test("aborting a single PUT asks nothing of S3: there is nothing to free", async () => {
  const { status, body, accesses } = await abort(writeUploadId(single));
  expect(status).toBe(200);
  expect(body).toEqual({ key });
  expect(accesses).toEqual([]);
});

test("another failure of aborting is not taken for success", async () => {
  expect((await abort(writeUploadId(multipart), { abort: fails(403, "AccessDenied") })).status).toBe(500);
});

test("a parameter that nobody reads is refused", async () => {
  const { status, body } = await abort(writeUploadId(multipart), {}, { force: "true" });
  expect(status).toBe(400);
  expect(body).toMatchObject({ field: "force", detail: "force is not a field of this request" });
});
