import type { RecordAnswer, RecordRequest } from "../../functions/records/contract";
import { writeApi } from "../../functions/write";
import { config } from "../support/api-config";
import { arrived, done, fails, id, key, multipart, parts, single, world } from "../support/completion";
import { asAnnounced, call, read } from "../support/fake-platform";
import { partList } from "../support/s3-answers";

test("once all parts have arrived they are joined, and the object is recorded as the answer tells", async () => {
  const { complete, asked, requests, records, accesses, entries } = world(multipart, arrived);
  expect(await complete()).toMatchObject({ status: 200, body: done });
  expect(asked()).toEqual([`GET /${key}`, `POST /${key}`]);
  expect(requests[1]?.headers).toEqual({
    "content-type": "application/xml",
    "x-amz-mp-object-size": "20",
    "if-none-match": "*",
  });
  expect(requests[1]?.body?.match(/<PartNumber>\d+/g)).toEqual([1, 2, 3].map((number) => `<PartNumber>${number}`));
  expect(records).toEqual([{ record: { key, upload: id, size: 20 } }]);
  expect(accesses).toEqual(["write for alice"]);
  expect(entries.get(id)).toEqual({ closed: { completed: done } });
});

test("a single PUT asks nothing of S3: the recorder tells whether its object is there", async () => {
  const { complete, requests, records } = world(single);
  expect(await complete()).toMatchObject({ status: 200, body: done });
  expect(requests).toEqual([]);
  expect(records).toEqual([{ record: { key, upload: id, size: 20 } }]);
});

test.each([
  ["CRC64NVME", "rosUhgp5mIg=", "x-amz-checksum-crc64nvme"],
  ["CRC32C", "yZRlqg==", "x-amz-checksum-crc32c"],
] as const)("S3 compares a %s before it joins the parts, and the recorder after", async (algorithm, value, name) => {
  const checksum = { algorithm, value };
  const { complete, requests, records } = world({ ...multipart, checksum }, arrived);
  expect((await complete()).body).toEqual({ ...done, checksum });
  expect(requests[1]?.headers).toEqual({
    "content-type": "application/xml",
    "x-amz-mp-object-size": "20",
    [name]: value,
    "x-amz-checksum-type": "FULL_OBJECT",
    "if-none-match": "*",
  });
  expect(records).toEqual([{ record: { key, upload: id, size: 20, checksum } }]);
});

test("an upload that may overwrite is joined whatever is there", async () => {
  const { complete, requests } = world({ ...multipart, overwrite: true }, arrived);
  expect((await complete()).status).toBe(200);
  expect(requests[1]?.headers).not.toHaveProperty("if-none-match");
});

test.each([
  ["no part", [], 0],
  ["the first two parts", parts.slice(0, 2), 16],
  ["all but the first", parts.slice(1), 12],
] as const)(
  "with %s nothing is joined or recorded, and the caller is told how much has arrived",
  async (_, there, bytes) => {
    const { complete, asked, records, entries } = world(multipart, { parts: () => partList(there) });
    const { status, body } = await complete();
    expect(status).toBe(409);
    expect(body).toMatchObject({
      type: "urn:coffer:problem:incomplete-upload",
      field: "id",
      detail: `${bytes} of 20 bytes have arrived`,
    });
    expect(asked()).toEqual([`GET /${key}`]);
    expect(records).toEqual([]);
    expect(entries.get(id)).toEqual({ open: multipart });
  },
);

