import { done, fails, id, multipart, noSuchUpload, parts, world } from "../support/completion";
import { partList } from "../support/s3-answers";

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
  expect(body).toMatchObject({
    type: "urn:coffer:problem:incomplete-upload",
    detail: "S3 does not have the object yet",
  });
});

test("an object of somebody else that has come in between is not replaced, and not taken for this upload's", async () => {
  const answers = { parts: () => partList(parts), complete: fails(412, "PreconditionFailed") };
  const { complete, entries } = world(multipart, answers, () => ({ refused: "another-upload" }));
  const { status, body } = await complete();
  expect(status).toBe(409);
  expect(body).toMatchObject({ type: "urn:coffer:problem:exists-already", detail: "an object with this key exists" });
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
    detail: "the checksum that S3 computed differs from the announced one; abort, and send the file again",
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
  [400, "EntityTooLarge", "incomplete-upload", "exceed S3's maximum"],
  [400, "InvalidPart", "incomplete-upload", "a part was replaced"],
  [400, "InvalidPartOrder", "incomplete-upload", "out of order"],
  [400, "InvalidRequest", "incomplete-upload", "differ from what was announced"],
  [400, "BadDigest", "incomplete-upload", "the checksum that S3 computed differs"],
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
