import type { Upload } from "../../functions/api/ledger";
import { AwsError } from "../../functions/aws/errors";
import type { AwsRequest } from "../../functions/aws/request";
import type { RecordAnswer, RecordRequest } from "../../functions/records/contract";
import { writeApi } from "../../functions/write";
import { config } from "../support/api-config";
import { type Answer, asAnnounced, call, fakePlatform, read } from "../support/fake-platform";
import { completed, partList } from "../support/s3-answers";

const key = "uploads/alice/big.bin";
const id = "0t8wmo0aaaaaaaaaaaaaaaaaaaa";
const single: Upload = { id, key, size: 20, overwrite: false, at: 1_768_478_400, until: 1_768_737_600 };
const multipart: Upload = { ...single, multipart: { uploadId: "upload-1", partSize: 8 } };
const parts: [number, string, number][] = [
  [1, "aa", 8],
  [2, "bb", 8],
  [3, "cc", 4],
];

/** An S3 that answers by what is asked for. */
const s3 =
  (answers: { parts?: () => Answer; complete?: () => Answer }) =>
  ({ method, path, query = {} }: AwsRequest): Answer => {
    const answer = method === "POST" ? answers.complete : method === "GET" ? answers.parts : undefined;
    if (answer === undefined || query.uploadId !== "upload-1") throw new Error(`S3 was asked ${method} ${path}`);
    return answer();
  };
const fails = (status: number, code: string) => (): never => {
  throw new AwsError(status, code, "message of S3");
};
const noSuchUpload = fails(404, "NoSuchUpload");
const arrived = { parts: () => partList(parts), complete: () => completed };

const world = (
  upload: Upload,
  answers: Parameters<typeof s3>[0] = {},
  recorder?: (request: RecordRequest) => RecordAnswer,
) => {
  const fake = fakePlatform(s3(answers), recorder ? { recorder } : {});
  const { ledger, entries } = fake.ledgerOf("alice");
  entries.set(upload.id, { open: upload });
  const api = writeApi(config, fake.platform);
  const complete = async (named = id, by = "alice") => {
    const { status, body, headers } = await read(
      api(call("POST /uploads/{id}/complete", { pathParameters: { id: named }, by })),
    );
    return { status, body, headers };
  };
  const asked = () => fake.requests.map(({ method, path }) => `${method} ${path}`);
  return { ...fake, ledger, entries, complete, asked };
};

const done = {
  key,
  size: 20,
  versionId: "version-1",
  etag: "9b2cf535f27731c974343645a3985328",
  createdAt: "2026-01-15T12:00:00.000Z",
  uploadedBy: "alice",
  uploadedByFrom: "folder",
};

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
    ["missing", "the object has not arrived"],
    ["another-upload", "the object of this key is not this upload's: it has not arrived, or was replaced since"],
    ["size", "the object has another size than was announced"],
    [
      "checksum",
      "the object does not carry the checksum that was announced; abort, and send the file again with the plan's headers",
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
      detail: "this caller has no such upload, or its time is over",
      next: "Look at the list: GET /objects, GET /versions or GET /uploads.",
      field: "id",
      requestId: "request-1",
    });
    expect([...requests, ...records]).toEqual([]);
    expect(entries.get(id)).toEqual({ open: upload });
  });
});

test.each([
  ["before it is asked", { parts: noSuchUpload }],
  ["at the same moment", { parts: () => partList(parts), complete: noSuchUpload }],
  [
    "at the same moment, so that its own object is in the way",
    { parts: () => partList(parts), complete: fails(412, "PreconditionFailed") },
  ],
])("an upload that was joined %s is complete if its object is there", async (_, answers) => {
  const { complete, records, entries } = world(multipart, answers);
  expect(await complete()).toMatchObject({ status: 200, body: done });
  expect(records).toHaveLength(1);
  expect(entries.get(id)).toEqual({ closed: { completed: done } });
});

test("an upload that S3 no longer knows and whose object is not there has not arrived", async () => {
  const { complete } = world(multipart, { parts: noSuchUpload }, () => ({ refused: "missing" }));
  const { status, body } = await complete();
  expect(status).toBe(409);
  expect(body).toMatchObject({ type: "urn:coffer:problem:incomplete-upload", detail: "the object has not arrived" });
});