describe.each([
  ["a single PUT", single],
  ["a multipart upload", multipart],
])("the completion of %s", (_, upload) => {
  test("gives the same answer when it is repeated, and asks nobody again", async () => {
    let version = 0;
    const recorder = (request: RecordRequest): RecordAnswer => {
      version += 1;
      const answer = asAnnounced(request);
      return "recorded" in answer ? { recorded: { ...answer.recorded, versionId: `version-${version}` } } : answer;
    };
    const { complete, requests, records } = world(upload, arrived, recorder);
    const first = await complete();
    const askedOnce = requests.length;
    for (let repeated = 0; repeated < 3; repeated += 1) expect(await complete()).toEqual(first);
    expect(first).toMatchObject({ status: 200, body: { versionId: "version-1" } });
    expect(records).toHaveLength(1);
    expect(requests).toHaveLength(askedOnce);
  });

  test("gives the same answer to all who ask at the same moment", async () => {
    let version = 0;
    const { complete } = world(upload, arrived, (request) => {
      version += 1;
      const answer = asAnnounced(request);
      return "recorded" in answer ? { recorded: { ...answer.recorded, versionId: `version-${version}` } } : answer;
    });
    const answers = await Promise.all([complete(), complete(), complete()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
  });

  test.each([
    ["missing", "S3 does not have the object yet"],
    ["another-upload", "the object with this key belongs to another upload: this one has not arrived, or was replaced"],
    ["size", "the object's size differs from the announced size"],
    [
      "checksum",
      "the object does not have the announced checksum; abort, and send the file again with the headers of the plan",
    ],
  ] as const)("is refused where the recorder finds %s, and can be asked for again", async (refused, detail) => {
    const { complete, entries } = world(upload, arrived, () => ({ refused }));
    const { status, body } = await complete();
    expect(status).toBe(409);
    expect(body).toMatchObject({ type: "urn:coffer:problem:incomplete-upload", field: "id", detail });
    expect(entries.get(id)).toEqual({ open: upload });
  });

  test("fails where the recorder does, and the upload stays", async () => {
    const { complete, entries } = world(upload, arrived, fails(503, "RecorderUnhandled"));
    expect(await complete()).toMatchObject({ status: 503, headers: { "retry-after": "2" } });
    expect(entries.get(id)).toEqual({ open: upload });
  });

  test("is refused after an abort, and nothing is asked or recorded", async () => {
    const { complete, ledger, requests, records } = world(upload, arrived);
    await ledger.close(upload, { aborted: key });
    const { status, body } = await complete();
    expect(status).toBe(409);
    expect(body).toMatchObject({ type: "urn:coffer:problem:upload-closed", detail: "this upload was aborted" });
    expect([...requests, ...records]).toEqual([]);
  });

  test("is refused if an abort came first while it was under way", async () => {
    const { complete, entries } = world(upload, arrived, (request) => {
      entries.set(id, { closed: { aborted: key } });
      return asAnnounced(request);
    });
    const { status, body } = await complete();
    expect(status).toBe(409);
    expect(body).toMatchObject({ type: "urn:coffer:problem:upload-closed" });
    expect(entries.get(id)).toEqual({ closed: { aborted: key } });
  });

  test.each([
    ["an unknown id", "0t8wmo0bbbbbbbbbbbbbbbbbbbb", "alice"],
    ["another caller's id", id, "bob"],
    ["a malformed id", "../alice", "alice"],
    ["a key", key, "alice"],
    ["an id with a line break", `${id}\n`, "alice"],
    ["an id in capitals", id.toUpperCase(), "alice"],
    ["an endless id", "a".repeat(10_000), "alice"],
    ["nothing", "", "alice"],
  ])("is not found under %s, and every one is answered alike", async (_what, named, by) => {
    const { complete, requests, records, entries } = world(upload, arrived);
    const { status, body } = await complete(named, by);
    expect(status).toBe(404);
    expect(body).toEqual({
      type: "urn:coffer:problem:not-found",
      title: "not found",
      status: 404,
      detail: "the caller has no upload with this id, or it has expired",
      next: "List what exists with GET /objects, GET /versions or GET /uploads.",
      field: "id",
      requestId: "request-1",
    });
    expect([...requests, ...records]).toEqual([]);
    expect(entries.get(id)).toEqual({ open: upload });
  });
});

test("a completion takes neither a body nor a parameter", async () => {
  const { platform, requests, records } = world(multipart, arrived);
  const send = (more: object) =>
    read(writeApi(config, platform)(call("POST /uploads/{id}/complete", { pathParameters: { id }, ...more })));
  expect(await send({ json: { size: 7 } })).toMatchObject({ status: 400, body: { field: "size" } });
  expect(await send({ queryStringParameters: { force: "true" } })).toMatchObject({
    status: 400,
    body: { field: "force" },
  });
  expect([...requests, ...records]).toEqual([]);
});