test("an object of somebody else that has come in between is not replaced, and not taken for this upload's", async () => {
  const answers = { parts: () => partList(parts), complete: fails(412, "PreconditionFailed") };
  const { complete, entries } = world(multipart, answers, () => ({ refused: "another-upload" }));
  const { status, body } = await complete();
  expect(status).toBe(409);
  expect(body).toMatchObject({ type: "urn:coffer:problem:exists-already", detail: "an object of this key exists" });
  expect(entries.get(id)).toEqual({ open: multipart });
});

test("bytes that S3 finds changed on their way are not joined, and the caller is told what to do", async () => {
  const checksum = { algorithm: "CRC32C", value: "yZRlqg==" } as const;
  const answers = { parts: () => partList(parts), complete: fails(400, "BadDigest") };
  const { complete, records, entries } = world({ ...multipart, checksum }, answers);
  const { status, body } = await complete();
  expect(status).toBe(409);
  expect(body).toMatchObject({
    type: "urn:coffer:problem:incomplete-upload",
    detail: "S3 finds another checksum than was announced; abort, and send the file again",
  });
  expect(records).toEqual([]);
  expect(entries.get(id)).toMatchObject({ open: { id } });
});

test.each([
  [503, "SlowDown", 503],
  [403, "AccessDenied", 500],
  [400, "MalformedXML", 500],
  [400, "EntityTooSmallX", 500],
])("of S3's %i %s nothing is recorded", async (status, code, answered) => {
  const { complete, records, entries } = world(multipart, {
    parts: () => partList(parts),
    complete: fails(status, code),
  });
  expect((await complete()).status).toBe(answered);
  expect(records).toEqual([]);
  expect(entries.get(id)).toEqual({ open: multipart });
});

// Amazon S3 API Reference, "CompleteMultipartUpload"; S3 sends a late error with the status 200.
test.each([
  [400, "EntityTooSmall", "incomplete-upload", "5 MiB"],
  [200, "EntityTooSmall", "incomplete-upload", "5 MiB"],
  [400, "EntityTooLarge", "incomplete-upload", "more than S3 takes"],
  [400, "InvalidPart", "incomplete-upload", "a part was replaced"],
  [400, "InvalidPartOrder", "incomplete-upload", "out of order"],
  [400, "InvalidRequest", "incomplete-upload", "not as they were announced"],
  [400, "BadDigest", "incomplete-upload", "another checksum"],
])("S3's %i %s is about what was sent: 409 %s, and what to do", async (status, code, type, detail) => {
  const answers = { parts: () => partList(parts), complete: fails(status, code) };
  const { complete, records, entries, lines } = world(multipart, answers);
  const { status: answered, body } = await complete();
  expect(answered).toBe(409);
  expect(body).toMatchObject({
    type: `urn:coffer:problem:${type}`,
    field: "id",
    detail: expect.stringContaining(detail),
  });
  expect(JSON.stringify(body)).not.toContain("message of S3");
  expect(records).toEqual([]);
  expect(entries.get(id)).toEqual({ open: multipart });
  expect(lines.map((line) => line.status)).toEqual([409]);
});

describe.each([
  [409, "ConditionalRequestConflict"],
  [409, "OperationAborted"],
])("a completion that meets another one (%i %s)", (status, code) => {
  const answers = { parts: () => partList(parts), complete: fails(status, code) };

  test("is complete if the other one was this upload's", async () => {
    expect(await world(multipart, answers).complete()).toMatchObject({ status: 200, body: done });
  });

  test.each(["missing", "another-upload"] as const)("else is 409 with a second to wait (%s)", async (refused) => {
    const { complete, entries } = world(multipart, answers, () => ({ refused }));
    const { status: answered, body, headers } = await complete();
    expect(answered).toBe(409);
    expect(body).toMatchObject({ type: "urn:coffer:problem:conflict", field: "id", retryAfterSeconds: 1 });
    expect(headers).toMatchObject({ "retry-after": "1" });
    expect(entries.get(id)).toEqual({ open: multipart });
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
